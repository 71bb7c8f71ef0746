"""Officers for programs."""

from officers.api.stages import StageChangeViewSet

__all__ = ["StageChangeViewSet"]
