"""A sitting as pages and papers show it: who is there, what is discussed and decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from working_groups.meetings import day_of
from working_groups.models import ActionPoint, Decision, Meeting, Person
from working_groups.models.meetings import members_on


@dataclass(frozen=True)
class Row:
    """Somebody who may have been at a meeting: a member of its day, or a guest who is known."""

    person: Person
    note: str
    state: str = ""

    @property
    def field(self) -> str:
        return f"person-{self.person.pk}"


def rows_of(meeting: Meeting) -> list[Row]:
    """Return the members of the day of a meeting, then its guests, each with what is known."""
    joined = meeting.attendances.select_related("person__contact").order_by("pk")
    known = {each.person_id: each for each in joined}
    rows = []
    for member in members_on(meeting.group, day_of(meeting)):
        there = known.pop(member.person_id, None)
        note = f"{member.get_sector_display()}, {member.get_role_display()}"
        rows.append(Row(member.person, note, there.state if there else ""))
    return rows + [Row(each.person, _("guest"), each.state) for each in known.values()]


def agenda_of(meeting: Meeting) -> Any:
    """Return what is discussed in its order, each with what was decided and who does it."""
    made = Decision.objects.select_related("problem").order_by("pk")
    actions = ActionPoint.objects.select_related("owner_person__contact", "owner_organisation")
    with_actions = made.prefetch_related(Prefetch("actions", actions.order_by("due_on", "pk")))
    items = meeting.agenda.select_related("presenter__contact", "problem")
    return items.prefetch_related(Prefetch("decisions", with_actions)).order_by("order")
