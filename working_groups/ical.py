"""Meetings as an iCalendar (RFC 5545): when, of which group, where, how and at which address.

Never who: minutes, attendance and reasons stay in the portal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone

from working_groups.meetings import day_of
from working_groups.models import Meeting, MeetingStatus

TYPE = "text/calendar"
KYIV = "Europe/Kyiv"
OFTEN = timedelta(hours=1)  # how often a program is asked to look again
SECONDS = 300  # for which a program may keep an answer to itself


def calendar_of_meetings(
    name: str, meetings: Iterable[Meeting], address: Callable[[str], str]
) -> bytes:
    """Return a calendar; `address` makes the path of a page an address to follow."""
    calendar = Calendar()
    calendar.add("prodid", "-//Public safety portal//Working groups//UK")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("refresh-interval", OFTEN, parameters={"value": "DURATION"})
    calendar.add_component(Timezone.from_tzid(KYIV))
    for each in meetings:
        calendar.add_component(_event(each, address))
    octets: bytes = calendar.to_ical()
    return octets


def _event(meeting: Meeting, address: Callable[[str], str]) -> Event:
    event = Event()
    event.add("uid", f"meeting-{meeting.pk}@working-groups.safety-portal")
    event.add("dtstamp", meeting.updated_at)
    event.add("last-modified", meeting.updated_at)
    event.add("sequence", meeting.version)
    event.add("dtstart", _when(meeting))
    event.add("summary", _title(meeting))
    event.add("description", str(meeting.get_mode_display()))
    if meeting.place:
        event.add("location", meeting.place)
    event.add("url", address(meeting.get_absolute_url()))
    gone = meeting.status == MeetingStatus.CANCELLED
    event.add("status", "CANCELLED" if gone else "CONFIRMED")
    return event


def _when(meeting: Meeting) -> Any:
    """Return the moment that was planned; a meeting held on another day has only that day."""
    planned = timezone.localtime(meeting.planned_for)
    return planned if planned.date() == day_of(meeting) else meeting.held_on


def _title(meeting: Meeting) -> str:
    words = {"meeting": meeting, "place": meeting.group.community.title}
    return _("%(meeting)s of the working group, %(place)s") % words


def answer(request: HttpRequest, octets: bytes) -> HttpResponse:
    """Return a calendar to one reader, or 304 to whoever has it as it is."""
    tag = f'"{hashlib.sha256(octets).hexdigest()[:32]}"'
    headers = {"ETag": tag, "Cache-Control": f"private, max-age={SECONDS}"}
    if tag in request.headers.get("If-None-Match", ""):
        return HttpResponse(status=304, headers=headers)
    headers["Content-Disposition"] = 'attachment; filename="meetings.ics"'
    return HttpResponse(octets, content_type=f"{TYPE}; charset=utf-8", headers=headers)
