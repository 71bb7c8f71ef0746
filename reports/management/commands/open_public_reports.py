"""Open the reports to residents of a half-year by hand, without a worker."""

import argparse
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core import clock
from core.half_years import HalfYear
from officers import public_reports


def half_year(text: str) -> HalfYear:
    """Read a half-year written 2026-1."""
    try:
        return HalfYear.parse(text)
    except ValueError as error:
        message = f"write the half-year as 2026-1 or 2026-2, not {text!r}"
        raise argparse.ArgumentTypeError(message) from error


class Command(BaseCommand):
    help = "Open the reports to residents of a half-year, by default of the one that ended last."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--half", type=half_year, help="for example 2026-1")

    def handle(self, *, half: HalfYear | None, **_: Any) -> None:
        asked = half or HalfYear.of(clock.today()).shift(-1)
        opened = public_reports.open_reports(asked, at=clock.now())
        self.stdout.write(f"Reports on {asked}: {opened} opened.")
