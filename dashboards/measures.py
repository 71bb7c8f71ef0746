"""The page behind every number: what it says, how it comes about, and the very records."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from communities.heirs import Territories
from communities.models import Service
from core import moments, numbers
from core.pager import keyset_page
from dashboards.figures import figure_of
from dashboards.questions import Question
from dashboards.records import heads, lines, listing_for
from indicators.asks import Ask
from indicators.base import Measure, Rate

MANY = 1000  # left-out records are counted so far and no further
EXAMPLES = 3
CLOCKS = {
    "occurred": gettext_lazy("when it occurred, not when it was recorded"),
    "due": gettext_lazy("when it was due, not when it was done"),
    "held": gettext_lazy("when it was held, not when it was recorded"),
    "done": gettext_lazy("when it was done, not when it was recorded"),
    "answered": gettext_lazy("when the first initiative answered it, not when it was voiced"),
    "given": gettext_lazy("when the money was promised or given"),
    "agreed": gettext_lazy("when the money was promised and the initiative approved, both"),
    "day": gettext_lazy("as it stood at the end of the last day"),
    "days": gettext_lazy("day by day, whenever it was recorded"),
}
OVER = {
    "territory": pgettext_lazy("adds up over", "territory"),
    "time": pgettext_lazy("adds up over", "time"),
    "service": pgettext_lazy("adds up over", "service"),
    "category": pgettext_lazy("adds up over", "category"),
    "kind": pgettext_lazy("adds up over", "kind"),
}


def content(question: Question, measure: Measure, request: HttpRequest) -> dict[str, Any]:
    """Return the parts of the page; Http404 where the reader may not ask for this number here."""
    ask = question.ask(measure)
    if ask is None:
        raise Http404
    figure = figure_of(question, measure)
    return {
        "measure": measure,
        "figure": figure,
        "percent": measure.unit == "%",
        "formula": formula(measure, ask),
        "conditions": conditions(question, measure, ask),
        "about": about(measure),
        "comparison": [
            (_("The period before"), figure.before, figure.change),
            (_("The same days last year"), figure.year_ago, figure.change_in_a_year),
        ],
        "counted": counted(question, measure, ask, request),
        "left_out": left_out(question, measure, ask),
        "api": _api(question, measure, ask),
    }


def formula(measure: Measure, ask: Ask) -> dict[str, Any] | None:
    """Return both sides of a rate with their numbers; None for what is simply counted."""
    if not isinstance(measure, Rate):
        return None
    return {
        "part": measure.part,
        "part_value": measure.part.total(ask),
        "whole": measure.whole,
        "whole_value": measure.whole.total(ask),
        "per": measure.per,
    }


def conditions(question: Question, measure: Measure, ask: Ask) -> list[tuple[str, Any]]:
    """Return what the figure was asked for, as facts."""
    day = moments.day(question.period.last_day)
    names = [Service(each).label for each in ask.services]
    naming = [(_("Communities of the past"), Territories(ask.territories).label)]
    return [
        (_("Territory"), question.territory.name),
        *(naming if ask.is_of_today else []),
        (_("Period"), question.when),
        *([(_("Day"), day)] if measure.clock == "day" else []),
        (_("Service"), ", ".join(str(name) for name in names)),
    ]


def about(measure: Measure) -> list[tuple[str, Any]]:
    """Return what kind of number it is, as facts."""
    over = [str(OVER[each]) for each in measure.adds_up]
    sums = _("Over: %(what)s") % {"what": ", ".join(over)} if over else _("No: counted anew")
    return [
        (_("Code"), measure.code),
        (_("Kind"), measure.kind_label),
        (_("Unit"), measure.unit or _("a plain number")),
        (_("Clock"), CLOCKS[measure.clock]),
        (_("May it be added up?"), sums),
    ]


def counted(
    question: Question, measure: Measure, ask: Ask, request: HttpRequest
) -> dict[str, Any] | None:
    """Return a page of the records that make the number, within the reader's scope besides."""
    rows = measure.records(ask)
    if rows is None:
        return None
    listing = listing_for(rows)
    seen = rows.visible_to(question.user, to=measure.permission).select_related(*listing.joins)
    page = keyset_page(request, seen, listing.order)
    rows_shown = lines(measure, page.rows)
    return {"page": page, "heads": heads(measure, listing), "lines": rows_shown}


def left_out(question: Question, measure: Measure, ask: Ask) -> list[dict[str, Any]]:
    """Return the reasons with how many records fell out for each, and the first of them."""
    found = []
    for reason, rows in measure.left_out(ask):
        listing = listing_for(rows)
        seen = rows.visible_to(question.user, to=measure.permission).order_by()
        count = seen.values("pk")[: MANY + 1].count()
        first = seen.select_related(*listing.joins)[:EXAMPLES] if count else []
        found.append(
            {"reason": reason, "count": _bounded(count), "lines": lines(measure, list(first))}
        )
    return found


def _bounded(count: int) -> str:
    if count > MANY:
        return _("more than %(number)s") % {"number": numbers.number(MANY)}
    return numbers.number(count)


def _api(question: Question, measure: Measure, ask: Ask) -> str:
    """Return the address that gives programs the same number."""
    state = {"from": str(ask.period.start), "to": str(ask.period.end)}
    if ask.is_of_today:
        state["territories"] = ask.territories
    path = reverse("api:measure-detail", args=[measure.code])
    more = {"territory": question.territory.code, "service": question.service} | state
    return f"{path}?{urlencode({k: v for k, v in more.items() if v})}"
