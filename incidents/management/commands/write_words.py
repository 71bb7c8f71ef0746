"""Write the words by which records are found, also of those older than the search."""

from typing import Any

from django.core.management.base import BaseCommand

from incidents import finding


class Command(BaseCommand):
    help = (
        "Write the words of all records that have none. Safe to stop and to run again, at any time."
    )

    def handle(self, *, verbosity: int, **options: Any) -> None:
        finding.let_wait()
        written = 0
        while some := finding.write_words(finding.BATCH):
            written += some
            if verbosity and written % 100_000 == 0:
                self.stdout.write(f"{written} records so far.")
        self.stdout.write(f"{written} records are found by their words now.")
