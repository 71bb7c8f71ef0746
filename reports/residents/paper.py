"""A report to residents on paper: the officer's words first, then the figures behind them."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.utils import translation
from django.utils.translation import gettext as _

from core import moments
from core.numbers import number
from officers.models import PublicReport
from reports.handovers.act import person
from reports.papers.paper import LANGUAGE, Paper, Part, Table, joined
from reports.residents.figures import Figures


def paper_of(report: PublicReport, figures: Figures) -> Paper:
    """Return the report as it stands, with these figures."""
    post = report.assignment
    with translation.override(LANGUAGE):
        who = (_("Officer"), person(post.officer))
        return Paper(
            title=_("Report to the residents of the community"),
            under=joined(report.half_year.words, post.community.title, post.place),
            facts=[who, *_delivery(report)],
            parts=[
                Part(title=_("What was done"), texts=tuple(_paragraphs(report.text))),
                Part(
                    title=_("The officer's own work"),
                    texts=_incidents(figures),
                    table=_activities(figures),
                ),
                Part(title=_("The community"), table=_community(figures)),
            ],
            signatures=[who],
            dated=report.delivered_on or date.fromisoformat(figures["until"]),
            file_name=f"public-report-{report.pk}",
        )


def _delivery(report: PublicReport) -> list[tuple[str, str]]:
    if report.delivered_on is None:
        return [(_("Not delivered yet"), _("a draft"))]
    return [(_("Delivered"), joined(moments.day(report.delivered_on), report.delivered_at))]


def _paragraphs(text: str) -> list[str]:
    return [each.strip() for each in text.splitlines() if each.strip()]


def _incidents(figures: Figures) -> tuple[str, ...]:
    counts = {
        _("Incidents written down"): figures["recorded"],
        _("Incidents the officer went to"): figures["responded"],
    }
    return tuple(f"{label}: {number(count)}" for label, count in counts.items())


def _activities(figures: Figures) -> Table:
    rows = [*figures["activities"], figures["total"] | {"name": _("Total")}]
    return Table(
        head=[_("What was done"), _("Held"), _("Attended"), _("Took part")],
        rows=[
            [each["name"], *(number(each[column]) for column in ("held", "attended", "engaged"))]
            for each in rows
        ],
        numeric=[False, True, True, True],
        wide=0,
    )


def _community(figures: Figures) -> Table:
    return Table(
        head=[_("Figure"), _("Value")],
        rows=[
            [each["label"], number(_read(each["value"]), each["decimals"])]
            for each in figures["community"]
        ],
        numeric=[False, True],
        wide=0,
    )


def _read(value: object) -> object:
    return Decimal(value) if isinstance(value, str) else value
