"""Measures of the reports of officers to residents, by the day on which they are due."""

from __future__ import annotations

from typing import Any

from django.db.models import F
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.asks import Ask
from indicators.base import Counted, RateOfDue
from officers.models import PublicReport
from officers.models.public_report import VIEW

PLACE = "assignment__community"
PATHS = {
    "month": TruncMonth("due_on"),
    "oblast": F(f"{PLACE}__oblast__code"),
    "raion": F(f"{PLACE}__raion__code"),
    "community": F(f"{PLACE}__code"),
    "service": F("assignment__officer__service"),
}


OF_REPORTS: dict[str, Any] = {
    "permission": VIEW,
    "paths": PATHS,
    "home": PLACE,
    "dimensions": tuple(PATHS),
    "adds_up": ("territory", "time", "service"),
}


def _due(ask: Ask) -> Any:
    """Return the reports of the services asked for that are due in the period."""
    return PublicReport.objects.inside(ask.reach).filter(
        due_on__gte=ask.period.start,
        due_on__lt=ask.period.end,
        assignment__officer__service__in=ask.services,
    )


def _in_time(ask: Ask) -> Any:
    return _due(ask).in_time()


def _not_in_time(ask: Ask) -> list[tuple[Any, Any]]:
    due = _due(ask)
    late = due.filter(delivered_on__gt=F("due_on"))
    return [(_("delivered late"), late), (_("not delivered"), due.filter(delivered_on=None))]


DUE = Counted(
    code="reports.due",
    label=_("Reports to residents that are due"),
    definition=_(
        "Reports of officers on a half-year of a primary assignment, by the day until which they"
        " are to be delivered: 31 days after the half-year ends."
    ),
    unit=pgettext_lazy("unit", "reports"),
    rows=_due,
    **OF_REPORTS,
)
IN_TIME = Counted(
    code="reports.in_time",
    label=_("Reports to residents delivered in time"),
    definition=_(
        "Of the reports that are due, those delivered to the residents by the day they were due."
    ),
    unit=pgettext_lazy("unit", "reports"),
    rows=_in_time,
    reasons=_not_in_time,
    **OF_REPORTS,
    better="more",
)


DELIVERED = RateOfDue(
    code="reports.delivered",
    label=_("Share of reports to residents delivered in time"),
    definition=_(
        "Reports delivered to the residents by the day they were due, as a share of the reports"
        " that are due in the period."
    ),
    unit="%",
    permission=VIEW,
    dimensions=tuple(PATHS),
    part=IN_TIME,
    whole=DUE,
    better="more",
)
