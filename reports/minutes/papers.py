"""What the papers of a meeting say."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import moments
from reports.papers.paper import LANGUAGE, Paper, Part, Table, joined
from working_groups.meetings import day_of
from working_groups.models import AgendaItem, Decision, Meeting, MemberRole, Presence
from working_groups.models.meetings import TOOK_PART, members_on
from working_groups.sitting import Row, agenda_of, rows_of

SIGN = (MemberRole.CHAIR, MemberRole.SECRETARY)
GUESTS = 8  # empty lines below the members


def minutes_of(meeting: Meeting) -> Paper:
    """Return the minutes of a meeting: who was there, what was said, what was corrected since."""
    with translation.override(LANGUAGE):
        rows = rows_of(meeting)
        return Paper(
            title=_("Minutes of the working group"),
            under=_under(meeting),
            facts=_facts(meeting, rows),
            parts=[
                Part(title=_("Who was there"), table=_attendance(rows)),
                *(_item(each) for each in agenda_of(meeting)),
                Part(title=_("Minutes"), texts=_paragraphs(meeting.minutes)),
                *_annexes(meeting),
            ],
            signatures=_signatures(meeting),
            dated=day_of(meeting),
            file_name=f"minutes-{meeting.pk}",
        )


def sheet_of(meeting: Meeting) -> Paper:
    """Return the sheet on which those who come sign: the members, and room for guests."""
    with translation.override(LANGUAGE):
        members = [
            [str(number), row.person.contact.in_full, row.note, ""]
            for number, row in enumerate(rows_of(meeting), 1)
        ]
        guests = [["", "", _("guest"), ""] for _each in range(GUESTS)]
        return Paper(
            title=_("Sheet of those who are present"),
            under=_under(meeting),
            facts=[(_("Community"), meeting.group.community.title)],
            parts=[
                Part(
                    title=_("Who is there"),
                    table=Table(
                        head=[_("No."), _("Person"), _("Whom one speaks for"), _("Signature")],
                        rows=[*members, *guests],
                        numeric=[True, False, False, False],
                        wide=3,
                    ),
                )
            ],
            signatures=[],
            dated=day_of(meeting),
            file_name=f"sign-in-{meeting.pk}",
        )


def _under(meeting: Meeting) -> str:
    return joined(str(meeting), moments.day(day_of(meeting)), meeting.place)


def _facts(meeting: Meeting, rows: list[Row]) -> list[tuple[str, str]]:
    came = sum(row.state in TOOK_PART for row in rows)
    guests = meeting.guests_without_name
    people = ngettext("%(n)s person", "%(n)s people", came) % {"n": came}
    unnamed = ngettext("%(n)s guest without a name", "%(n)s guests without a name", guests)
    return [
        (_("Community"), meeting.group.community.title),
        (_("Held"), str(meeting.get_mode_display())),
        (_("Took part"), joined(people, unnamed % {"n": guests} if guests else "")),
        (_("Minutes"), joined(str(meeting.get_minutes_state_display()), _approved(meeting))),
    ]


def _approved(meeting: Meeting) -> str:
    return moments.day(meeting.approved_on) if meeting.approved_on else ""


def _attendance(rows: list[Row]) -> Table:
    words = dict(Presence.choices)
    told = [row for row in rows if row.state]
    return Table(
        head=[_("No."), _("Person"), _("Whom one speaks for"), _("Presence")],
        rows=[
            [str(number), row.person.contact.in_full, row.note, str(words[row.state])]
            for number, row in enumerate(told, 1)
        ],
        numeric=[True, False, False, False],
        wide=1,
    )


def _item(item: AgendaItem) -> Part:
    who = (_("Presented by %(person)s") % {"person": item.presenter},) if item.presenter else ()
    decided = (line for each in item.decisions.all() for line in _decision(each))
    return Part(title=str(item), texts=(*who, *_paragraphs(item.discussion), *decided))


def _decision(decision: Decision) -> Iterator[str]:
    """Yield what was decided, and who does what by when."""
    yield _("Decided: %(text)s") % {"text": decision.text}
    for action in decision.actions.all():
        yield _("%(owner)s, by %(day)s: %(text)s") % {
            "owner": action.owner,
            "day": moments.day(action.due_on),
            "text": action.text,
        }


def _annexes(meeting: Meeting) -> list[Part]:
    return [
        Part(
            title=_("Annex %(number)s") % {"number": number},
            texts=(*_paragraphs(each.text), joined(str(each.by), moments.when(each.at))),
        )
        for number, each in enumerate(meeting.annexes.select_related("by").order_by("pk"), 1)
    ]


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(each.strip() for each in text.splitlines() if each.strip())


def _signatures(meeting: Meeting) -> list[tuple[str, str]]:
    held = {each.role: each for each in members_on(meeting.group, day_of(meeting))}
    return [(str(role.label), str(held[role].person) if role in held else "") for role in SIGN]
