"""Read how many people live in communities, by date and source."""

import argparse
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from communities import imports
from core import clock


class Command(BaseCommand):
    help = (
        f"Add population figures: lines {','.join(imports.POPULATION_COLUMNS)}, or the communities"
        " of the KSE Loc Data Hub with a column population_2022. Safe to run twice."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: object) -> None:
        try:
            changes = imports.import_population(path=file, today=clock.today())
        except imports.FileRejected as rejected:
            reasons = [f"line {line}: {why}" for line, why in rejected.problems.items()]
            most = settings.LIMITS["problems_shown"]
            raise CommandError("\n".join(["Nothing was changed.", *reasons[:most]])) from rejected
        self.stdout.write(f"figures: {changes}")
