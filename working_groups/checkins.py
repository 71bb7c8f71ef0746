"""Self check-in at a sitting: the code, what a name that is typed does, and names that wait.

Whoever types a name is told the same whatever it does: the code says nothing of who is a member.
"""

from __future__ import annotations

import re
from datetime import datetime

import segno
from django.conf import settings
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from accounts.models import User
from communities.services import store_record
from core import clock
from core.exceptions import RuleBroken
from working_groups.meetings import attend, day_of, refuse_sealed
from working_groups.models import (
    Attendance,
    CheckIn,
    Meeting,
    MeetingStatus,
    Membership,
    MinutesState,
    Person,
    Presence,
    WaitingName,
)
from working_groups.models.meetings import TOOK_PART

LETTERS = 32  # of the signature in a code: 128 bits
CODE = re.compile(rf"(\d{{1,9}})-([0-9a-f]{{{LETTERS}}})", re.ASCII)


@transaction.atomic
def open_check_in(*, meeting: Meeting, by: User, at: datetime) -> CheckIn:
    """Let a new code open on the day of a sitting; the one before opens no more."""
    held = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    refuse_sealed(held)
    if held.status == MeetingStatus.CANCELLED:
        raise RuleBroken(_("This meeting is cancelled."), code="cancelled")
    code = CheckIn.objects.filter(meeting=held).first() or CheckIn(meeting=held, serial=0)
    code.serial += 1
    code.opened_by, code.opened_at, code.revoked_at = by, at, None
    code.save()
    return code


def close_check_in(*, meeting: Meeting, at: datetime) -> None:
    """Let the code of a sitting open no more."""
    CheckIn.objects.filter(meeting=meeting, revoked_at=None).update(revoked_at=at)


def code_of(check_in: CheckIn) -> str:
    """Return what stands in the address: made from the key of the portal, kept nowhere."""
    return f"{check_in.meeting_id}-{_signature(check_in)}"


def _signature(check_in: CheckIn) -> str:
    said = f"{check_in.meeting_id}.{check_in.serial}"
    return salted_hmac("working_groups.check-in", said, algorithm="sha256").hexdigest()[:LETTERS]


def opened_by_code(code: str) -> CheckIn | None:
    """Return the check-in that a code opens now: on the day of the sitting, while minutes are a draft."""
    read = CODE.fullmatch(code)
    rows = CheckIn.objects.select_related("meeting__group__community", "opened_by")
    found = rows.filter(meeting=int(read[1]), revoked_at=None).first() if read else None
    if read is None or found is None or not constant_time_compare(_signature(found), read[2]):
        return None
    return found if opens(found.meeting) else None


def opens(meeting: Meeting) -> bool:
    """Say whether a code of a sitting may open now."""
    draft = meeting.minutes_state == MinutesState.DRAFT
    gone = meeting.status == MeetingStatus.CANCELLED
    return draft and not gone and day_of(meeting) == clock.today()


def drawn(address: str) -> SafeString:
    """Return an address as a QR code, an SVG drawn here; white around it in every theme."""
    code = segno.make(address, error="m", micro=False)
    picture = code.svg_inline(
        dark="#000",
        light="#fff",
        svgclass="qr-sheet",
        lineclass=None,
        title=_("QR code"),
        omitsize=True,
    )
    return mark_safe(picture)  # noqa: S308 - numbers of ours, and a title without markup


@transaction.atomic
def say_name(*, check_in: CheckIn, last_name: str, first_name: str, at: datetime) -> None:
    """Mark the one member who is called so as present; any other name waits for the secretary."""
    meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=check_in.meeting_id)
    if not opens(meeting):
        return
    wanted = _letters(last_name), _letters(first_name)
    called = [each for each in _members(meeting) if _names(each) == wanted]
    if len(called) == 1:
        _mark_present(meeting, called[0], check_in.opened_by, at)
    else:
        _let_wait(meeting, last_name, first_name, at)


def _members(meeting: Meeting) -> list[Person]:
    """Return the humans who are members on the day, each with the names of the record that stays."""
    rows = Membership.objects.of_humans(day_of(meeting)).filter(group=meeting.group_id)
    joined = rows.select_related("person__contact", "person__merged_into__contact")
    return [each.person.whole for each in joined]


def _names(person: Person) -> tuple[str, str]:
    return _letters(person.contact.last_name), _letters(person.contact.first_name)


def _letters(name: str) -> str:
    """Return a name as people type it in many ways: letters alone, small."""
    return "".join(each for each in name.casefold() if each.isalpha())


def _mark_present(meeting: Meeting, person: Person, by: User, at: datetime) -> None:
    """Write a presence down unless one is; what was said of somebody who came stays."""
    records = Person.objects.same_as(person).values("pk")
    known = list(meeting.attendances.filter(person__in=records))
    if any(each.state in TOOK_PART for each in known):
        return
    row = (
        known[0]
        if known
        else Attendance(meeting=meeting, person=person, recorded_by=by, created_at=at)
    )
    row.version += row.pk is not None
    store_record(row, {"state": Presence.PRESENT, "guest": False}, at)


def _let_wait(meeting: Meeting, last_name: str, first_name: str, at: datetime) -> None:
    waiting = meeting.waiting_names
    same = waiting.filter(last_name__iexact=last_name, first_name__iexact=first_name)
    if not same.exists() and waiting.count() < settings.LIMITS["waiting_names"]:
        waiting.create(last_name=last_name, first_name=first_name, at=at)


@transaction.atomic
def take_guest(*, name: WaitingName, person: Person, by: User, at: datetime) -> None:
    """Write down that a name that waits is a person who is there; it waits no more."""
    attend(meeting=name.meeting, states={person: Presence.PRESENT}, by=by, at=at)
    name.delete()
