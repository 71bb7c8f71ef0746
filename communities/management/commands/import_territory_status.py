"""Read one edition of the official list of occupied and front-line territories."""

import argparse
import re
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from communities import imports
from communities.models import ControlStatus

ACT = "Наказ Міністерства розвитку громад та територій України від 28.02.2025 № 376"


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("write the day as YYYY-MM-DD") from error


class Command(BaseCommand):
    help = (
        "Make the statuses of territories equal to one edition of the act: lines"
        f" {','.join(imports.STATUS_COLUMNS)}. Safe to run twice."
    )

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--act", default=ACT, help="the legal act, by default: %(default)s")
        parser.add_argument(
            "--edition", type=day, help="its day, by default the one at the end of the file's name"
        )

    def handle(self, *, file: Path, act: str, edition: date | None, **options: object) -> None:
        edition = edition or self._edition_in_the_name(file)
        try:
            changes = imports.import_territory_status(path=file, act=act, edition=edition)
        except imports.FileRejected as rejected:
            reasons = [f"line {line}: {why}" for line, why in rejected.problems.items()]
            most = settings.LIMITS["problems_shown"]
            raise CommandError("\n".join(["Nothing was changed.", *reasons[:most]])) from rejected
        self.stdout.write(f"lines of the edition of {edition}: {changes}")
        self._tell_contradictions()

    def _edition_in_the_name(self, file: Path) -> date:
        found = re.search(r"(\d{4}-\d{2}-\d{2})$", file.stem)
        if found is None:
            raise CommandError("The name of the file has no day: give --edition YYYY-MM-DD.")
        try:
            return date.fromisoformat(found.group())
        except ValueError as error:
            raise CommandError(f"{found.group()} is no day: give --edition YYYY-MM-DD.") from error

    def _tell_contradictions(self) -> None:
        """Name the lines that claim the same days of one unit; the later start wins there."""
        contested = ControlStatus.objects.filter(contested=True).order_by(
            *imports.UNITS, "starts_on"
        )
        for row in contested:
            days = f"{row.starts_on or '…'} to {row.ends_on or '…'}"
            self.stdout.write(
                f"contradicts another line: {row.listed_as[:80]}, {row.status}, {days}"
            )
