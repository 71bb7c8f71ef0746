"""Officers for programs."""

from officers.api.activities import ActivityViewSet
from officers.api.assignments import AssignmentViewSet
from officers.api.equipment import EquipmentIssueViewSet, EquipmentViewSet
from officers.api.officers import OfficerViewSet
from officers.api.stages import StageChangeViewSet
from officers.api.training import CourseViewSet, EnrolmentViewSet

__all__ = [
    "ActivityViewSet",
    "AssignmentViewSet",
    "CourseViewSet",
    "EnrolmentViewSet",
    "EquipmentIssueViewSet",
    "EquipmentViewSet",
    "OfficerViewSet",
    "StageChangeViewSet",
]
