"""Meetings: planned, held or cancelled; who came; minutes that are sealed when they are approved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import scope_of
from communities.services import store_record
from core import clock
from core.exceptions import RuleBroken, refuse_stale
from working_groups.models import (
    AgendaItem,
    Annex,
    Attendance,
    Meeting,
    MeetingStatus,
    Membership,
    MinutesState,
    Person,
    Presence,
    WorkingGroup,
)
from working_groups.models.people import human
from working_groups.people import refuse_merged

VIEW, ADD, CHANGE = (f"working_groups.{each}_meeting" for each in ("view", "add", "change"))
Said = dict[str, Any]


@transaction.atomic
def plan(*, said: Said, by: User, at: datetime) -> Meeting:
    """Store a meeting of a group; one that was held already gets its number at once.

    Where a meeting of the past says no time, it was planned for the day it was held on.
    """
    group = _held_still(said["group"])
    if not scope_of(by, ADD).either.covers(group.community):
        text = _("You plan no meetings of this group.")
        raise RuleBroken(text, code="out_of_reach", field="group")
    if not said.get("planned_for"):
        day = datetime.combine(said["held_on"], time())
        said = {**said, "planned_for": timezone.make_aware(day)}
    meeting = Meeting(recorded_by=by, created_at=at)
    stored: Meeting = store_record(meeting, _numbered(meeting, {**said, "group": group}), at)
    return stored


@transaction.atomic
def change(*, meeting: Meeting, said: Said, at: datetime, version: int | None) -> Meeting:
    """Change a meeting: hold it, cancel it, write its minutes, move them on.

    RuleBroken where the minutes are approved, or may not be yet.
    """
    group = _held_still(meeting.group)
    held = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    refuse_stale(held, version)
    refuse_sealed(held)
    held.group = group
    said = _numbered(held, said)
    _refuse_step(held, said)
    held.version += 1
    stored: Meeting = store_record(held, said, at)
    if stored.minutes_state != MinutesState.DRAFT:
        stored.waiting_names.all().delete()
    return stored


def refuse_sealed(meeting: Meeting) -> None:
    """Refuse what would change minutes that are approved."""
    if meeting.is_sealed:
        text = _("The minutes of this meeting are approved. A correction is an annex.")
        raise RuleBroken(text, code="sealed")


def _held_still(group: WorkingGroup) -> WorkingGroup:
    """Let nobody else number a meeting of the group meanwhile."""
    rows = WorkingGroup.objects.select_for_update(of=("self",)).select_related("community")
    return rows.get(pk=group.pk)


def _numbered(meeting: Meeting, said: Said) -> Said:
    """Return what is said with the next number of the group where the meeting is held now."""
    becomes = said.get("status", meeting.status)
    if becomes == MeetingStatus.HELD and meeting.number is None:
        group = said.get("group") or meeting.group
        last = group.meetings.aggregate(last=Max("number"))["last"] or 0
        return {**said, "number": last + 1}
    return said


def _refuse_step(meeting: Meeting, said: Said) -> None:
    """Refuse a state that a meeting or its minutes cannot take."""
    status = said.get("status", meeting.status)
    if meeting.status == MeetingStatus.HELD and status != MeetingStatus.HELD:
        text = _("A meeting that was held stays held.")
        raise RuleBroken(text, code="no_such_step", field="status")
    minutes = said.get("minutes_state", meeting.minutes_state)
    if minutes == meeting.minutes_state:
        return
    if status != MeetingStatus.HELD:
        text = _("Only a meeting that was held has minutes.")
        raise RuleBroken(text, code="no_such_step", field="minutes_state")
    if minutes == MinutesState.APPROVED:
        _refuse_approval(meeting)
        said.setdefault("approved_on", clock.today())


def _refuse_approval(meeting: Meeting) -> None:
    if meeting.minutes_state != MinutesState.CIRCULATED:
        text = _("Minutes are sent round before they are approved.")
        raise RuleBroken(text, code="no_such_step", field="minutes_state")
    if not meeting.attendances.took_part().exists():
        text = _("Say who was there before the minutes are approved.")
        raise RuleBroken(text, code="no_attendance", field="minutes_state")


@transaction.atomic
def attend(
    *,
    meeting: Meeting,
    states: Mapping[Person, str],
    by: User,
    at: datetime,
    seen: Mapping[Person, str] | None = None,
) -> None:
    """Write down the presence of several people; who is no member comes as a guest.

    A person said twice is at the meeting once: the later word counts. ChangedMeanwhile where
    what `seen` says of a person (empty: nothing) is no longer what stands there.
    """
    refuse_sealed(Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk))
    known = _known(meeting)
    members = member_keys(meeting)
    for person, state in states.items():
        guest = person.human not in members
        fresh = Attendance(meeting=meeting, person=person, recorded_by=by, created_at=at)
        rows = known.get(person.human, [fresh])
        if seen is not None and person in seen:
            _refuse_changed(person, known.get(person.human, []), {state, seen[person]})
        for row in rows:
            if row.pk is None or (row.state, row.guest) != (state, guest):
                row.version += row.pk is not None
                store_record(row, {"state": state, "guest": guest}, at)


class ChangedMeanwhile(RuleBroken):
    """Somebody else wrote down another presence of a person than the one that was seen."""

    def __init__(self, person: Person, now: Attendance) -> None:
        self.person, self.now = person, now.state
        text = _("%(person)s: meanwhile somebody wrote down “%(state)s”.")
        told = {"person": person, "state": now.get_state_display()}
        super().__init__(text % told, code="changed_meanwhile")


def _refuse_changed(person: Person, rows: list[Attendance], expected: set[str]) -> None:
    """Refuse a word on a presence that became a third one since it was seen."""
    if rows:
        now = min(rows, key=lambda each: strength(each.state))
        if now.state not in expected:
            raise ChangedMeanwhile(person, now)


def strength(state: str) -> int:
    """Return the place of a presence among all: of several, the first one counts."""
    return list(Presence.values).index(state)


def _known(meeting: Meeting) -> dict[int, list[Attendance]]:
    """Return what is known of each human: one row, or one for each of the records merged."""
    found: dict[int, list[Attendance]] = {}
    for each in meeting.attendances.select_related("person"):
        found.setdefault(each.person.human, []).append(each)
    return found


@transaction.atomic
def write_attendance(*, said: Said, by: User, at: datetime) -> Attendance:
    """Write down the presence of one person; RuleBroken where a stranger is said to be no guest."""
    meeting: Meeting = said["meeting"]
    refuse_merged(said["person"])
    refuse_sealed(Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk))
    if said["person"].human in _known(meeting):
        text = _("The presence of this person is written down.")
        raise RuleBroken(text, code="contradiction", field="person")
    _refuse_stranger(meeting, said["person"], guest=bool(said.get("guest")))
    row = Attendance(recorded_by=by, created_at=at)
    stored: Attendance = store_record(row, said, at)
    return stored


@transaction.atomic
def change_attendance(
    *, attendance: Attendance, said: Said, at: datetime, version: int | None
) -> Attendance:
    """Change the presence of one person at a meeting."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=attendance.meeting_id)
    refuse_sealed(meeting)
    held = Attendance.objects.select_for_update(of=("self",)).get(pk=attendance.pk)
    refuse_stale(held, version)
    _refuse_stranger(meeting, held.person, guest=bool(said.get("guest", held.guest)))
    held.version += 1
    stored: Attendance = store_record(held, said, at)
    return stored


def _refuse_stranger(meeting: Meeting, person: Person, *, guest: bool) -> None:
    if not guest and person.human not in member_keys(meeting):
        text = _("This person is no member: write a guest down, or a new member first.")
        raise RuleBroken(text, code="not_a_member", field="person")


def member_keys(meeting: Meeting) -> set[int]:
    """Return the keys of the humans who are members on the day of a meeting."""
    rows = Membership.objects.on(day_of(meeting)).filter(group=meeting.group_id)
    return set(rows.values_list(human("person"), flat=True))


def day_of(meeting: Meeting) -> date:
    """Return the day a meeting is or was on."""
    return meeting.held_on or timezone.localdate(meeting.planned_for)


@transaction.atomic
def put_on_agenda(*, said: Said, by: User, at: datetime) -> AgendaItem:
    """Put a thing on the agenda; without a place it comes last."""
    refuse_merged(said.get("presenter"), field="presenter")
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=said["meeting"].pk)
    refuse_sealed(meeting)
    if not said.get("order"):
        last = meeting.agenda.aggregate(last=Max("order"))["last"] or 0
        said = {**said, "order": last + 1}
    stored: AgendaItem = store_record(AgendaItem(recorded_by=by, created_at=at), said, at)
    return stored


@transaction.atomic
def change_item(*, item: AgendaItem, said: Said, at: datetime, version: int | None) -> AgendaItem:
    """Change a thing on the agenda, or write down what was said about it."""
    refuse_sealed(Meeting.objects.select_for_update(of=("self",)).get(pk=item.meeting_id))
    held = AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk)
    refuse_stale(held, version)
    if said.get("presenter") != held.presenter:
        refuse_merged(said.get("presenter"), field="presenter")
    held.version += 1
    stored: AgendaItem = store_record(held, said, at)
    return stored


def correct(*, meeting: Meeting, text: str, by: User, at: datetime) -> Annex:
    """Correct approved minutes by an annex; RuleBroken while they can still be changed."""
    if not meeting.is_sealed:
        words = _("These minutes are not approved yet: change them.")
        raise RuleBroken(words, code="not_sealed")
    return Annex.objects.create(meeting=meeting, text=text, by=by, at=at)
