"""Sets of days as PostgreSQL reckons with them: put together, taken away, counted."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.db.models import Aggregate, ExpressionWrapper, F, Field, Func, IntegerField, Value
from django.db.models.functions import Coalesce


class SetOfDays(Field):  # type: ignore[type-arg]
    """A datemultirange: days in any number of stretches. No table stores one."""

    def db_type(self, connection: Any) -> str:
        return "datemultirange"


class AllDays(Aggregate):
    """The days of many ranges together; None of no range."""

    function, name = "range_agg", "AllDays"
    output_field = SetOfDays()


class Count(Func):
    """How many days a set has."""

    template = (
        "(SELECT COALESCE(sum(upper(r) - lower(r)), 0)::int FROM unnest(%(expressions)s) AS r)"
    )
    output_field = IntegerField()


def between(start: Any, end: Any) -> Func:
    """Return the days from one until before the other, columns or dates; None: without an end."""
    return Func(_day(start), _day(end), function="daterange", output_field=DateRangeField())


def both(first: Any, second: Any) -> ExpressionWrapper:
    """Return the days two ranges have in common."""
    return ExpressionWrapper(_column(first) * _column(second), output_field=DateRangeField())


def days_of(found: Any) -> Func:
    """Return a range as a set of days."""
    return Func(found, function="datemultirange", output_field=SetOfDays())


def without(days: Any, *taken: Any) -> Any:
    """Return a set without the days of others, each of which may be None."""
    for each in taken:
        known = Coalesce(each, NO_DAYS, output_field=SetOfDays())
        days = ExpressionWrapper(days - known, output_field=SetOfDays())
    return days


NO_DAYS = Func(function="datemultirange", output_field=SetOfDays())


def _day(said: Any) -> Any:
    return Value(said) if said is None or isinstance(said, date) else _column(said)


def _column(said: Any) -> Any:
    return F(said) if isinstance(said, str) else said
