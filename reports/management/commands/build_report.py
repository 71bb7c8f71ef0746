"""Build a report by hand, without a worker."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from communities.territories import NoSuchTerritory, Territory, find_territory
from core import clock, jobs
from core.exceptions import RuleBroken
from core.periods import Month, Period
from reports import files, services
from reports.models import Edition, EditionKind
from reports.orders import EVERYTHING, Order, month_called


def month(text: str) -> Month:
    """Read the period of a monthly report."""
    try:
        return month_called(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"write the month as 2026-10, not {text!r}") from error


class Command(BaseCommand):
    help = "Build the report of a territory, by default of the nation, at once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=EditionKind.values)
        parser.add_argument("period", type=month, help="a month, for example 2026-10")
        parser.add_argument("--territory", metavar="CODE", default="", help="its KATOTTH code")
        languages = [code for code, _name in settings.LANGUAGES]
        parser.add_argument("--language", choices=languages, default=settings.LANGUAGE_CODE)

    def handle(self, *, kind: str, period: Month, territory: str, language: str, **_: Any) -> None:
        order = Order(
            kind=kind,
            territory=_territory(territory),
            period=Period.of_months(period),
            service="both",
            language=language,
        )
        edition = self.build(order)
        self.stdout.write(
            f"Built {edition}, edition {edition.number}: {edition.get_absolute_url()}"
        )
        for name in files.BUILT:
            self.stdout.write(f"  {settings.FILES_DIR / files.place(edition, name)}")

    def build(self, order: Order) -> Edition:
        try:
            job = services.promise_for_operator(order=order, at=clock.now())
        except RuleBroken as error:
            raise CommandError(error.message) from error
        jobs.run(
            pk=job.pk,
            work=lambda taken: services.build_edition(job=taken, clock=clock.now),
            clock=clock.now,
        )
        return Edition.objects.with_names().get(job=job)


def _territory(code: str) -> Territory:
    try:
        return find_territory(code, EVERYTHING) if code else Territory()
    except NoSuchTerritory as error:
        raise CommandError(f"No oblast, raion or community has the code {code}.") from error
