"""Days and seconds of the demo: Kyiv's days, written the way COPY reads moments."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

KYIV = ZoneInfo("Europe/Kyiv")
DAY = 86_400  # seconds
MONTHS = 36
HOURS = (3, 2, 2, 1.5, 1.5, 2, 3, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 7, 8, 8, 8, 7, 6, 4)


def first_day(until: date) -> date:
    """Return the first day of the demo's window: 36 whole months before the month of `until`."""
    return date(until.year - MONTHS // 12, until.month, 1)


def days_between(first: date, until: date) -> Iterator[date]:
    """Yield the days from the first up to, and without, the last."""
    for each in range((until - first).days):
        yield first + timedelta(days=each)


@lru_cache(maxsize=2048)
def midnight(day: date) -> int:
    """Return the second at which a day begins in Kyiv."""
    return int(datetime(day.year, day.month, day.day, tzinfo=KYIV).timestamp())


def year_of(second: int) -> int:
    """Return the year a second falls in, in Kyiv."""
    year = _utc_year(second // DAY)
    return year + (second >= midnight(date(year + 1, 1, 1)))


def written(second: int) -> str:
    """Return a second as PostgreSQL reads it, in UTC."""
    minute = second // 60
    return f"{_utc_day(second // DAY)} {minute // 60 % 24:02}:{minute % 60:02}:{second % 60:02}+00"


@lru_cache(maxsize=4096)
def _utc_day(number: int) -> str:
    return datetime.fromtimestamp(number * DAY, UTC).date().isoformat()


@lru_cache(maxsize=4096)
def _utc_year(number: int) -> int:
    return datetime.fromtimestamp(number * DAY, UTC).year
