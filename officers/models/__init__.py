"""From candidate to the person everyone in the village knows."""

from officers.models.activity import (
    Activity,
    ActivityKind,
    ActivityOfficer,
    ActivityQuerySet,
    Counterparty,
)
from officers.models.assignment import Assignment, AssignmentKind, AssignmentQuerySet
from officers.models.officer import Officer, OfficerKind, OfficerPersonal, OfficerQuerySet

__all__ = [
    "Activity",
    "ActivityKind",
    "ActivityOfficer",
    "ActivityQuerySet",
    "Assignment",
    "AssignmentKind",
    "AssignmentQuerySet",
    "Counterparty",
    "Officer",
    "OfficerKind",
    "OfficerPersonal",
    "OfficerQuerySet",
]
