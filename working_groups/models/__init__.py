"""The tables of working groups."""

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
from working_groups.models.priorities import Need, Priority
from working_groups.models.products import KnowledgeProduct, ProductKind
from working_groups.models.proposals import (
    Proposal,
    ProposalContact,
    ProposalKind,
    ProposalState,
)
from working_groups.models.themes import THEME_LENGTH, Theme
from working_groups.models.trainings import Training, TrainingAttendance, TrainingKind

__all__ = [
    "THEME_LENGTH",
    "AgendaItem",
    "Annex",
    "Attendance",
    "KnowledgeProduct",
    "Meeting",
    "MeetingMode",
    "MeetingStatus",
    "MemberRole",
    "Membership",
    "MinutesState",
    "Need",
    "Person",
    "PersonContact",
    "Position",
    "Presence",
    "Priority",
    "ProductKind",
    "Proposal",
    "ProposalContact",
    "ProposalKind",
    "ProposalState",
    "Sector",
    "Theme",
    "Training",
    "TrainingAttendance",
    "TrainingKind",
    "WorkingGroup",
]
