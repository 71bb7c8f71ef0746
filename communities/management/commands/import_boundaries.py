"""Read the boundaries of oblasts, raions and communities."""

import argparse
import re
from datetime import UTC, date, datetime
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from communities import boundaries
from core.plans import FileRejected

USUAL = boundaries.Origin()


class Command(BaseCommand):
    help = (
        "Give units of the register their boundaries: TopoJSON with the layers hromadas, raions,"
        " oblasts, or GeoJSON; each feature names its unit by the property code. Safe to run twice."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default=USUAL.source, help="by default: %(default)s")
        parser.add_argument("--licence", default=USUAL.licence, help="by default: %(default)s")
        parser.add_argument(
            "--credit", default=USUAL.credit, help="what maps say of it, by default: %(default)s"
        )
        parser.add_argument(
            "--edition",
            type=date.fromisoformat,
            help="its day (YYYY-MM-DD), by default the one at the end of the file's name, else the"
            " day the file was written",
        )

    def handle(self, *, file: Path, edition: date | None, **options: str) -> None:
        origin = boundaries.Origin(options["source"], options["licence"], options["credit"])
        try:
            changes, warnings = boundaries.import_boundaries(
                path=file, edition=edition or edition_of(file), origin=origin
            )
        except FileRejected as rejected:
            reasons = [f"feature {number}: {why}" for number, why in rejected.problems.items()]
            most = settings.LIMITS["problems_shown"]
            raise CommandError("\n".join(["Nothing was changed.", *reasons[:most]])) from rejected
        for number, words in sorted(warnings.items()):
            self.stdout.write(f"feature {number}: {words}")
        self.stdout.write(f"boundaries: {changes}")


def edition_of(file: Path) -> date:
    """Return the day at the end of a file's name, else the day it was written."""
    found = re.search(r"(\d{4}-\d{2}-\d{2})$", file.stem)
    try:
        return date.fromisoformat(found.group()) if found else _written_on(file)
    except ValueError as error:
        raise CommandError("The name of the file ends in no day: give --edition.") from error
    except OSError as error:
        raise CommandError("The file cannot be read.") from error


def _written_on(file: Path) -> date:
    return datetime.fromtimestamp(file.stat().st_mtime, tz=UTC).date()
