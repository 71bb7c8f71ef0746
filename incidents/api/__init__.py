"""Incidents for programs."""

from incidents.api.views import IncidentViewSet

__all__ = ["IncidentViewSet"]
