"""Officers for programs."""

from officers.api.stages import StageChangeViewSet
from officers.api.training import CourseViewSet, EnrolmentViewSet

__all__ = ["CourseViewSet", "EnrolmentViewSet", "StageChangeViewSet"]
