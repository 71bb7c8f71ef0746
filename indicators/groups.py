"""Measures of working groups: how many work, how often they meet, how many people come.

Participations add up; different people are counted anew at every level, period and filter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db.models import Count, F, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce, TruncMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.periods import Month, Period
from indicators.asks import Ask, Key, Value
from indicators.base import Distinct, Flow, Happening, Measure, RateOfHeld, Stock, placed
from working_groups import groups, meetings
from working_groups.models import Attendance, Meeting, Person, WorkingGroup
from working_groups.models.people import human

PLACES = {each: f"community__{each}" for each in ("oblast", "raion")} | {"community": "community"}
OF_GROUP = {level: f"group__{path}" for level, path in PLACES.items()}
OF_ATTENDANCE = {level: f"meeting__{path}" for level, path in OF_GROUP.items()}


def _codes(paths: dict[str, str]) -> dict[str, str]:
    return {level: f"{path}__code" for level, path in paths.items()}


def _groups(ask: Ask) -> Any:
    return WorkingGroup.objects.in_force(ask.day).filter(ask.reach.q(PLACES))


def meetings_of(ask: Ask) -> Any:
    """Return the meetings held in the period and the region."""
    rows = Meeting.objects.held().filter(ask.reach.q(OF_GROUP))
    rows = rows.filter(held_on__gte=ask.period.start, held_on__lt=ask.period.end)
    return ask.kept(rows, "group__community")


def _participants(ask: Ask) -> Any:
    """Return who took part in a meeting, in person or online; guests by name, too."""
    return Attendance.objects.took_part().filter(meeting__in=meetings_of(ask))


@dataclass(frozen=True, kw_only=True)
class OfMeetings(Happening):
    """A sum over the meetings held in the period."""

    column: str
    permission: str = meetings.VIEW
    dimensions: tuple[str, ...] = ("month", "oblast", "raion", "community")
    adds_up: tuple[str, ...] = ("territory", "time")
    clock: ClassVar[str] = "held"

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        found = ask.once(("meetings", by), lambda: _sums(ask, by))
        return {key: sums[self.column] for key, sums in found.items()}

    def records(self, ask: Ask) -> Any:
        return meetings_of(ask).annotate(came=_CAME)


_TOOK_PART = Attendance.objects.participations().filter(meeting=OuterRef("pk")).order_by()
_CAME = F("guests_without_name") + Coalesce(
    Subquery(_TOOK_PART.values("meeting").annotate(n=Count("pk")).values("n")), 0
)


Counts = dict[Key, dict[str, int]]
WHEN = {"month": TruncMonth("held_on")}
WHEN_OF = {"month": TruncMonth("meeting__held_on")}


def _sums(ask: Ask, by: tuple[str, ...]) -> Counts:
    """Return meetings and participations for each combination, by two reads."""
    rows = meetings_of(ask).order_by()
    came = Attendance.objects.participations().filter(meeting__in=rows).order_by()
    held = _counted(rows, _keys(ask, by, WHEN, ""), Sum("guests_without_name"))
    people = _counted(came, _keys(ask, by, WHEN_OF, "meeting__"), Count("pk"))
    return {
        key: {"held": number, "came": guests + people.get(key, (0, 0))[0]}
        for key, (number, guests) in held.items()
    }


def _keys(ask: Ask, by: tuple[str, ...], when: dict[str, Any], before: str) -> dict[str, Any]:
    """Return what rows are split by; `before` is the path to their meeting."""
    paths = when | {each: F(f"{before}{path}__code") for each, path in OF_GROUP.items()}
    home = f"{before}group__community"
    return {f"by_{each}": placed(ask, each, paths[each], home) for each in by}


def _counted(rows: Any, keys: dict[str, Any], besides: Any) -> dict[Key, tuple[int, int]]:
    """Return how many rows there are for each combination, and one sum of them besides."""
    sums = {"n": Count("pk"), "besides": besides}
    if not keys:
        found = rows.aggregate(**sums)
        return {(): (found["n"], found["besides"] or 0)}
    read = rows.values(**keys).annotate(**sums).values_list(*keys, *sums)
    return {tuple(key): (number, more or 0) for *key, number, more in read}


@dataclass(frozen=True, kw_only=True)
class DifferentPeople(Distinct):
    """Different humans among attendances: records that were merged are one."""

    def _read(self, ask: Ask, by: tuple[str, ...]) -> dict[Key, Value]:
        rows = self.rows(ask).order_by()
        if not by:
            return {(): rows.aggregate(n=Count(human("person"), distinct=True))["n"]}
        split = {f"by_{e}": placed(ask, e, F(self.paths[e]), self.home) for e in by}
        found = rows.values(**split).annotate(n=Count(human("person"), distinct=True))
        return {tuple(key): n for *key, n in found.values_list(*split, "n")}

    def records(self, ask: Ask) -> Any:
        humans = self.rows(ask).order_by().values(human=human("person"))
        return Person.objects.filter(pk__in=humans)


@dataclass(frozen=True, kw_only=True)
class Due(Measure):
    """The meetings that the intervals of groups ask for in a period."""

    permission: str = meetings.VIEW
    dimensions: tuple[str, ...] = ("oblast", "raion", "community")
    adds_up: tuple[str, ...] = ("territory", "time")
    kind: ClassVar[str] = "flow"
    kind_label: ClassVar[Any] = Flow.kind_label
    clock: ClassVar[str] = "held"

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        rows = self.records(ask).annotate(
            **{f"by_{e}": placed(ask, e, F(f"{PLACES[e]}__code"), "community") for e in by}
        )
        found: Counter[Key] = Counter()
        for group in rows:
            key = tuple(getattr(group, f"by_{each}") for each in by)
            found[key] += sum(1 for _day in due_days(group, ask.period))
        return dict(found) if by else {(): found.total()}

    def records(self, ask: Ask) -> Any:
        """Return the groups that worked somewhen in the period."""
        lasted = Q(ended_on=None) | Q(ended_on__gt=ask.period.start)
        rows = WorkingGroup.objects.filter(lasted, established_on__lt=ask.period.end)
        rows = rows.filter(ask.reach.q(PLACES))
        return ask.kept(rows, "community")


def due_days(group: WorkingGroup, period: Period) -> Iterator[date]:
    """Yield the days of a period by which a group should have met once more.

    They lie its interval apart, from the day it was established, and end with the group.
    """
    month = Month.of(group.established_on)
    while True:
        month = month.shift(group.interval_months)
        day = month.day(group.established_on.day)
        if day >= period.end or (group.ended_on and day >= group.ended_on):
            return
        if day >= period.start:
            yield day


ACTIVE = Stock(
    code="groups.active",
    label=_("Working groups"),
    definition=_("Working groups that work on the last day of the period."),
    unit=pgettext_lazy("unit", "groups"),
    permission=groups.VIEW,
    rows=_groups,
    paths=_codes(PLACES),
    home=PLACES["community"],
    better="more",
)
HELD = OfMeetings(
    code="meetings.held",
    label=_("Meetings of working groups"),
    definition=_("Meetings that were held in the period, without planned and cancelled ones."),
    unit=pgettext_lazy("unit", "meetings"),
    column="held",
    better="more",
)
DUE = Due(
    code="meetings.due",
    label=_("Meetings that were due"),
    definition=_(
        "Meetings that the interval of each working group asks for in the period, counted from the"
        " day it was established."
    ),
    unit=pgettext_lazy("unit", "meetings"),
)
CADENCE = RateOfHeld(
    code="meetings.cadence",
    label=_("Cadence of meetings"),
    definition=_("Meetings held in the period, as a share of those that were due."),
    unit="%",
    permission=meetings.VIEW,
    part=HELD,
    whole=DUE,
    better="more",
)
PARTICIPATIONS = OfMeetings(
    code="participations",
    label=_("Participations in meetings"),
    definition=_(
        "People in person or online at each meeting, and guests without a name: whoever came twice"
        " is counted twice."
    ),
    unit=pgettext_lazy("unit", "attendances"),
    column="came",
    better="more",
)
UNIQUE = DifferentPeople(
    code="participants.unique",
    label=_("Different participants"),
    definition=_(
        "Different people who took part in at least one meeting of the period, in person or online."
        " Guests without a name are none of them; records that were merged are one person."
    ),
    unit=pgettext_lazy("unit", "people"),
    permission=meetings.VIEW,
    rows=_participants,
    paths=_codes(OF_ATTENDANCE),
    better="more",
)
PER_MEETING = RateOfHeld(
    code="participants.per_meeting",
    label=_("Participants at a meeting"),
    definition=_("Participations in the meetings of the period, divided by the meetings held."),
    unit=pgettext_lazy("unit", "people"),
    permission=meetings.VIEW,
    part=PARTICIPATIONS,
    whole=HELD,
    per=1,
    better="more",
)
