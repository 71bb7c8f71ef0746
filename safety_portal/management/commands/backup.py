"""Make a back-up."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core import clock
from safety_portal.app_role import as_owner
from safety_portal.backup import sealed
from safety_portal.backup.making import make
from safety_portal.backup.postgres import NotDone
from safety_portal.backup.sealed import Unreadable, parse_key


class Command(BaseCommand):
    help = "Write database and files into one file that only BACKUP_KEY opens; the portal goes on."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--to", type=Path, metavar="FOLDER", help="where the file is put")
        what.add_argument("--new-key", action="store_true", help="print a new key and do nothing")

    def handle(self, *, to: Path | None, new_key: bool, **options: Any) -> None:
        if to is None:
            self.stdout.write(sealed.new_key())
            return
        try:
            key = parse_key(settings.BACKUP_KEY)
            with as_owner():
                made = make(to, key=key, at=clock.now())
        except (Unreadable, NotDone, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made}: {made.stat().st_size} bytes")
