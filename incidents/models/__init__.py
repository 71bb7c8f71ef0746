"""What happened, who went there, and the tallies every figure is read from."""

from incidents.models.incident import (
    Channel,
    Incident,
    IncidentQuerySet,
    IncidentStatus,
    IncidentText,
    Transition,
)
from incidents.models.note import Note
from incidents.models.response import Response, ResponseRole
from incidents.models.tallies import CommunityMonthTally, DayTally, MonthTally
from incidents.models.taxonomy import Category, CategoryGroup
from incidents.models.wall import (
    KEEP_SENSITIVE,
    PROTECTED,
    READ_SENSITIVE,
    behind_the_wall,
    is_behind_the_wall,
)
from incidents.models.words import IncidentWords

__all__ = [
    "KEEP_SENSITIVE",
    "PROTECTED",
    "READ_SENSITIVE",
    "Category",
    "CategoryGroup",
    "Channel",
    "CommunityMonthTally",
    "DayTally",
    "Incident",
    "IncidentQuerySet",
    "IncidentStatus",
    "IncidentText",
    "IncidentWords",
    "MonthTally",
    "Note",
    "Response",
    "ResponseRole",
    "Transition",
    "behind_the_wall",
    "is_behind_the_wall",
]
