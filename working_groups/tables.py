"""People, meetings, and what groups plan and do, brought as sheets."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Oblast, SafetyAsset
from communities.tables.finders import FINDERS, named, numbered
from communities.tables.table import Finder, Table, words_of
from core import clock
from core.sheets.moments import EPOCH, day
from working_groups.api.groups import MembershipViewSet
from working_groups.api.handouts import HandoutViewSet
from working_groups.api.meetings import AttendanceViewSet, MeetingViewSet
from working_groups.api.money import FundingViewSet, GrantViewSet
from working_groups.api.people import PersonViewSet
from working_groups.api.positions import PositionViewSet
from working_groups.api.priorities import PriorityViewSet
from working_groups.api.trainings import TrainingAttendanceViewSet
from working_groups.forms import NAMES
from working_groups.initiative_rows import HANDED, InitiativeRows, InitiativeTable
from working_groups.models import (
    Decision,
    Handout,
    Initiative,
    Meeting,
    Person,
    PersonContact,
    Problem,
    Training,
    WorkingGroup,
)


def person(text: str, user: Any) -> int:
    """Return the key of a person in reach, by the surname or by number in brackets."""
    return numbered(Person.objects.visible_to(user).whole(), text, "contact__last_name")


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


def _day(text: str) -> str:
    """Return a day as people write it as ISO, empty where the words are none."""
    try:
        return day(text, epoch=EPOCH)
    except ValueError:
        return ""


def meeting(text: str, user: Any) -> int:
    """Return the key of a meeting that was held, by community and day or by number in brackets."""
    rows = Meeting.objects.visible_to(user).held()
    place, _comma, last = text.rpartition(",")
    if place and (held_on := _day(last.strip())):
        return numbered(rows.filter(held_on=held_on), place.strip(), "group__community__name_uk")
    return numbered(rows, text, "group__community__name_uk")


OF_GROUPS = FINDERS | {
    Person: person,
    Oblast: oblast,
    WorkingGroup: group,
    Meeting: meeting,
}


def initiative(text: str, user: Any) -> int:
    """Return the key of an initiative in reach, by its title or by number in brackets."""
    return numbered(Initiative.objects.visible_to(user), text, "title")


def problem(text: str, user: Any) -> int:
    """Return the key of a problem in reach, by its title or by number in brackets."""
    return numbered(Problem.objects.visible_to(user), text, "title")


def by_number(model: Any) -> Finder:
    """Return what finds a row in reach by its number, in brackets or without."""
    return lambda text, user: numbered(
        model.objects.visible_to(user), text if text.endswith(")") else f"({text})", "pk"
    )


OF_INITIATIVES = OF_GROUPS | {
    Initiative: initiative,
    Problem: problem,
    Decision: by_number(Decision),
    SafetyAsset: by_number(SafetyAsset),
}
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
MEETINGS = Table(
    code="meetings",
    label=_("Meetings of working groups"),
    view=MeetingViewSet,
    identity={"group": "group", "held_on": "held_on"},
    finders=OF_GROUPS,
    labels={"group": _("Working group: community")},
)
ATTENDANCES = Table(
    code="attendances",
    label=_("Presence at meetings"),
    view=AttendanceViewSet,
    identity={"meeting": "meeting", "person": "person"},
    finders=OF_GROUPS,
    labels={"meeting": _("Meeting: community, day"), "person": _("Person: surname")},
)
OF_HANDOUTS = {
    "community": "community__code",
    "recipient": "recipient__code",
    "item": "item",
    "handed_on": "handed_on",
}
ASSET = {"asset": _("Safety asset: number")}
INITIATIVES = InitiativeTable(
    code="initiatives",
    label=_("Initiatives"),
    view=InitiativeRows,
    identity={"title": "title", "communities": "communities__code__in"},
    handed_by=OF_HANDOUTS,
    finders=OF_INITIATIVES,
    labels={
        "group": _("Working group: community"),
        "proposed_by_person": _("Proposed by the person: surname"),
        "problem": _("Problem: title"),
        "decision": _("Decision: number"),
        "stages": _("Steps: stage and day, reason after a colon"),
        **{name: words_of(Handout, name) for name in HANDED},
        "community": _("Handed over to the community, where there are several"),
        **ASSET,
    },
    advice=_(
        "A row may say one thing that was handed over, too; further rows of the same initiative"
        " name further things."
    ),
)
HANDOUTS = Table(
    code="handouts",
    label=_("Handouts"),
    view=HandoutViewSet,
    identity={"initiative": "initiative", **OF_HANDOUTS},
    finders=OF_INITIATIVES,
    labels={"initiative": _("Initiative: title")} | ASSET,
)
GIVER = {"giver": pgettext_lazy("money", "From")}
FUNDINGS = Table(
    code="fundings",
    label=_("Funding of initiatives"),
    view=FundingViewSet,
    identity={
        "initiative": "initiative",
        "giver": "giver__code",
        "receiver": "receiver__code",
        "kind": "kind",
        "given_on": "given_on",
    },
    may_lack=frozenset({"receiver"}),
    finders=OF_INITIATIVES,
    labels=GIVER | {"receiver": pgettext_lazy("money", "To")},
)
GRANTS = Table(
    code="grants",
    label=pgettext_lazy("records", "Grants"),
    view=GrantViewSet,
    identity={"title": "title", "organisation": "organisation__code", "given_on": "given_on"},
    finders=OF_INITIATIVES,
    labels=GIVER | {"organisation": pgettext_lazy("money", "To")},
)
PRIORITIES = Table(
    code="priorities",
    label=_("Priorities"),
    view=PriorityViewSet,
    identity={"group": "group", "year": "year", "rank": "rank"},
    finders=OF_GROUPS,
    labels={"group": _("Working group: community")},
)
TRAINED = Table(
    code="training-attendances",
    label=_("Participants of trainings"),
    view=TrainingAttendanceViewSet,
    identity={"training": "training", "person": "person"},
    finders=OF_GROUPS | {Training: training},
    labels={"training": _("Training: title"), "person": _("Person: surname")},
)
TABLES = (
    *(PEOPLE, POSITIONS, MEMBERSHIPS, MEETINGS, ATTENDANCES),
    *(INITIATIVES, HANDOUTS, FUNDINGS, GRANTS, PRIORITIES, TRAINED),
)
