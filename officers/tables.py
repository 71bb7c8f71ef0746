"""Officers, their training, posts and equipment, brought as sheets."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Station
from communities.tables.finders import FINDERS, numbered
from communities.tables.table import Table, words_of
from officers.api.assignments import AssignmentViewSet
from officers.api.equipment import EquipmentIssueViewSet, EquipmentViewSet
from officers.api.officers import NAMES, OfficerViewSet
from officers.api.training import CourseViewSet
from officers.certificates import Certificates
from officers.models import EquipmentItem, Officer, OfficerPersonal, TrainingCourse


def officer(text: str, user: Any) -> int:
    """Return the key of an officer in reach, by badge number or by number in brackets."""
    return numbered(Officer.objects.visible_to(user), text, "badge_number")


def course(text: str, _user: Any) -> int:
    """Return the key of a course, by its Ukrainian name or by number in brackets."""
    return numbered(TrainingCourse.objects.all(), text, "name_uk")


def item(text: str, user: Any) -> int:
    """Return the key of an item in reach, by inventory number or by number in brackets."""
    return numbered(EquipmentItem.objects.visible_to(user), text, "inventory_number")


def station(text: str, user: Any) -> int:
    """Return the key of a station in reach, by address or by number in brackets."""
    return numbered(Station.objects.visible_to(user), text, "address")


OFFICER = _("Officer: badge number")
OF_OFFICERS = FINDERS | {
    Officer: officer,
    TrainingCourse: course,
    EquipmentItem: item,
    Station: station,
}
OFFICERS = Table(
    code="officers",
    label=_("Officers"),
    view=OfficerViewSet,
    identity={"badge_number": "badge_number"},
    finders=OF_OFFICERS,
    labels={name: words_of(OfficerPersonal, name) for name in NAMES}
    | {"candidate_since": _("Candidate since")},
)
COURSES = Table(
    code="courses",
    label=_("Courses"),
    view=CourseViewSet,
    identity={"service": "service", "name_uk": "name_uk", "starts_on": "starts_on"},
    finders=OF_OFFICERS,
)
CERTIFICATES = Table(
    code="certificates",
    label=_("Certificates"),
    view=Certificates,
    identity={"officer": "officer", "course": "course"},
    finders=OF_OFFICERS,
    labels={"officer": OFFICER, "course": _("Course: Ukrainian name")},
    whole=True,
)
ASSIGNMENTS = Table(
    code="assignments",
    label=_("Assignments"),
    view=AssignmentViewSet,
    identity={
        "officer": "officer",
        "community": "community__code",
        "starts_on": "period__startswith",
    },
    finders=OF_OFFICERS,
    labels={
        "officer": OFFICER,
        "starts_on": _("First day"),
        "ends_on": _("First day no longer"),
    },
)
EQUIPMENT = Table(
    code="equipment",
    label=_("Equipment"),
    view=EquipmentViewSet,
    identity={"owner": "owner__code", "inventory_number": "inventory_number"},
    finders=OF_OFFICERS,
)
ISSUES = Table(
    code="equipment-issues",
    label=pgettext_lazy("table", "Issues of equipment"),
    view=EquipmentIssueViewSet,
    identity={"item": "item", "starts_on": "starts_on"},
    finders=OF_OFFICERS,
    labels={"item": _("Item: inventory number"), "officer": OFFICER},
)
TABLES = (OFFICERS, COURSES, CERTIFICATES, ASSIGNMENTS, EQUIPMENT, ISSUES)
