"""A sitting as pages and papers show it: who is there, what is discussed and decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from working_groups.meetings import day_of, strength
from working_groups.models import (
    ActionPoint,
    Attendance,
    Decision,
    Meeting,
    Person,
)
from working_groups.models.decisions import OWNERS
from working_groups.models.meetings import PERSON, members_on


@dataclass(frozen=True)
class Row:
    """Somebody who may have been at a meeting: a member of its day, or a guest who is known."""

    person: Person
    note: str
    state: str = ""

    @property
    def field(self) -> str:
        return f"person-{self.person.pk}"

    @property
    def seen(self) -> str:
        """Return the field that says what stood there when somebody chose another word."""
        return f"seen-{self.person.pk}"


def rows_of(meeting: Meeting) -> list[Row]:
    """Return the members of the day of a meeting, then its guests, each with what is known.

    Records that were merged are one row, which says the strongest presence of them; approved
    minutes stay with the records they were approved with.
    """
    known = _known(meeting)
    rows = []
    for member in _members(meeting):
        person = _who(meeting, member.person)
        there = known.pop(person.pk, None)
        note = f"{member.get_sector_display()}, {member.get_role_display()}"
        rows.append(Row(person, note, there.state if there else ""))
    guests = (Row(_who(meeting, each.person), _("guest"), each.state) for each in known.values())
    return [*rows, *guests]


def _who(meeting: Meeting, person: Person) -> Person:
    return person if meeting.is_sealed else person.whole


def _members(meeting: Meeting) -> Any:
    day = day_of(meeting)
    if not meeting.is_sealed:
        return members_on(meeting.group, day)
    rows = meeting.group.memberships.on(day).select_related("person__contact")
    return rows.order_by("person__contact__sort_key", "pk")


def _known(meeting: Meeting) -> dict[int, Attendance]:
    """Return what is known of each who was or was not there."""
    found: dict[int, Attendance] = {}
    for each in meeting.attendances.select_related(*PERSON).order_by("pk"):
        key = _who(meeting, each.person).pk
        if key not in found or strength(each.state) < strength(found[key].state):
            found[key] = each
    return found


def came_words(number: int) -> str:
    """Say how many took part."""
    text = ngettext("%(n)s person took part", "%(n)s people took part", number)
    return text % {"n": number}


def agenda_of(meeting: Meeting) -> Any:
    """Return what is discussed in its order, each with what was decided and who does it."""
    made = Decision.objects.select_related("problem").order_by("pk")
    actions = ActionPoint.objects.select_related(*OWNERS)
    with_actions = made.prefetch_related(Prefetch("actions", actions.order_by("due_on", "pk")))
    items = meeting.agenda.select_related("presenter__contact", "problem")
    return items.prefetch_related(Prefetch("decisions", with_actions)).order_by("order")
