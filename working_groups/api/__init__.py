"""Working groups for programs."""

from working_groups.api.calendars import GroupCalendar, PersonCalendar
from working_groups.api.groups import MembershipViewSet, WorkingGroupViewSet
from working_groups.api.meetings import AgendaItemViewSet, AttendanceViewSet, MeetingViewSet
from working_groups.api.people import PersonViewSet
from working_groups.api.positions import PositionViewSet

__all__ = [
    "AgendaItemViewSet",
    "AttendanceViewSet",
    "GroupCalendar",
    "MeetingViewSet",
    "MembershipViewSet",
    "PersonCalendar",
    "PersonViewSet",
    "PositionViewSet",
    "WorkingGroupViewSet",
]
