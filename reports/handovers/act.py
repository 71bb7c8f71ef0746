"""Acts of handover on paper, in Ukrainian: who gives, who receives, who presents, and every thing."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core import moments
from officers.models import EquipmentIssue, Handover, LineKind, Officer
from reports.handovers.remaining import title_of
from reports.papers.paper import LANGUAGE, Paper, Part, Table, joined

Facts = list[tuple[str, str]]


def of_handover(handover: Handover) -> Paper:
    """Return the act by which an officer leaves a post."""
    with translation.override(LANGUAGE):
        post, receiver = handover.assignment, handover.receiver
        facts = [
            (_("Community"), joined(post.community.title, post.place)),
            *_presented(handover.presented_by),
            *(
                [(_("Signed by both on"), moments.day(handover.signed_on))]
                if handover.signed_on
                else []
            ),
        ]
        return _act(
            title=_("Act of handover of a post"),
            number=handover.act_number,
            day=handover.handed_on,
            place=post.community.title,
            facts=facts,
            rows=[[str(LineKind(e["kind"]).label), e["title"], e["state"]] for e in handover.lines],
            giver=person(handover.giver),
            receiver=person(receiver) if receiver else handover.other_receiver,
            file_name=f"handover-{handover.pk}",
        )


def of_issues(issues: list[EquipmentIssue]) -> Paper:
    """Return the act of what was given to one holder together."""
    with translation.override(LANGUAGE):
        first = issues[0]
        return _act(
            title=_("Act of handover of equipment"),
            number=first.act_number,
            day=first.act_date or first.starts_on,
            place=_place(first),
            facts=_presented(first.presented_by),
            rows=[[e.item.get_kind_display(), title_of(e), e.item.owner.name] for e in issues],
            giver=first.giver.name if first.giver else first.item.owner.name,
            receiver=person(first.officer) if first.officer else str(first.station),
            file_name=f"equipment-act-{first.pk}",
            state=_("Owner unit"),
        )


def _act(
    *, title: str, number: str, day: date, place: str, facts: Facts, file_name: str, **sides: Any
) -> Paper:
    gives, receives = (_("Handed over by"), sides["giver"]), (_("Received by"), sides["receiver"])
    head = [_("No."), _("Kind"), _("Name"), sides.get("state") or _("State")]
    numeric = [True, False, False, False]
    table = Table(head=head, rows=_numbered(sides["rows"]), numeric=numeric, wide=2)
    return Paper(
        title=" ".join(filter(None, (title, number and f"№ {number}"))),
        under=joined(moments.day(day), place),
        facts=[gives, receives, *facts],
        parts=[Part(title=_("What is handed over"), table=table)],
        signatures=[gives, receives],
        dated=day,
        file_name=file_name,
    )


def _numbered(rows: list[list[str]]) -> list[list[str]]:
    return [[str(number), *row] for number, row in enumerate(rows, 1)]


def _presented(people: list[str]) -> Facts:
    return [(_("Presented by"), "; ".join(people))] if people else []


def person(officer: Officer) -> str:
    """Name an officer as an act does: kind, rank, surname and names, home unit."""
    personal = getattr(officer, "personal", None)
    names = (personal.last_name, personal.first_name, personal.patronymic) if personal else ()
    whole = " ".join(filter(None, names))
    return joined(officer.get_kind_display(), officer.rank, whole, officer.unit.name)


def _place(issue: EquipmentIssue) -> str:
    return issue.station.community.title if issue.station else ""
