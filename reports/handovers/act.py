"""Acts of handover on paper, in Ukrainian: who gives, who receives, who presents, and every thing."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from core import moments
from core.demo import shows_demo_data
from officers.models import EquipmentIssue, Handover, LineKind, Officer
from reports.handovers.remaining import LANGUAGE, title_of


@dataclass(frozen=True, kw_only=True)
class Act:
    """An act ready to be set; every text of it is final."""

    title: str
    number: str
    day: str
    place: str
    demo: str
    facts: list[tuple[str, str]]
    caption: str
    head: list[str]
    rows: list[list[str]]
    signatures: list[tuple[str, str]]  # as whom, and who
    signing: str  # the words under the line one signs on
    dated: date  # the same act gives the same bytes
    file_name: str
    language: str = field(default=LANGUAGE)


def of_handover(handover: Handover) -> Act:
    """Return the act by which an officer leaves a post."""
    with translation.override(LANGUAGE):
        post, receiver = handover.assignment, handover.receiver
        facts = [
            (_("Community"), ", ".join(filter(None, (post.community.title, post.place)))),
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
            giver=_person(handover.giver),
            receiver=_person(receiver) if receiver else handover.other_receiver,
            file_name=f"handover-{handover.pk}",
        )


def of_issues(issues: list[EquipmentIssue]) -> Act:
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
            receiver=_person(first.officer) if first.officer else str(first.station),
            file_name=f"equipment-act-{first.pk}",
            state=_("Owner unit"),
        )


def _act(*, day: date, facts: Any, giver: str, receiver: str, state: str = "", **words: Any) -> Act:
    gives, receives = _("Handed over by"), _("Received by")
    return Act(
        day=moments.day(day),
        facts=[(gives, giver), (receives, receiver), *facts],
        caption=_("What is handed over"),
        head=[_("No."), _("Kind"), _("Name"), state or _("State")],
        rows=_numbered(words.pop("rows")),
        signatures=[(gives, giver), (receives, receiver)],
        signing=_("signature, date"),
        demo=_("Demonstration data") if shows_demo_data() else "",
        dated=day,
        **words,
    )


def _numbered(rows: list[list[str]]) -> list[list[str]]:
    return [[str(number), *row] for number, row in enumerate(rows, 1)]


def _presented(people: list[str]) -> list[tuple[str, str]]:
    return [(_("Presented by"), "; ".join(people))] if people else []


def _person(officer: Officer) -> str:
    """Name an officer as an act does: kind, rank, surname and names, home unit."""
    personal = getattr(officer, "personal", None)
    names = (personal.last_name, personal.first_name, personal.patronymic) if personal else ()
    whole = " ".join(filter(None, names))
    said = (officer.get_kind_display(), officer.rank, whole, officer.unit.name)
    return ", ".join(filter(None, said))


def _place(issue: EquipmentIssue) -> str:
    return issue.station.community.title if issue.station else ""
