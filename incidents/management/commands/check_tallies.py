"""Compare the tallies with the records."""

from django.core.management.base import BaseCommand, CommandError

from incidents import folding


class Command(BaseCommand):
    help = "Fail when a tally is not the sum of its records."

    def handle(self, **options: object) -> None:
        found = folding.differences()
        if found:
            raise CommandError("\n".join([*found[:20], f"{len(found)} sums are wrong."]))
        self.stdout.write("Every tally is the sum of its records.")
