"""Which days a question may name: one rule for pages, programs and reports.

It begins between the first day the portal knows of and tomorrow; it may end later, so that a
month or a year can be asked for as a whole before it is over.
"""

from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from core import clock, moments

Span = tuple[date, date]  # both days are in it


def first_day() -> date:
    """Return the first day anything may be dated."""
    return date(settings.LIMITS["earliest"], 1, 1)


def beginnings() -> Span:
    """Return the first and the last day a question may begin on."""
    return first_day(), clock.today() + timedelta(days=settings.LIMITS["days_ahead"])


def is_dated(moment: datetime, now: datetime) -> bool:
    """Say whether a moment lies between the first day and as far ahead as is accepted."""
    if not first_day().year <= moment.year <= now.year + 1:
        return False
    return moment <= now + timedelta(days=settings.LIMITS["days_ahead"])


def implausible() -> str:
    """Say what may be given instead of a moment that `is_dated` refuses."""
    earliest = settings.LIMITS["earliest"]
    return _("Give a moment between %(first)s and tomorrow.") % {"first": earliest}


def endings() -> Span:
    """Return the first and the last day that may be the last of a question."""
    return first_day(), date(clock.today().year + 1, 12, 31)


def holds(span: Span, day: date) -> bool:
    return span[0] <= day <= span[1]


def refusal(span: Span) -> str:
    """Say what may be chosen instead of a day outside."""
    first, last = (moments.day(each) for each in span)
    return _("Choose a day from %(first)s to %(last)s.") % {"first": first, "last": last}
