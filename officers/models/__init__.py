"""From candidate to the person everyone in the village knows."""

from officers.models.assignment import Assignment, AssignmentKind, AssignmentQuerySet
from officers.models.officer import Officer, OfficerKind, OfficerPersonal, OfficerQuerySet

__all__ = [
    "Assignment",
    "AssignmentKind",
    "AssignmentQuerySet",
    "Officer",
    "OfficerKind",
    "OfficerPersonal",
    "OfficerQuerySet",
]
