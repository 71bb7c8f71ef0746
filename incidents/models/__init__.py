"""What happened, who went there, and the tallies every figure is read from."""

from incidents.models.amendment import Amendment
from incidents.models.classifiers import Classifier, ClassifierCode
from incidents.models.details import (
    Details,
    DomesticViolenceDetails,
    EmergencyDetails,
    EmergencyLevel,
    ExplosiveAction,
    ExplosiveKind,
    ExplosivesDetails,
    FireDetails,
    FireObject,
    RiskLevel,
    ViolenceForm,
)
from incidents.models.incident import (
    WORDS,
    Channel,
    Incident,
    IncidentQuerySet,
    IncidentStatus,
    IncidentText,
    Transition,
)
from incidents.models.note import Note
from incidents.models.response import Response, ResponseRole
from incidents.models.strike import Strike, StrikeOblast
from incidents.models.tallies import CommunityMonthTally, DayTally, MonthTally
from incidents.models.taxonomy import Category, CategoryGroup, CategoryVersion, Section
from incidents.models.wall import (
    ALWAYS_PROTECTED,
    KEEP_SENSITIVE,
    PROTECTED,
    READ_SENSITIVE,
    behind_the_wall,
    is_behind_the_wall,
    protected_fields,
)
from incidents.models.words import IncidentWords

__all__ = [
    "ALWAYS_PROTECTED",
    "KEEP_SENSITIVE",
    "PROTECTED",
    "READ_SENSITIVE",
    "WORDS",
    "Amendment",
    "Category",
    "CategoryGroup",
    "CategoryVersion",
    "Channel",
    "Classifier",
    "ClassifierCode",
    "CommunityMonthTally",
    "DayTally",
    "Details",
    "DomesticViolenceDetails",
    "EmergencyDetails",
    "EmergencyLevel",
    "ExplosiveAction",
    "ExplosiveKind",
    "ExplosivesDetails",
    "FireDetails",
    "FireObject",
    "Incident",
    "IncidentQuerySet",
    "IncidentStatus",
    "IncidentText",
    "IncidentWords",
    "MonthTally",
    "Note",
    "Response",
    "ResponseRole",
    "RiskLevel",
    "Section",
    "Strike",
    "StrikeOblast",
    "Transition",
    "ViolenceForm",
    "behind_the_wall",
    "is_behind_the_wall",
    "protected_fields",
]
