"""Load records that tell when a wall leaks, and the accounts that try it."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core import clock
from safety_portal.demo.loading import Refused
from safety_portal.demo.walls import load


class Command(BaseCommand):
    help = (
        "Load canaries into the demo and print them as JSON: accounts of every role with password"
        " and token, and in every scope a record of every kind; safe to run twice."
    )

    def handle(self, **options: Any) -> None:
        try:
            loaded = load(clock.now())
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(json.dumps(loaded, ensure_ascii=False, indent=1))
