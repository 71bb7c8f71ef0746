"""Measures of the work of officers that is not an incident.

They are read from the rows, by indexes that hold all they need: no tally stands between
(docs/decisions/0036).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Count, F, Sum
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.asks import Ask, Key, Value
from indicators.base import Happening, placed
from officers.models import Activity
from officers.models.activity import VIEW

PATHS = {
    "month": TruncMonth("held_on"),
    "oblast": F("community__oblast__code"),
    "raion": F("community__raion__code"),
    "community": F("community__code"),
    "kind": F("kind"),
    "counterparty": F("counterparty"),
    "service": F("service"),
}
SUMS = {"held": Count("pk"), "attended": Sum("attended"), "engaged": Sum("engaged")}


def _of(ask: Ask) -> Any:
    """Return the activities that meet every filter, counted or not."""
    rows = Activity.objects.inside(ask.reach).filter(
        held_on__gte=ask.period.start, held_on__lt=ask.period.end, service__in=ask.services
    )
    return ask.kept(rows, "community")


def _sums(ask: Ask, by: tuple[str, ...]) -> dict[Key, dict[str, int | None]]:
    """Return the three sums for each combination of the dimensions; all measures read them once."""
    return ask.once(("activities", by), lambda: _read(ask, by))  # type: ignore[no-any-return]


def _read(ask: Ask, by: tuple[str, ...]) -> dict[Key, dict[str, int | None]]:
    rows = _of(ask).counted().order_by()
    if not by:
        return {(): rows.aggregate(**SUMS)}
    keys = {f"by_{name}": placed(ask, name, PATHS[name], "community") for name in by}
    found = rows.values(**keys).annotate(**{f"sum_{name}": each for name, each in SUMS.items()})
    return {
        tuple(row[key] for key in keys): {name: row[f"sum_{name}"] for name in SUMS}
        for row in found
    }


@dataclass(frozen=True, kw_only=True)
class Work(Happening):
    """A sum over activities, dated by the day they were held on."""

    column: str
    permission: str = VIEW
    dimensions: tuple[str, ...] = tuple(PATHS)
    adds_up: tuple[str, ...] = ("territory", "time", "service", "kind")
    clock: ClassVar[str] = "held"

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        return {key: self._value(sums) for key, sums in _sums(ask, by).items()}

    def _value(self, sums: dict[str, int | None]) -> Value:
        """Return the sum; where all that was held says nothing of people, it is unknown."""
        return sums[self.column] if sums["held"] else 0

    def records(self, ask: Ask) -> Any:
        return self._known(_of(ask).counted())

    def left_out(self, ask: Ask) -> list[tuple[Any, Any]]:
        rows = _of(ask)
        found: list[tuple[Any, Any]] = [(_("annulled"), self._known(rows.exclude(voided_at=None)))]
        if self.column != "held":
            unknown = rows.counted().filter(**{f"{self.column}__isnull": True})
            found.append((_("number of people unknown"), unknown))
        return found

    def _known(self, rows: Any) -> Any:
        """Keep the activities that say the number; all do that are only counted."""
        return rows if self.column == "held" else rows.exclude(**{self.column: None})


HELD = Work(
    code="activities.held",
    label=_("Activities"),
    definition=_(
        "Lessons, meetings, checks, consultations, patrols and other work of officers that is no"
        " incident, without annulled ones."
    ),
    unit=pgettext_lazy("unit", "activities"),
    column="held",
    better="more",
)
ATTENDED = Work(
    code="activities.attended",
    label=_("People at activities"),
    definition=_(
        "Attendances of activities: whoever came twice is counted twice. Activities that do not"
        " say how many came add nothing."
    ),
    unit=pgettext_lazy("unit", "attendances"),
    column="attended",
    better="more",
)
ENGAGED = Work(
    code="activities.engaged",
    label=_("People who took part"),
    definition=_("Of the people at activities, those who took part themselves."),
    unit=pgettext_lazy("unit", "attendances"),
    column="engaged",
    better="more",
)
