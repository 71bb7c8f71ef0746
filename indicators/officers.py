"""Measures of officers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.asks import Ask, Value
from indicators.base import Distinct
from officers.models import Assignment, Officer

AREA = "assignments__community"


def in_post(ask: Ask) -> Any:
    """Return the officers in post in the region on the day."""
    serving = Assignment.objects.in_post(ask.day).inside(ask.reach)
    return Officer.objects.filter(assignments__in=serving, service__in=ask.services)


@dataclass(frozen=True, kw_only=True)
class InPost(Distinct):
    """Officers in post; many days of one region are read at once."""

    def total(self, ask: Ask) -> Value:
        return self.totals([ask])[0]

    def totals(self, asks: Sequence[Ask]) -> list[Value]:
        known = {ask: ask.memo.get(self._key(ask)) for ask in asks}
        unread = [ask for ask, value in known.items() if value is None]
        for ask in unread:
            if ask.memo.get(self._key(ask)) is None:
                alike = [each for each in unread if each.other(period=ask.period) == ask]
                self._read_days(ask, alike)
        return [ask.memo[self._key(ask)] for ask in asks]

    def _key(self, ask: Ask) -> tuple[Any, ...]:
        return (self.code, ask.region, ask.territories, ask.services, ask.day)

    def _read_days(self, ask: Ask, alike: Sequence[Ask]) -> None:
        """Count the officers on the last day of questions that differ in the period only."""
        rows = Assignment.objects.inside(ask.reach).filter(officer__service__in=ask.services)
        days = {f"day_{at}": each for at, each in enumerate(alike)}
        counts = {
            name: Count("officer", distinct=True, filter=_held_on(each.day))
            for name, each in days.items()
        }
        for name, value in rows.aggregate(**counts).items():
            days[name].memo[self._key(days[name])] = value


def _held_on(day: date) -> Q:
    """Return the condition that an assignment holds on a day and its officer serves."""
    return Q(period__contains=day, officer__stages__serves__contains=day)


IN_POST = InPost(
    code="officers.in_post",
    label=_("Officers in post"),
    definition=_(
        "Different officers who serve, with a primary or substitute assignment in force, on the"
        " last day. Whoever is suspended is not in post."
    ),
    unit=pgettext_lazy("unit", "officers"),
    permission="officers.view_officer",
    rows=in_post,
    paths={
        "oblast": f"{AREA}__oblast__code",
        "raion": f"{AREA}__raion__code",
        "community": f"{AREA}__code",
        "service": "service",
    },
    home=AREA,
    dimensions=("oblast", "raion", "community", "service"),
    adds_up=("service",),
)
