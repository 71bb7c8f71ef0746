"""Where nobody of the ring serves, since when, and for how many days of a period."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import DateField, F, Func, Max, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce, Least

from communities.models import Community
from communities.models.states import RING
from core import spans
from core.periods import Period
from officers.models import Assignment

SERVED = spans.both("period", "officer__stages__serves")  # days of a post whose officer serves


def vacant_on(rows: Any, services: tuple[str, ...], day: date) -> Any:
    """Keep the communities where a service has nobody in post, the longest vacancy first.

    Each gets `police` and `rescue` as `with_ring_on` says them, and `police_until`,
    `rescue_until`: the day from which the post is vacant, None where nobody ever had it or where
    it is not vacant. Where nobody ever served stands last.
    """
    rows = rows.with_ring_on(day).annotate(
        **{f"{each}_until": _last_day_of(each, day) for each in services}
    )
    empty = Q()
    for each in services:
        empty |= Q(**{each: False})
    since = [F(f"{each}_until") for each in services]
    first: Any = Least(*since) if len(since) > 1 else since[0]
    return rows.filter(empty).order_by(first.asc(nulls_last=True), "sort_key", "pk")


def _last_day_of(service: str, day: date) -> Any:
    """Return the day the last officer of a post stopped serving; None where one still does."""
    held = _posts(service).alias(days=SERVED)
    begun = held.filter(days__isempty=False, days__startswith__lte=day).values("community")
    end = Func("days", function="upper", output_field=DateField())
    ended = begun.annotate(last=Max(Coalesce(end, Value(date.max))))
    return Subquery(ended.filter(last__lte=day).values("last"))


def with_vacant_days(rows: Any, services: tuple[str, ...], period: Period) -> Any:
    """Add `vacant_days`: the days of a period, of each service, that nobody was in post.

    Only days count on which the community stood and was not occupied; what an act says of the
    same days twice counts as occupied where one line says so.
    """
    counts = [spans.Count(_vacant(each, period)) for each in services]
    return rows.annotate(vacant_days=sum(counts[1:], counts[0]) if counts else Value(0))


def _vacant(service: str, period: Period) -> Any:
    window = DateRange(period.start, period.end)
    standing = spans.both(
        Value(window, output_field=DateRangeField()),
        spans.between("established_on", "dissolved_on"),
    )
    held = _posts(service).filter(period__overlap=window).values("community")
    served = Subquery(held.annotate(days=spans.AllDays(SERVED)).values("days"))
    return spans.without(spans.days_of(standing), Community.objects.occupied_days(), served)


def _posts(service: str) -> Any:
    """Return the posts of the ring in a community, a line for each time its officer served."""
    return Assignment.objects.filter(
        community=OuterRef("pk"),
        officer__kind=RING[service],
        officer__stages__serves__isnull=False,
    ).order_by()
