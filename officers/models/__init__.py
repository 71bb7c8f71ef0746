"""From candidate to the person everyone in the village knows."""

from officers.models.assignment import Assignment, AssignmentKind, AssignmentQuerySet
from officers.models.officer import (
    Officer,
    OfficerKind,
    OfficerPersonal,
    OfficerQuerySet,
    service_of,
)
from officers.models.stage import NEXT, SAYS_WHY, OfficerStage, StageChange
from officers.models.training import CourseResult, Enrolment, TrainingCourse

__all__ = [
    "NEXT",
    "SAYS_WHY",
    "Assignment",
    "AssignmentKind",
    "AssignmentQuerySet",
    "CourseResult",
    "Enrolment",
    "Officer",
    "OfficerKind",
    "OfficerPersonal",
    "OfficerQuerySet",
    "OfficerStage",
    "StageChange",
    "TrainingCourse",
    "service_of",
]
