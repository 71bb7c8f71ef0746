"""Read one edition of the official list of occupied and front-line territories."""

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

from communities import imports
from communities.importing.command import ImportCommand, day
from communities.importing.kinds import STATUSES
from core.plans import Source


class Command(ImportCommand):
    help = (
        "Make the statuses of territories equal to one edition of the act: lines"
        f" {','.join(imports.STATUS_COLUMNS)}. Safe to run twice."
    )
    kind = STATUSES
    counted = "lines of the edition"

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--act", default=imports.ACT, help="the legal act, by default: %(default)s"
        )
        parser.add_argument(
            "--edition", type=day, help="its day, by default the one at the end of the file's name"
        )

    def source(self, file: Path, options: dict[str, Any]) -> Source:
        source = super().source(file, options)
        edition: date | None = source.edition or source.day_in_the_name
        if edition is None:
            raise CommandError("The name of the file has no day: give --edition YYYY-MM-DD.")
        return source
