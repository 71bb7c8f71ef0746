"""Who sits at a meeting: its members, and the guests who are known by name."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from working_groups.meetings import day_of
from working_groups.models import Meeting, Person
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
