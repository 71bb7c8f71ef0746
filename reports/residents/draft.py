"""The first words of a report to residents, written from its figures; the officer goes on from there."""

from __future__ import annotations

from datetime import date

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import moments
from core.numbers import number
from officers.models import PublicReport
from reports.papers.paper import LANGUAGE
from reports.residents.figures import Figures


def draft_of(report: PublicReport, figures: Figures) -> str:
    """Return the draft in Ukrainian, a paragraph a line."""
    with translation.override(LANGUAGE):
        return "\n".join(
            [
                _where(report, figures),
                *_incidents(figures),
                *_activities(figures),
                _("What worries residents:"),
                _("What I plan for the next half-year:"),
            ]
        )


def _where(report: PublicReport, figures: Figures) -> str:
    since, until = (date.fromisoformat(figures[each]) for each in ("since", "until"))
    text = _("From %(since)s to %(until)s I served in this community: %(community)s.")
    said = {"since": moments.day(since), "until": moments.day(until)}
    return text % {**said, "community": report.assignment.community.title}


def _incidents(figures: Figures) -> list[str]:
    written, went = figures["recorded"], figures["responded"]
    lines = []
    if written:
        text = ngettext(
            "I wrote down %(number)s incident.", "I wrote down %(number)s incidents.", written
        )
        lines.append(text % {"number": number(written)})
    if went:
        text = ngettext("I went to %(number)s incident.", "I went to %(number)s incidents.", went)
        lines.append(text % {"number": number(went)})
    return lines


def _activities(figures: Figures) -> list[str]:
    return [_activity(each) for each in figures["activities"]]


def _activity(row: dict[str, object]) -> str:
    said = {"name": row["name"], "held": number(row["held"]), "people": number(row["attended"])}
    if not row["attended"]:
        return _("%(name)s: %(held)s.") % said
    return _("%(name)s: %(held)s, people: %(people)s.") % said
