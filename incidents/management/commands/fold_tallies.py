"""Replace many signed rows of the tallies by their sums."""

from django.core.management.base import BaseCommand

from incidents import folding


class Command(BaseCommand):
    help = "Keep the tallies short; figures do not change."

    def handle(self, **options: object) -> None:
        self.stdout.write(f"{folding.fold_tallies()} rows folded away.")
