"""Compare the tallies with the records."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from core.periods import Month
from incidents import checking


class Command(BaseCommand):
    help = "Name every tally that is not the sum of its records, and fail if there is one."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--repair", action="store_true", help="add what the tallies lack, and say what it was"
        )

    def handle(self, *, repair: bool, verbosity: int, **options: Any) -> None:
        compare = checking.repair if repair else checking.differences
        keys = 0
        for each in compare(self._after if verbosity else lambda _month: None):
            self.stdout.write(str(each))
            keys += 1
        if keys and not repair:
            raise CommandError(f"{keys} tallies are not the sums of their records.")
        done = f"{keys} tallies mended. " if repair else ""
        self.stdout.write(f"{done}Every tally is the sum of its records.")

    def _after(self, month: Month) -> None:
        if month.month == 12:
            self.stdout.write(f"{month.year} compared.")
            self.stdout.flush()
