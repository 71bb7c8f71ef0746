"""Replace many signed rows of the tallies by their sums."""

from typing import Any

from django.core.management.base import BaseCommand

from core.periods import Month
from incidents import folding


class Command(BaseCommand):
    help = "Keep the tallies short; figures do not change. Safe to run at any time."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        self.in_year = 0
        try:
            gone = folding.fold_tallies(self._after if verbosity else lambda _month, _gone: None)
        except folding.RewrittenElsewhere:
            self.stdout.write("The tallies are being folded or mended already.")
            return
        self.stdout.write(f"{gone} rows folded away.")

    def _after(self, month: Month, gone: int) -> None:
        self.in_year += gone
        if month.month == 12:
            self.stdout.write(f"{month.year}: {self.in_year} rows folded away.")
            self.stdout.flush()
            self.in_year = 0
