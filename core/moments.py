"""Days and moments as people read them, always by the clock of Kyiv."""

from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateformat import format as formatted

from core.numbers import is_ukrainian

NOTHING = "—"


def day(value: date | datetime | None) -> str:
    """Write a day: 22.11.2026 or 22 Nov 2026."""
    if not value:
        return NOTHING
    return formatted(_in_kyiv(value), "d.m.Y" if is_ukrainian() else "j M Y")


def days(first: date, last: date) -> str:
    """Write a run of days: 01.10.2026 – 31.10.2026; a single day as itself."""
    return " – ".join(dict.fromkeys((day(first), day(last))))


def clock(value: datetime | None) -> str:
    """Write the time of day: 14:05."""
    return formatted(_in_kyiv(value), "H:i") if value else NOTHING


def when(value: datetime | None) -> str:
    """Write a moment: 22.11.2026, 14:05."""
    return f"{day(value)}, {clock(value)}" if value else NOTHING


def asof(value: datetime | None) -> str:
    """Write the moment figures were taken: 14:05, 22.11.2026."""
    return f"{clock(value)}, {day(value)}" if value else NOTHING


def month(value: Any) -> str:
    """Write a month (a day in it, or `core.periods.Month`): жовтень 2026 or October 2026."""
    if not value:
        return NOTHING
    words = formatted(getattr(value, "first_day", value), "F Y")
    return words.lower() if is_ukrainian() else words


def _in_kyiv(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value
