"""Measures of how long something took: days added up, or the middle one of many.

Days from day to day add up like anything counted. A median does not: the middle of two communities
is not the middle of their middles, so it is counted anew at each level and for each period.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar

from django.db.models import Aggregate, Expression, F, FloatField, Func, IntegerField, Sum
from django.db.models.functions import Coalesce
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from indicators.asks import Ask, Key, Value
from indicators.base import Counted

UNIT = _("days")


class Middle(Aggregate):
    """The middle one of numbers, between the two of an even count; None of no number."""

    name = "Middle"
    template = "percentile_cont(0.5) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()


def days_from(start: str, end: str) -> Func:
    """Return how many days lie between two columns of days."""
    return Func(
        F(end),
        F(start),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )


@dataclass(frozen=True, kw_only=True)
class Days(Counted):
    """Days that the rows dated in the period carry as `days`, added up."""

    unit: str | Promise = UNIT

    @property
    def counting(self) -> Expression:
        return Coalesce(Sum("days"), 0)


@dataclass(frozen=True, kw_only=True)
class MedianDays(Days):
    """The middle one of the days that rows carry; unknown where there is no row."""

    adds_up: tuple[str, ...] = ()
    kind: ClassVar[str] = "distribution"
    kind_label: ClassVar[Any] = _("distribution: the middle one of many, counted at every level")
    decimals: int = 1

    @property
    def nothing(self) -> Value:
        return None

    @property
    def counting(self) -> Expression:
        return Middle("days")

    def _read(self, ask: Ask, by: tuple[str, ...]) -> dict[Key, Value]:
        found = super()._read(ask, by)
        return {key: self._rounded(middle) for key, middle in found.items()}

    def _rounded(self, middle: float | None) -> Value:
        """Round the middle of whole days: it is one of them, or lies half way between two."""
        return None if middle is None else round(Decimal(middle), self.decimals)
