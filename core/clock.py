"""The one server clock: every moment the portal writes or compares is read here."""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils import timezone


def now() -> datetime:
    """Return the present moment in UTC, shifted by `CLOCK_SHIFT` where a rehearsal sets it."""
    return timezone.now() + timedelta(seconds=settings.CLOCK_SHIFT)  # noqa: TID251


def today() -> date:
    """Return the present day in Kyiv."""
    return now().astimezone(timezone.get_default_timezone()).date()
