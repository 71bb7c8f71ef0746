"""The tables of working groups."""

from working_groups.models.apart import ToldApart
from working_groups.models.calendars import CalendarReach, MeetingCalendar
from working_groups.models.checkins import CheckIn, WaitingName
from working_groups.models.decisions import ActionPoint, ActionState, Decision
from working_groups.models.funding import Currency, Funding, FundingKind, Grant, GrantPartner
from working_groups.models.groups import MemberRole, Membership, Sector, WorkingGroup
from working_groups.models.handouts import Handout, HandoutItem, Unit
from working_groups.models.initiatives import (
    Initiative,
    InitiativeCategory,
    InitiativeCommunity,
    InitiativeStage,
    Stage,
)
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
from working_groups.models.problems import Problem, ProblemState, Urgency
from working_groups.models.products import KnowledgeProduct, ProductKind
from working_groups.models.proposals import Proposal, ProposalContact, ProposalKind, ProposalState
from working_groups.models.reminders import ActionReminder, Moment
from working_groups.models.themes import THEME_LENGTH, Theme
from working_groups.models.trainings import Training, TrainingAttendance, TrainingKind

__all__ = [
    "THEME_LENGTH",
    "ActionPoint",
    "ActionReminder",
    "ActionState",
    "AgendaItem",
    "Annex",
    "Attendance",
    "CalendarReach",
    "CheckIn",
    "Currency",
    "Decision",
    "Funding",
    "FundingKind",
    "Grant",
    "GrantPartner",
    "Handout",
    "HandoutItem",
    "Initiative",
    "InitiativeCategory",
    "InitiativeCommunity",
    "InitiativeStage",
    "KnowledgeProduct",
    "Meeting",
    "MeetingCalendar",
    "MeetingMode",
    "MeetingStatus",
    "MemberRole",
    "Membership",
    "MinutesState",
    "Moment",
    "Need",
    "Person",
    "PersonContact",
    "Position",
    "Presence",
    "Priority",
    "Problem",
    "ProblemState",
    "ProductKind",
    "Proposal",
    "ProposalContact",
    "ProposalKind",
    "ProposalState",
    "Sector",
    "Stage",
    "Theme",
    "ToldApart",
    "Training",
    "TrainingAttendance",
    "TrainingKind",
    "Unit",
    "Urgency",
    "WaitingName",
    "WorkingGroup",
]
