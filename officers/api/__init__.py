"""The resources of officers for programs."""

from officers.api.activities import ActivityViewSet

__all__ = ["ActivityViewSet"]
