"""What the address of a page asks: where, when and which service, read once for every page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.heirs import Territories
from communities.models import Service, scope_of
from communities.territories import Territory
from core import clock, moments
from core.periods import Month, Period
from indicators.asks import Ask
from indicators.base import Measure

TERRITORY = "communities.view_community"  # whoever sees a territory may open its overview
LIST = "incidents.view_incident"


@dataclass(frozen=True)
class Question:
    """One reader's question: a territory, a period and a service (empty: all in reach).

    `territories` says whether the past is told by its own communities or by those of today.
    """

    user: Any
    territory: Territory
    period: Period
    service: str = ""
    territories: str = Territories.AS_IT_WAS

    @property
    def month(self) -> Month | None:
        """Return the month the period is, None where it is something else."""
        first = Month.of(self.period.start)
        return first if self.period == Period.of_months(first) else None

    @property
    def running(self) -> bool:
        """Say whether the period is not over: nothing is compared with half a month."""
        return self.period.end > clock.today()

    @property
    def when(self) -> str:
        """Return the period in words."""
        if self.month:
            return moments.month(self.month)
        return moments.days(self.period.start, self.period.last_day)

    @property
    def months(self) -> list[Month]:
        """Return the twelve months up to the one the period ends in."""
        last = Month.of(self.period.last_day)
        return [last.shift(back) for back in range(-11, 1)]

    @cached_property
    def _ask(self) -> Ask:
        return Ask(period=self.period, region=self.territory.region, territories=self.territories)

    def services(self, permission: str) -> tuple[str, ...]:
        """Return the services asked for that the reader may see in the whole territory."""
        seen = scope_of(self.user, permission).services_in(self.territory.unit)
        return tuple(each for each in seen if self.service in ("", each))

    def ask(self, measure: Measure) -> Ask | None:
        """Return the question as it is put to a measure; None where the reader may not ask it."""
        services = self.services(measure.permission)
        if measure.permission == TERRITORY:  # communities belong to no service
            services = services and tuple(Service.values)
        return self._ask.other(services=services) if services else None

    def put_to(self, measure: Measure) -> Ask:
        """Return the question for a measure that the reader is known to see."""
        ask = self.ask(measure)
        if ask is None:
            raise LookupError(measure.code)
        return ask

    @cached_property
    def children(self) -> list[Any]:
        """Return the units one step below: those that stood in the period, or those of today."""
        return list(self.territory.children(self.standing))

    @property
    def standing(self) -> Period | None:
        """Return the period whose communities are compared; None for those of today."""
        return None if self._ask.is_of_today else self.period

    # --- addresses

    def query(self, **changes: str) -> str:
        """Return the question as it stands in an address."""
        period = {"month": str(self.month)} if self.month else self._days("from", "to")
        state = {
            "territory": self.territory.code,
            **period,
            "service": self.service,
            **self._naming(),
            **changes,
        }
        return urlencode({name: value for name, value in state.items() if value})

    def url(self, name: str, *args: str, **changes: str) -> str:
        """Return a page with the same question."""
        return f"{reverse(name, args=args)}?{self.query(**changes)}"

    def incidents(self, **changes: str) -> str:
        """Return the list of the incidents that are counted."""
        state = {
            "territory": self.territory.code,
            **self._days("since", "until"),
            "service": self.service,
            "counted": "true",
            **self._naming(),
            **changes,
        }
        kept = {name: value for name, value in state.items() if value}
        return f"{reverse('incidents:list')}?{urlencode(kept)}"

    def _naming(self) -> dict[str, str]:
        return {"territories": self.territories} if self._ask.is_of_today else {}

    def _days(self, first: str, last: str) -> dict[str, str]:
        return {first: str(self.period.start), last: str(self.period.last_day)}

    def crumbs(self, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
        """Return the way down from the widest territory the reader holds."""
        scope = scope_of(self.user, TERRITORY)
        way = [each for each in self.territory.parents if scope.services_in(each.unit)]
        links: list[tuple[str, str | None]] = [
            (each.name, self.url("dashboards:overview", territory=each.code)) for each in way
        ]
        here = self.url("dashboards:overview") if more else None
        return [*links, (self.territory.name, here), *more]


def last_month() -> Month:
    """Return the last month that is over."""
    return Month.of(clock.today()).shift(-1)


def month_choices(chosen: str) -> list[tuple[str, str]]:
    """Return the months a reader may choose, the newest first, and the way to own days."""
    now = Month.of(clock.today())
    months = [now.shift(-back) for back in range(25)]
    choices = [(str(each), _month_words(each, now)) for each in months]
    if chosen and chosen not in dict(choices):
        choices += [(chosen, words) for words in _old_month(chosen)]
    return [*choices, ("", _("Custom dates"))]


def _old_month(chosen: str) -> Iterator[str]:
    try:
        yield _capital(moments.month(Month.parse(chosen)))
    except ValueError:
        yield chosen


def _month_words(month: Month, now: Month) -> str:
    words = _capital(moments.month(month))
    return _("%(month)s, not over yet") % {"month": words} if month == now else words


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
