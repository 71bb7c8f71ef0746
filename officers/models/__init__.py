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

__all__ = [
    "NEXT",
    "SAYS_WHY",
    "Assignment",
    "AssignmentKind",
    "AssignmentQuerySet",
    "Officer",
    "OfficerKind",
    "OfficerPersonal",
    "OfficerQuerySet",
    "OfficerStage",
    "StageChange",
    "service_of",
]
