"""Stretches of time as values: a month, and a run of days in Kyiv."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone


@dataclass(frozen=True, order=True)
class Month:
    """One calendar month, written 2026-06."""

    year: int
    month: int

    @classmethod
    def of(cls, day: date) -> Month:
        """Return the month a day falls in."""
        return cls(day.year, day.month)

    @classmethod
    def parse(cls, text: str) -> Month:
        """Read a month written as YYYY-MM; anything else is a ValueError."""
        if len(text) != len("2026-06") or text.startswith("9999"):
            raise ValueError(text)
        return cls.of(date.fromisoformat(f"{text}-01"))

    def __str__(self) -> str:
        return f"{self.year:04}-{self.month:02}"

    @property
    def first_day(self) -> date:
        return date(self.year, self.month, 1)

    def day(self, number: int) -> date:
        """Return a day of the month; its last one where it has no such day."""
        return date(self.year, self.month, min(number, monthrange(self.year, self.month)[1]))

    def shift(self, months: int) -> Month:
        """Return the month that comes the given number of months later."""
        year, zero_based = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, zero_based + 1)


@dataclass(frozen=True)
class Period:
    """A run of Kyiv days: `start` is in it, `end` is the first day after it."""

    start: date
    end: date

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise ValueError("A period ends after it starts.")

    @classmethod
    def of_months(cls, first: Month, last: Month | None = None) -> Period:
        """Return the days from the first month to the last, both included."""
        return cls(first.first_day, (last or first).shift(1).first_day)

    @classmethod
    def day(cls, day: date) -> Period:
        """Return one day."""
        return cls(day, day + timedelta(days=1))

    @property
    def last_day(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def starts_at(self) -> datetime:
        """Return the moment the first day begins in Kyiv."""
        return timezone.make_aware(datetime.combine(self.start, time()))

    @property
    def ends_at(self) -> datetime:
        """Return the first moment after the period."""
        return timezone.make_aware(datetime.combine(self.end, time()))

    @property
    def is_whole_months(self) -> bool:
        return self.start.day == self.end.day == 1

    def months(self) -> Iterator[Month]:
        """Yield every month the period touches, in order."""
        month = Month.of(self.start)
        while month.first_day < self.end:
            yield month
            month = month.shift(1)

    def before(self) -> Period:
        """Return the period of the same length just before; whole months stay whole months."""
        if self.is_whole_months:
            return self._shifted(-len(list(self.months())))
        return Period(self.start - (self.end - self.start), self.start)

    def a_year_before(self) -> Period:
        """Return the same days a year earlier; 29 February becomes 1 March."""
        return Period(_year_before(self.start), _year_before(self.end))

    def split(self) -> tuple[list[Period], Period | None]:
        """Return the odd days at both ends, and the whole months between them if any."""
        first = Month.of(self.start) if self.start.day == 1 else Month.of(self.start).shift(1)
        last = Month.of(self.end)
        if first.first_day >= last.first_day:
            return [self], None
        edges = [(self.start, first.first_day), (last.first_day, self.end)]
        return [Period(a, b) for a, b in edges if a < b], Period(first.first_day, last.first_day)

    def _shifted(self, months: int) -> Period:
        return Period(
            Month.of(self.start).shift(months).first_day, Month.of(self.end).shift(months).first_day
        )


def _year_before(day: date) -> date:
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return date(day.year - 1, 3, 1)
