"""Read one edition of the official codifier of territories."""

import argparse

from communities.importing.command import ImportCommand, day
from communities.importing.kinds import CODIFIER


class Command(ImportCommand):
    help = (
        "Bring the register up to an edition of the official codifier (XLSX): new, renamed,"
        " recategorised, moved and closed units, in one transaction. Safe to run twice."
    )
    kind = CODIFIER
    counted = "units"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--edition",
            type=day,
            help="its day, by default the one at the end of the file's name, otherwise the day"
            " the workbook was saved",
        )
        parser.add_argument(
            "--sure",
            action="store_true",
            help="close units even where they are more of a kind than is usual",
        )
