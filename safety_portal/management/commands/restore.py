"""Restore a back-up."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection

from core import clock
from safety_portal.app_role import as_owner, grant
from safety_portal.backup.postgres import NotDone
from safety_portal.backup.restoring import Broken, Refused, restore
from safety_portal.backup.sealed import Unreadable, parse_key


class Command(BaseCommand):
    help = "Restore a back-up into an empty database and check what came out of it."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("--from", type=Path, required=True, dest="file", metavar="FILE")

    def handle(self, *, file: Path, **options: Any) -> None:
        app_role = connection.settings_dict["USER"]
        try:
            key = parse_key(settings.BACKUP_KEY)
            with as_owner():
                manifest = restore(file, key=key, at=clock.now())
                if settings.DATABASE_OWNER:
                    grant(app_role)
        except (Unreadable, Refused, Broken, NotDone, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Restored as of {manifest.made_at}: {sum(manifest.rows.values())} rows in "
            f"{len(manifest.rows)} tables; rows and tallies are those of the back-up."
        )
