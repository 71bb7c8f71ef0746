"""Working groups for programs."""

from working_groups.api.calendars import GroupCalendar, PersonCalendar
from working_groups.api.groups import MembershipViewSet, WorkingGroupViewSet
from working_groups.api.handouts import HandoutViewSet
from working_groups.api.initiatives import InitiativeViewSet
from working_groups.api.meetings import AgendaItemViewSet, AttendanceViewSet, MeetingViewSet
from working_groups.api.money import FundingViewSet, GrantViewSet
from working_groups.api.ocds import OcdsViewSet
from working_groups.api.organisations import OrganisationViewSet
from working_groups.api.people import PersonViewSet
from working_groups.api.positions import PositionViewSet
from working_groups.api.priorities import PriorityViewSet
from working_groups.api.problems import ActionPointViewSet, DecisionViewSet, ProblemViewSet
from working_groups.api.products import KnowledgeProductViewSet
from working_groups.api.proposals import ProposalViewSet
from working_groups.api.trainings import TrainingAttendanceViewSet, TrainingViewSet

__all__ = [
    "ActionPointViewSet",
    "AgendaItemViewSet",
    "AttendanceViewSet",
    "DecisionViewSet",
    "FundingViewSet",
    "GrantViewSet",
    "GroupCalendar",
    "HandoutViewSet",
    "InitiativeViewSet",
    "KnowledgeProductViewSet",
    "MeetingViewSet",
    "MembershipViewSet",
    "OcdsViewSet",
    "OrganisationViewSet",
    "PersonCalendar",
    "PersonViewSet",
    "PositionViewSet",
    "PriorityViewSet",
    "ProblemViewSet",
    "ProposalViewSet",
    "TrainingAttendanceViewSet",
    "TrainingViewSet",
    "WorkingGroupViewSet",
]
