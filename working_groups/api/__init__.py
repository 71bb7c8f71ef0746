"""Working groups for programs."""

from working_groups.api.groups import MembershipViewSet, WorkingGroupViewSet
from working_groups.api.initiatives import InitiativeViewSet
from working_groups.api.meetings import AgendaItemViewSet, AttendanceViewSet, MeetingViewSet
from working_groups.api.money import FundingViewSet, GrantViewSet
from working_groups.api.ocds import OcdsViewSet
from working_groups.api.people import PersonViewSet
from working_groups.api.positions import PositionViewSet

__all__ = [
    "AgendaItemViewSet",
    "AttendanceViewSet",
    "FundingViewSet",
    "GrantViewSet",
    "InitiativeViewSet",
    "MeetingViewSet",
    "MembershipViewSet",
    "OcdsViewSet",
    "PersonViewSet",
    "PositionViewSet",
    "WorkingGroupViewSet",
]
