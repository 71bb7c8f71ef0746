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

from communities.models import Community, Memorandum, Population
from communities.region import LEVELS, Region
from core.periods import Month, Period
from indicators.asks import Ask, Key, Value
from indicators.base import Flow, Measure, Stock

VIEW = "communities.view_community"
PATHS = {"oblast": "oblast__code", "raion": "raion__code", "community": "code"}


def _eligible(ask: Ask) -> Any:
    """Return the eligible communities."""
    return of_today(ask, Community.objects.eligible_on(ask.day).inside(ask.reach))


def of_today(ask: Ask, found: Any) -> Any:
    """Return these communities; as it is now, those of today they go on in."""
    if not ask.is_of_today or not ask.heirs:
        return found
    keys = found.order_by().values_list("pk", flat=True)
    return Community.objects.filter(pk__in={ask.heirs.today(key) for key in keys})


ELIGIBLE = Stock(
    code="communities.eligible",
    label=_("Eligible communities"),
    definition=_("Communities not occupied on the day."),
    unit=pgettext_lazy("unit", "communities"),
    permission=VIEW,
    rows=_eligible,
    paths=PATHS,
)


def _memoranda(ask: Ask) -> Any:
    rows = Memorandum.objects.in_force(ask.day).inside(ask.reach)
    return rows.filter(service__in=ask.services)


MEMORANDA = Stock(
    code="communities.memoranda",
    label=_("Memoranda in force"),
    definition=_("Memoranda of councils and services that are in force on the day."),
    unit=pgettext_lazy("unit", "memoranda"),
    permission="communities.view_memorandum",
    rows=_memoranda,
    paths={level: f"community__{path}" for level, path in PATHS.items()} | {"service": "service"},
    home="community",
    dimensions=(*LEVELS, "service"),
    adds_up=("territory", "service"),
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
    if ask.is_of_today and ask.heirs:
        return _grounds_of_today(ask, by)
    rows = _standing(ask).with_residents_on(ask.day).order_by()
    found = rows.values_list(*(PATHS[each] for each in by)).annotate(
        standing=Count("pk"), known=Count("residents"), people=Sum("residents")
    )
    return {key[:-3]: Ground(*key[-3:]) for key in found}


def _grounds_of_today(ask: Ask, by: tuple[str, ...]) -> dict[Key, Ground]:
    """Return the same with what stood on the day put together where it goes on today."""
    paths = [PATHS[level] for level in LEVELS]
    rows = _standing(ask).with_residents_on(ask.day).order_by()
    parts: dict[int, list[int | None]] = {}
    codes: dict[int, dict[str, str | None]] = {}
    for key, people, *own in rows.values_list("pk", "residents", *paths):
        today = ask.heirs.today(key)
        parts.setdefault(today, []).append(people)
        place = ask.heirs.places.get(today)
        said = [place.called(level) for level in LEVELS] if place else own
        codes[today] = dict(zip(LEVELS, said, strict=True))
    found: dict[Key, Ground] = {}
    for today, residents in parts.items():
        code = tuple(codes[today][level] for level in by)
        known = [each for each in residents if each is not None]
        ground = Ground(1, int(len(known) == len(residents)), sum(known) if known else None)
        found[code] = found.get(code, NO_GROUND) + ground
    return found


@dataclass(frozen=True, kw_only=True)
class KnownPopulation(Flow):
    """A flow without the communities whose population is unknown: the part of a rate."""

    @classmethod
    def of(cls, flow: Flow) -> Self:
        return cls(**{each.name: getattr(flow, each.name) for each in fields(flow)})

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        whole = super().split(ask, *by)
        unknown = frozenset(unknown_population(ask))
        if not unknown:
            return whole
        without = super().split(_of_only(ask, unknown), *by)
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
        unknown = frozenset(unknown_population(ask))
        return [
            *((reason, rows.exclude(community__in=unknown)) for reason, rows in known),
            (_("population unknown"), self.rows(_of_only(ask, unknown))),
        ]


def _of_only(ask: Ask, keys: frozenset[int]) -> Ask:
    """Return the question about what some communities of its region recorded."""
    if ask.is_of_today:
        return ask.other(only=keys)
    return ask.other(region=Region(communities=keys))  # as it was, one that others ask too


def unknown_population(ask: Ask) -> list[int]:
    """Return the keys of the communities in the region that no figure of residents counts.

    A community that ended by the day is counted by the one that stands for it then.
    """
    return ask.shared(_standing_key(ask, "unknown"), lambda: _unknown(ask))


def _unknown(ask: Ask) -> list[int]:
    known = Population.objects.filter(on__lte=ask.day).values("community")
    standing = _standing(ask).filter(pk__in=known)
    ever = Community.objects.inside(ask.reach).filter(projected=False).order_by("pk")
    if not ask.heirs:
        rest = ever.exclude(pk__in=standing.values("pk"))
        return list(rest.values_list("pk", flat=True))
    counted = set(standing.values_list("pk", flat=True))
    keys = list(ever.values_list("pk", flat=True))
    keys += sorted({community for community, _home in ask.reach.parts} - set(keys))
    return [key for key in keys if ask.heirs.on(key, ask.day) not in counted]


def _standing(ask: Ask) -> Any:
    return Community.objects.standing_on(ask.day).inside(ask.reach)


def _standing_key(ask: Ask, what: Any) -> Key:
    """Return a key that is one for all days between two changes of the ground.

    Questions of this month and of last year mostly fall on the same ground, so the residents
    are read once for all of them.
    """
    changes: list[date] = ask.shared("changes of the ground", _changes)
    return (what, ask.region, ask.territories, bisect_right(changes, ask.day))


def _changes() -> list[date]:
    """Return the days on which a community began or ended, or a population became known."""
    found = Community.objects.aggregate(
        begun=ArrayAgg("established_on", distinct=True, default=[]),
        ended=ArrayAgg("dissolved_on", distinct=True, default=[]),
        counted=ArrayAgg("populations__on", distinct=True, default=[]),
    )
    return sorted({day for days in found.values() for day in days if day})
