"""Incidents for programs."""

from incidents.api.bulk import IncidentBulk
from incidents.api.notes import NoteViewSet
from incidents.api.responses import ResponseViewSet
from incidents.api.transitions import TransitionViewSet
from incidents.api.validating import IncidentValidation
from incidents.api.views import IncidentViewSet

__all__ = [
    "IncidentBulk",
    "IncidentValidation",
    "IncidentViewSet",
    "NoteViewSet",
    "ResponseViewSet",
    "TransitionViewSet",
]
