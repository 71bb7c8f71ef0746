"""The tables of working groups."""

from working_groups.models.calendars import CalendarReach, MeetingCalendar
from working_groups.models.checkins import CheckIn, WaitingName
from working_groups.models.groups import MemberRole, Membership, Sector, WorkingGroup
from working_groups.models.meetings import (
    AgendaItem,
    Annex,
    Attendance,
    Meeting,
    MeetingMode,
    MeetingStatus,
    MinutesState,
    Presence,
)
from working_groups.models.people import Person, PersonContact
from working_groups.models.positions import Position

__all__ = [
    "AgendaItem",
    "Annex",
    "Attendance",
    "CalendarReach",
    "CheckIn",
    "Meeting",
    "MeetingCalendar",
    "MeetingMode",
    "MeetingStatus",
    "MemberRole",
    "Membership",
    "MinutesState",
    "Person",
    "PersonContact",
    "Position",
    "Presence",
    "Sector",
    "WaitingName",
    "WorkingGroup",
]
