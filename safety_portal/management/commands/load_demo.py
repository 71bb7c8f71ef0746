"""Load the demo data set: real communities, invented people and events."""

import argparse
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock, demo
from safety_portal.demo.loading import Refused, load


def count(text: str) -> int:
    number = int(text) if text.isdecimal() else -1
    if not 0 <= number <= 100_000_000:
        raise argparse.ArgumentTypeError("write a whole number from 0 to 100000000")
    return number


def day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError("write the day as YYYY-MM-DD") from error


class Command(BaseCommand):
    help = "Load the demo data set, all of it or nothing; safe to run twice."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--incidents",
            type=count,
            default=50_000,
            help="filler beside the founding set (50000)",
        )
        parser.add_argument(
            "--until",
            type=day,
            help="first day without filler (today); the same number and day give the same rows",
        )

    def handle(self, *, incidents: int, until: date | None, **options: Any) -> None:
        say = self._say if options["verbosity"] else lambda _line: None
        try:
            loaded = load(incidents=incidents, until=until or clock.today(), say=say)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        if loaded is None:
            say("The demo set is there already; nothing was changed.")
            return
        demo.look_again()
        say(f"officers: {loaded.officers}")
        for table, rows in loaded.rows.items():
            say(f"{table.removeprefix('incidents_')}: {rows}")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
