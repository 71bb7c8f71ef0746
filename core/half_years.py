"""The half of a calendar year as a value: officers answer to communities for each."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from core.periods import Month, Period

WRITTEN = re.compile(r"([0-9]{4})-([12])")
MONTHS = 6  # in a half


@dataclass(frozen=True, order=True)
class HalfYear:
    """January to June (the first) or July to December (the second), written 2026-1."""

    year: int
    half: int

    @classmethod
    def of(cls, day: date) -> HalfYear:
        """Return the half-year a day falls in."""
        return cls(day.year, 1 if day.month <= MONTHS else 2)

    @classmethod
    def parse(cls, text: str) -> HalfYear:
        """Read a half-year written YYYY-1 or YYYY-2; anything else is a ValueError."""
        found = WRITTEN.fullmatch(text)
        if found is None:
            raise ValueError(text)
        read = cls(int(found[1]), int(found[2]))
        _whole = read.period  # the last half of the calendar has no day after it
        return read

    def __str__(self) -> str:
        return f"{self.year:04}-{self.half}"

    @property
    def words(self) -> str:
        """Say which half of which year."""
        words = _("First half of %(year)s") if self.half == 1 else _("Second half of %(year)s")
        return words % {"year": self.year}

    @property
    def period(self) -> Period:
        first = Month(self.year, 1 if self.half == 1 else MONTHS + 1)
        return Period.of_months(first, first.shift(MONTHS - 1))

    def shift(self, halves: int) -> HalfYear:
        """Return the half-year that comes the given number of halves later."""
        year, zero_based = divmod(self.year * 2 + self.half - 1 + halves, 2)
        return HalfYear(year, zero_based + 1)
