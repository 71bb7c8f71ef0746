"""Measures of the ground: communities and the people who live there."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, ClassVar, Self

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Community, Population
from communities.region import LEVELS, Region
from core.periods import Month, Period
from indicators.asks import Ask, Key, Value
from indicators.base import Flow, Measure, Stock

VIEW = "communities.view_community"
PATHS = {"oblast": "oblast__code", "raion": "raion__code", "community": "code"}


ELIGIBLE = Stock(
    code="communities.eligible",
    label=_("Eligible communities"),
    definition=_("Communities not occupied on the day."),
    unit=pgettext_lazy("unit", "communities"),
    permission=VIEW,
    rows=lambda ask: Community.objects.inside(ask.region).eligible_on(ask.day),
    paths=PATHS,
)


@dataclass(frozen=True)
class Ground:
    """How many communities stand, of how many the residents are known, and how many they are."""

    standing: int
    known: int
    people: int | None

    def __add__(self, other: Ground) -> Ground:
        people = [each for each in (self.people, other.people) if each is not None]
        total = sum(people) if people else None
        return Ground(self.standing + other.standing, self.known + other.known, total)


NO_GROUND = Ground(0, 0, None)


@dataclass(frozen=True, kw_only=True)
class Residents(Measure):
    """The newest known population of each community that stands on the last day."""

    adds_up: tuple[str, ...] = ("territory",)
    kind: ClassVar[str] = "stock"
    kind_label: ClassVar[Any] = Stock.kind_label
    clock: ClassVar[str] = "day"

    @property
    def nothing(self) -> Value:
        return None

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        return {key: ground.people for key, ground in grounds(ask, by).items()}

    def records(self, ask: Ask) -> Any:
        return Population.objects.newest_on(ask.day).filter(community__in=_standing(ask))


POPULATION = Residents(
    code="communities.population",
    label=_("Residents"),
    definition=_("The newest known population of each community on or before the day."),
    unit=_("people"),
    permission=VIEW,
)


def grounds(ask: Ask, by: tuple[str, ...] = ()) -> dict[Key, Ground]:
    """Return what stands on the last day, for each unit of the dimensions."""
    if not by:
        finer = next((each for each in LEVELS if _key(ask, each) in ask.memo), "oblast")
        return {(): sum(grounds(ask, (finer,)).values(), NO_GROUND)}
    return ask.shared(_key(ask, *by), lambda: _grounds(ask, by))


def _key(ask: Ask, *by: str) -> Key:
    return _standing_key(ask, ("grounds", by))


def _grounds(ask: Ask, by: tuple[str, ...]) -> dict[Key, Ground]:
    rows = _standing(ask).with_residents_on(ask.day).order_by()
    found = rows.values_list(*(PATHS[each] for each in by)).annotate(
        standing=Count("pk"), known=Count("residents"), people=Sum("residents")
    )
    return {key[:-3]: Ground(*key[-3:]) for key in found}


@dataclass(frozen=True, kw_only=True)
class KnownPopulation(Flow):
    """A flow without the communities whose population is unknown: the part of a rate."""

    @classmethod
    def of(cls, flow: Flow) -> Self:
        return cls(**{each.name: getattr(flow, each.name) for each in fields(flow)})

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        whole = super().split(ask, *by)
        unknown = Region(communities=frozenset(unknown_population(ask)))
        if not unknown:
            return whole
        without = super().split(ask.other(region=unknown), *by)
        return {key: value - without.get(key, 0) for key, value in whole.items()}

    def series(self, ask: Ask, months: Sequence[Month]) -> list[Value]:
        """Ask month by month where the communities of unknown population change on the way."""
        asks = [ask.other(period=Period.of_months(month)) for month in months]
        same = len({tuple(unknown_population(each)) for each in asks}) == 1
        return super().series(ask, months) if same else Measure.series(self, ask, months)

    def records(self, ask: Ask) -> Any:
        return super().records(ask).exclude(community__in=unknown_population(ask))

    def left_out(self, ask: Ask) -> list[Any]:
        known = super().left_out(ask)
        unknown = Region(communities=frozenset(unknown_population(ask)))
        return [
            *((reason, rows.exclude(community__in=unknown.communities)) for reason, rows in known),
            (_("population unknown"), self.rows(ask.other(region=unknown))),
        ]


def unknown_population(ask: Ask) -> list[int]:
    """Return the keys of the communities in the region that no figure of residents counts."""
    return ask.shared(_standing_key(ask, "unknown"), lambda: _unknown(ask))


def _unknown(ask: Ask) -> list[int]:
    known = Population.objects.filter(on__lte=ask.day).values("community")
    counted = _standing(ask).filter(pk__in=known).values("pk")
    ever = Community.objects.inside(ask.region).filter(projected=False)
    return list(ever.exclude(pk__in=counted).order_by("pk").values_list("pk", flat=True))


def _standing(ask: Ask) -> Any:
    return Community.objects.standing_on(ask.day).inside(ask.region)


def _standing_key(ask: Ask, what: Any) -> Key:
    """Return a key that is one for all days between two changes of the ground.

    Questions of this month and of last year mostly fall on the same ground, so the residents
    are read once for all of them.
    """
    changes: list[date] = ask.shared("changes of the ground", _changes)
    return (what, ask.region, bisect_right(changes, ask.day))


def _changes() -> list[date]:
    """Return the days on which a community began or ended, or a population became known."""
    found = Community.objects.aggregate(
        begun=ArrayAgg("established_on", distinct=True, default=[]),
        ended=ArrayAgg("dissolved_on", distinct=True, default=[]),
        counted=ArrayAgg("populations__on", distinct=True, default=[]),
    )
    return sorted({day for days in found.values() for day in days if day})
