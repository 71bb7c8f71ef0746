"""From candidate to the person everyone in the village knows."""

from officers.models.activity import (
    Activity,
    ActivityKind,
    ActivityOfficer,
    ActivityQuerySet,
    Counterparty,
)
from officers.models.assignment import Assignment, AssignmentKind, AssignmentQuerySet
from officers.models.equipment import (
    EquipmentIssue,
    EquipmentIssueQuerySet,
    EquipmentItem,
    EquipmentItemQuerySet,
    EquipmentKind,
)
from officers.models.handover import Handover, HandoverQuerySet, LineKind
from officers.models.officer import (
    Language,
    Officer,
    OfficerKind,
    OfficerPersonal,
    OfficerQuerySet,
    service_of,
)
from officers.models.public_report import PublicReport, PublicReportQuerySet, ReportState
from officers.models.stage import NEXT, SAYS_WHY, OfficerStage, StageChange
from officers.models.training import CourseResult, Enrolment, TrainingCourse

__all__ = [
    "NEXT",
    "SAYS_WHY",
    "Activity",
    "ActivityKind",
    "ActivityOfficer",
    "ActivityQuerySet",
    "Assignment",
    "AssignmentKind",
    "AssignmentQuerySet",
    "Counterparty",
    "CourseResult",
    "Enrolment",
    "EquipmentIssue",
    "EquipmentIssueQuerySet",
    "EquipmentItem",
    "EquipmentItemQuerySet",
    "EquipmentKind",
    "Handover",
    "HandoverQuerySet",
    "Language",
    "LineKind",
    "Officer",
    "OfficerKind",
    "OfficerPersonal",
    "OfficerQuerySet",
    "OfficerStage",
    "PublicReport",
    "PublicReportQuerySet",
    "ReportState",
    "StageChange",
    "TrainingCourse",
    "service_of",
]
