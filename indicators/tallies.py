"""Reads the append-only tallies: the sums behind every flow of incidents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.db.models import F, Sum
from django.db.models.functions import TruncMonth

from core.periods import Period
from incidents.models import CommunityMonthTally, DayTally, MonthTally
from incidents.models.counting import COUNTS
from indicators.asks import Ask, Key
from indicators.moved import moved

DIMENSIONS = ("month", "oblast", "raion", "community", "category", "group", "service")
FINER_THAN_OBLAST = {"raion", "community"}
PATHS = {
    "category": "category__code",
    "group": "category__group",
    "service": "service",
}
COMMUNITY_PATHS = PATHS | {
    "oblast": "community__oblast__code",
    "raion": "community__raion__code",
    "community": "community__code",
}
OBLAST_PATHS = PATHS | {"oblast": "oblast__code"}
Sums = dict[Key, dict[str, int]]


def sums(ask: Ask, by: tuple[str, ...]) -> Sums:
    """Return every count of the tallies for each combination of the dimensions.

    Whole months come from a tally of months, by oblast where oblasts are all that is asked for,
    and odd days from that of days; all are written by the same statement, so their answers are
    the same. What was read finer
    before is added up, for these counts add up over every dimension.

    As it is now, what was recorded in communities that ended is added where they go on
    (indicators/moved.py): the rest is read as it was, so the cost is that of the few that moved.
    """
    return ask.once(("tallies", by), lambda: _rolled_up(ask, by) or _read_now(ask, by))


def _read_now(ask: Ask, by: tuple[str, ...]) -> Sums:
    found = _read(ask, by)
    for key, counts in moved(ask, by, sums) if ask.is_of_today else ():
        into = found.setdefault(key, dict.fromkeys(COUNTS, 0))
        for name, count in counts.items():
            into[name] += count
    return found


def _rolled_up(ask: Ask, by: tuple[str, ...]) -> Sums | None:
    """Add up what this question has read for more dimensions; None when it has not."""
    finer = ask.finer("tallies", by)
    if finer is None:
        return None
    dimensions, found = finer
    places = [dimensions.index(name) for name in by]
    return _added(by, ((tuple(key[at] for at in places), row) for key, row in found.items()))


def _added(by: tuple[str, ...], rows: Iterable[tuple[Key, dict[str, int]]]) -> Sums:
    found: Sums = defaultdict(lambda: dict.fromkeys(COUNTS, 0))
    if not by:
        found[()]
    for key, row in rows:
        into = found[key]
        for name in COUNTS:
            into[name] += row[name] or 0
    return dict(found)


def _read(ask: Ask, by: tuple[str, ...]) -> Sums:
    odd_days, months = ask.period.split()
    parts = [_months(ask, months, by)] if months else []
    parts += [_days(ask, days, by) for days in odd_days]
    rows = (row for part in parts for row in part)
    return _added(by, ((_key(row, by), _counts(row)) for row in rows))


def _key(row: dict[str, Any], by: tuple[str, ...]) -> Key:
    return tuple(row[f"by_{name}"] for name in by)


def _counts(row: dict[str, Any]) -> dict[str, int]:
    return {name: row[f"sum_{name}"] for name in COUNTS}


def _months(ask: Ask, period: Period, by: tuple[str, ...]) -> Any:
    coarse = ask.region.whole_oblasts and not FINER_THAN_OBLAST & set(by) and ask.only is None
    model: Any = MonthTally if coarse else CommunityMonthTally
    paths = (OBLAST_PATHS if coarse else COMMUNITY_PATHS) | {"month": "month"}
    rows = model.objects.filter(month__gte=period.start, month__lt=period.end)
    return _summed(ask, rows, {name: F(paths[name]) for name in by})


def _days(ask: Ask, period: Period, by: tuple[str, ...]) -> Any:
    rows = DayTally.objects.filter(day__gte=period.start, day__lt=period.end)
    paths = {n: TruncMonth("day") if n == "month" else F(COMMUNITY_PATHS[n]) for n in by}
    return _summed(ask, rows, paths)


def _summed(ask: Ask, rows: Any, paths: dict[str, Any]) -> Any:
    rows = rows.inside(ask.region).without_sensitive().filter(service__in=ask.services)
    if ask.group:
        rows = rows.filter(category__group=ask.group)
    if ask.category:
        rows = rows.filter(category__code=ask.category)
    if ask.only is not None:
        rows = rows.filter(community__in=sorted(ask.only))
    keys = {f"by_{name}": path for name, path in paths.items()}
    totals = {f"sum_{name}": Sum(name) for name in COUNTS}
    if keys:
        return rows.order_by().values(**keys).annotate(**totals)
    return [rows.aggregate(**totals)]
