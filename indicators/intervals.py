"""How many days lie between two meetings of a group, on average."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.asks import Ask
from indicators.base import Counted, RateOfHeld
from indicators.days import UNIT, Days, days_from
from indicators.groups import OF_GROUP, WHEN, meetings_of
from working_groups import meetings
from working_groups.models import Meeting

_EARLIER = Q(held_on__lt=OuterRef("held_on")) | Q(
    held_on=OuterRef("held_on"), pk__lt=OuterRef("pk")
)
_BEFORE = Meeting.objects.held().filter(_EARLIER, group=OuterRef("group"))
OF: dict[str, Any] = {
    "permission": meetings.VIEW,
    "paths": {
        **WHEN,
        **{level: F(f"{path}__code") for level, path in OF_GROUP.items()},
    },
    "home": "group__community",
}


def _later(ask: Ask) -> Any:
    """Return the meetings of the period that are not the first of their group, with the `days`."""
    before = Subquery(_BEFORE.order_by("-held_on", "-pk").values("held_on")[:1])
    rows = meetings_of(ask).annotate(before=before)
    return rows.filter(before__isnull=False).annotate(days=days_from("before", "held_on"))


@dataclass(frozen=True, kw_only=True)
class Between(Days):
    """Days since the meeting before, by the day of the later one."""

    clock: ClassVar[str] = "held"


@dataclass(frozen=True, kw_only=True)
class Later(Counted):
    """Meetings after the first one of their group."""

    clock: ClassVar[str] = "held"


BETWEEN = RateOfHeld(
    code="meetings.days_between",
    label=_("Days between meetings"),
    definition=_(
        "Days from the meeting before to each meeting of the period, on average. The first meeting"
        " of a group has none before it."
    ),
    unit=UNIT,
    permission=meetings.VIEW,
    part=Between(
        code="meetings.days_between.days",
        label=_("Days since the meeting before"),
        definition=_("Days from the meeting before to each meeting of the period, added up."),
        rows=_later,
        **OF,
    ),
    whole=Later(
        code="meetings.days_between.meetings",
        label=_("Meetings with one before"),
        definition=_("Meetings of the period that are not the first of their group."),
        unit=pgettext_lazy("unit", "meetings"),
        rows=_later,
        **OF,
    ),
    per=1,
)
