"""Working groups for programs."""

from working_groups.api.groups import MembershipViewSet, WorkingGroupViewSet
from working_groups.api.meetings import AgendaItemViewSet, AttendanceViewSet, MeetingViewSet
from working_groups.api.people import PersonViewSet
from working_groups.api.positions import PositionViewSet
from working_groups.api.priorities import PriorityViewSet
from working_groups.api.products import KnowledgeProductViewSet
from working_groups.api.proposals import ProposalViewSet
from working_groups.api.trainings import TrainingAttendanceViewSet, TrainingViewSet

__all__ = [
    "AgendaItemViewSet",
    "AttendanceViewSet",
    "KnowledgeProductViewSet",
    "MeetingViewSet",
    "MembershipViewSet",
    "PersonViewSet",
    "PositionViewSet",
    "PriorityViewSet",
    "ProposalViewSet",
    "TrainingAttendanceViewSet",
    "TrainingViewSet",
    "WorkingGroupViewSet",
]
