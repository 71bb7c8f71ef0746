"""The meetings of the Kherson working groups, as the founding texts count them.

Of the six: four each by 30.04.2024, nine each by 31.10.2025, about 730 participations of 140
different people (S2, S4). Whom a text does not name comes by turns; what was said is invented.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from accounts.models import User
from core import clock
from safety_portal.demo.accounts import SIX
from safety_portal.demo.days import KYIV
from safety_portal.demo.lists import shares_of
from safety_portal.demo.needs import Needs
from safety_portal.demo.working_groups import SEVENTH
from working_groups import meetings
from working_groups.models import (
    Meeting,
    MeetingMode,
    MeetingStatus,
    MinutesState,
    Person,
    Presence,
    WorkingGroup,
)
from working_groups.models.meetings import members_on

ROUNDS = (  # the days on which the first of the six met for the first, second, … time, and how
    (date(2023, 9, 12), MeetingMode.IN_PERSON),
    (date(2023, 10, 10), MeetingMode.ONLINE),  # all second meetings were online
    (date(2023, 12, 5), MeetingMode.MIXED),
    (date(2024, 4, 9), MeetingMode.MIXED),
    (date(2024, 5, 21), MeetingMode.MIXED),
    (date(2024, 9, 10), MeetingMode.MIXED),
    (date(2024, 12, 3), MeetingMode.ONLINE),
    (date(2025, 6, 10), MeetingMode.MIXED),
    (date(2025, 9, 16), MeetingMode.MIXED),
)
OF_SEVENTH = ROUNDS[7:]
PARTICIPATIONS = 730
GROWTH = 0.12  # from round to round (S4-05)
WEEK = 7
UNNAMED = 1  # guest without a name at every second meeting
AGENDA = (
    (
        "Стан безпеки в громаді",
        "Доповіли офіцери громади; запитання учасників занесено до протоколу.",
    ),
    ("Проблеми безпеки, порушені мешканцями", "Обговорено звернення та визначено першочергові."),
    ("Перебіг міні-ініціатив", "Заслухано, що зроблено від попереднього засідання."),
)


def sit(*, by: User) -> int:
    """Hold the meetings of all groups, and plan the next ones; return how many there are."""
    groups = {e.community.code: e for e in WorkingGroup.objects.select_related("community")}
    sizes = _sizes()
    for place, code in enumerate(SIX):
        sitting = Sitting(groups[code], place, by)
        for turn, (day, mode) in enumerate(ROUNDS):
            apart = WEEK if turn == len(ROUNDS) - 1 else 1  # the last round ends in October
            size = sizes[turn * len(SIX) + place]
            sitting.hold(day + timedelta(days=apart * place), mode, size)
        sitting.plan_next()
    seventh = Sitting(groups[SEVENTH], len(SIX), by)
    for day, mode in OF_SEVENTH:
        seventh.hold(day + timedelta(days=len(SIX)), mode, 9)
    return Meeting.objects.count()


def _sizes() -> list[int]:
    """Return how many people came to each meeting of the six, with names: more in each round."""
    turns = [turn for turn in range(len(ROUNDS)) for _place in SIX]
    named = PARTICIPATIONS - sum(_unnamed(turn) for turn in turns)
    return shares_of(named, [1.0 + GROWTH * turn for turn in turns])


def _unnamed(turn: int) -> int:
    return UNNAMED if turn % 2 else 0


class Sitting:
    """The meetings of one group, held one after another by one account."""

    def __init__(self, group: WorkingGroup, place: int, by: User) -> None:
        self.group, self.place, self.by, self.turn = group, place, by, 0
        self.needs = Needs(by)
        self.came = 0  # participations so far: members come by turns, so that each of them comes

    def hold(self, day: date, mode: str, size: int) -> None:
        """Hold the next meeting with so many people, and approve its minutes."""
        at = datetime.combine(day, time(10), tzinfo=KYIV)
        meeting = self._plan(at, mode)
        said: dict[str, Any] = {
            "status": MeetingStatus.HELD,
            "held_on": day,
            "guests_without_name": _unnamed(self.turn),
            "minutes": "Засідання проведено за порядком денним. Текст вигадано для демонстрації.",
        }
        meeting = self._change(meeting, said)
        items = [
            meetings.put_on_agenda(
                said={"meeting": meeting, "title": title, "discussion": discussion},
                by=self.by,
                at=at,
            )
            for title, discussion in AGENDA
        ]
        owner = members_on(self.group, day)[self.turn].person
        self.needs.raise_at(items[1], self.turn, owner, day, at)
        meetings.attend(meeting=meeting, states=self._states(day, mode, size), by=self.by, at=at)
        self.turn += 1
        meeting = self._change(meeting, {"minutes_state": MinutesState.CIRCULATED})
        approved = {"minutes_state": MinutesState.APPROVED, "approved_on": day + timedelta(days=14)}
        self._change(meeting, approved)

    def plan_next(self) -> None:
        """Plan the meeting that comes next, and of the first group cancel one before it."""
        today = clock.today()
        if self.place == 0:
            missed = datetime.combine(date(2025, 3, 4), time(10), tzinfo=KYIV)
            gone = self._plan(missed, MeetingMode.MIXED)
            why = {"status": MeetingStatus.CANCELLED, "cancel_reason": "Обстріл громади"}
            self._change(gone, why)
        soon = datetime.combine(today + timedelta(days=9 + self.place), time(10), tzinfo=KYIV)
        self._plan(soon, MeetingMode.MIXED)

    def _plan(self, at: datetime, mode: str) -> Meeting:
        place = "" if mode == MeetingMode.ONLINE else "Укриття ліцею"
        said = {"group": self.group, "planned_for": at, "mode": mode, "place": place}
        return meetings.plan(said=said, by=self.by, at=clock.now())

    def _change(self, meeting: Meeting, said: dict[str, Any]) -> Meeting:
        at, version = clock.now(), meeting.version
        return meetings.change(meeting=meeting, said=said, at=at, version=version)

    def _states(self, day: date, mode: str, size: int) -> dict[Person, str]:
        """Return who came this time: the next members in turn; the others were excused."""
        members = [each.person for each in members_on(self.group, day)]
        turns = [members[(self.came + n) % len(members)] for n in range(size)]
        self.came += size
        there = Presence.ONLINE if mode == MeetingMode.ONLINE else Presence.PRESENT
        return dict.fromkeys(members, Presence.EXCUSED) | dict.fromkeys(turns, there)
