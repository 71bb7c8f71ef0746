"""Incidents for programs."""

from incidents.api.amendments import AmendmentViewSet
from incidents.api.bulk import IncidentBulk
from incidents.api.lists import CategoryList, ClassifierViewSet
from incidents.api.notes import NoteViewSet
from incidents.api.responses import ResponseViewSet
from incidents.api.strikes import StrikeViewSet
from incidents.api.transitions import TransitionViewSet
from incidents.api.validating import IncidentValidation
from incidents.api.views import IncidentViewSet

__all__ = [
    "AmendmentViewSet",
    "CategoryList",
    "ClassifierViewSet",
    "IncidentBulk",
    "IncidentValidation",
    "IncidentViewSet",
    "NoteViewSet",
    "ResponseViewSet",
    "StrikeViewSet",
    "TransitionViewSet",
]
