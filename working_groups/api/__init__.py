"""Working groups for programs."""

from working_groups.api.groups import MembershipViewSet, WorkingGroupViewSet
from working_groups.api.handouts import HandoutViewSet
from working_groups.api.initiatives import InitiativeViewSet
from working_groups.api.meetings import AgendaItemViewSet, AttendanceViewSet, MeetingViewSet
from working_groups.api.money import FundingViewSet, GrantViewSet
from working_groups.api.ocds import OcdsViewSet
from working_groups.api.people import PersonViewSet
from working_groups.api.positions import PositionViewSet
from working_groups.api.problems import ActionPointViewSet, DecisionViewSet, ProblemViewSet

__all__ = [
    "ActionPointViewSet",
    "AgendaItemViewSet",
    "AttendanceViewSet",
    "DecisionViewSet",
    "FundingViewSet",
    "GrantViewSet",
    "HandoutViewSet",
    "InitiativeViewSet",
    "MeetingViewSet",
    "MembershipViewSet",
    "OcdsViewSet",
    "PersonViewSet",
    "PositionViewSet",
    "ProblemViewSet",
    "WorkingGroupViewSet",
]
