"""People and their positions, brought as sheets."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.models import Oblast
from communities.tables.finders import FINDERS, named, numbered
from communities.tables.table import Table, words_of
from core import clock
from working_groups.api.groups import MembershipViewSet
from working_groups.api.people import PersonViewSet
from working_groups.api.positions import PositionViewSet
from working_groups.api.trainings import TrainingAttendanceViewSet
from working_groups.forms import NAMES
from working_groups.models import Person, PersonContact, Training, WorkingGroup


def person(text: str, user: Any) -> int:
    """Return the key of a person in reach, by the surname or by number in brackets."""
    return numbered(Person.objects.visible_to(user), text, "contact__last_name")


def oblast(text: str, _user: Any) -> str:
    """Return the code of an oblast, by its code or its Ukrainian name."""
    return named(Oblast.objects.all(), text)


def group(text: str, user: Any) -> int:
    """Return the key of the group of a community, by the name of it or by number in brackets."""
    rows = WorkingGroup.objects.visible_to(user).in_force(clock.today())
    return numbered(rows, text, "community__name_uk")


def training(text: str, user: Any) -> int:
    """Return the key of a training in reach, by its title or by number in brackets."""
    return numbered(Training.objects.visible_to(user), text, "title")


OF_GROUPS = FINDERS | {Person: person, Oblast: oblast, WorkingGroup: group}
PEOPLE = Table(
    code="people",
    label=_("People"),
    view=PersonViewSet,
    identity={
        "last_name": "contact__last_name",
        "first_name": "contact__first_name",
        "patronymic": "contact__patronymic",
    },
    finders=OF_GROUPS,
    labels={name: words_of(PersonContact, name) for name in NAMES},
)
POSITIONS = Table(
    code="positions",
    label=_("Positions"),
    view=PositionViewSet,
    identity={"person": "person", "organisation": "organisation__code", "title": "title"},
    finders=OF_GROUPS,
    labels={"person": _("Person: surname")},
)
MEMBERSHIPS = Table(
    code="memberships",
    label=_("Members of working groups"),
    view=MembershipViewSet,
    identity={"group": "group", "person": "person", "starts_on": "starts_on"},
    finders=OF_GROUPS,
    labels={"group": _("Working group: community"), "person": _("Person: surname")},
)
TRAINED = Table(
    code="training-attendances",
    label=_("Participants of trainings"),
    view=TrainingAttendanceViewSet,
    identity={"training": "training", "person": "person"},
    finders=OF_GROUPS | {Training: training},
    labels={"training": _("Training: title"), "person": _("Person: surname")},
)
TABLES = (PEOPLE, POSITIONS, MEMBERSHIPS, TRAINED)
