"""What happened, who went there, and the tallies every figure is read from."""

from incidents.models.incident import (
    Channel,
    Incident,
    IncidentQuerySet,
    IncidentStatus,
    IncidentText,
    Transition,
)
from incidents.models.response import Response, ResponseRole
from incidents.models.tallies import CommunityMonthTally, DayTally, MonthTally
from incidents.models.taxonomy import Category, CategoryGroup

__all__ = [
    "Category",
    "CategoryGroup",
    "Channel",
    "CommunityMonthTally",
    "DayTally",
    "Incident",
    "IncidentQuerySet",
    "IncidentStatus",
    "IncidentText",
    "MonthTally",
    "Response",
    "ResponseRole",
    "Transition",
]
