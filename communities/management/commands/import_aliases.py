"""Read what places are called besides their official names."""

import argparse
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from communities import aliases
from core.plans import FileRejected


class Command(BaseCommand):
    help = f"Add other names of places: lines {','.join(aliases.COLUMNS)}. Safe to run twice."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: object) -> None:
        try:
            done = aliases.import_aliases(path=file)
        except FileRejected as rejected:
            reasons = [f"line {line}: {why}" for line, why in rejected.problems.items()]
            most = settings.LIMITS["problems_shown"]
            raise CommandError("\n".join(["Nothing was changed.", *reasons[:most]])) from rejected
        for line, why in done.warnings.items():
            self.stdout.write(f"left out, line {line}: {why}")
        self.stdout.write(f"other names: {done.changes}")
