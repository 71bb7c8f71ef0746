"""Measures of the reports of officers to residents, by the day on which they are due."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Count, F
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.periods import Month, Period
from indicators.asks import Ask, Key, Value
from indicators.base import Flow, Measure, Rate, placed
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


def _due(ask: Ask) -> Any:
    """Return the reports of the services asked for that are due in the period."""
    return PublicReport.objects.inside(ask.reach).filter(
        due_on__gte=ask.period.start,
        due_on__lt=ask.period.end,
        assignment__officer__service__in=ask.services,
    )


@dataclass(frozen=True, kw_only=True)
class Reports(Measure):
    """Reports that are due in the period; those delivered in time, or all of them."""

    in_time: bool
    permission: str = VIEW
    dimensions: tuple[str, ...] = tuple(PATHS)
    adds_up: tuple[str, ...] = ("territory", "time", "service")
    kind: ClassVar[str] = "flow"
    kind_label: ClassVar[Any] = Flow.kind_label
    clock: ClassVar[str] = "due"

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        return ask.once((self.code, by), lambda: self._read(ask, by))  # type: ignore[no-any-return]

    def _read(self, ask: Ask, by: tuple[str, ...]) -> dict[Key, Value]:
        rows = self.records(ask).order_by()
        if not by:
            return {(): rows.count()}
        found = rows.values_list(*(placed(ask, name, PATHS[name], PLACE) for name in by))
        return {key[:-1]: key[-1] for key in found.annotate(n=Count("pk"))}

    def series(self, ask: Ask, months: Sequence[Month]) -> list[Value]:
        whole = ask.other(period=Period.of_months(months[0], months[-1]))
        found = self.split(whole, "month")
        return [found.get((month.first_day,), 0) for month in months]

    def records(self, ask: Ask) -> Any:
        return _due(ask).in_time() if self.in_time else _due(ask)

    def left_out(self, ask: Ask) -> list[tuple[Any, Any]]:
        if not self.in_time:
            return []
        due = _due(ask)
        late = due.filter(delivered_on__gt=F("due_on"))
        return [(_("delivered late"), late), (_("not delivered"), due.filter(delivered_on=None))]


DUE = Reports(
    code="reports.due",
    label=_("Reports to residents that are due"),
    definition=_(
        "Reports of officers on a half-year of a primary assignment, by the day until which they"
        " are to be delivered: 31 days after the half-year ends."
    ),
    unit=pgettext_lazy("unit", "reports"),
    in_time=False,
)
IN_TIME = Reports(
    code="reports.in_time",
    label=_("Reports to residents delivered in time"),
    definition=_(
        "Of the reports that are due, those delivered to the residents by the day they were due."
    ),
    unit=pgettext_lazy("unit", "reports"),
    in_time=True,
    better="more",
)


@dataclass(frozen=True, kw_only=True)
class RateOfDue(Rate):
    """A rate of what is due in the period."""

    clock: ClassVar[str] = "due"


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
