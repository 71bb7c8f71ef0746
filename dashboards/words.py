"""The overview in words: what could be read out over the phone."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import moments, numbers
from dashboards.questions import Question
from dashboards.ranking import Ranking
from indicators import incidents
from indicators.catalogue import Figure

NAMED = 3  # silent units named, the rest is counted


def lead(question: Question, recorded: Figure, ranking: Ranking | None) -> list[SafeString]:
    """Return two or three sentences: how many, where the most, who may be silent."""
    said = [_how_many(question, recorded)]
    if ranking:
        said += [*_highest(ranking), *_silent(ranking)]
    return said


def _how_many(question: Question, recorded: Figure) -> SafeString:
    counted = ngettext(
        "%(number)s incident was recorded", "%(number)s incidents were recorded", recorded.value
    ) % {"number": numbers.number(recorded.value)}
    if question.running:
        pattern = _("In %(when)s, so far, {counted}.") % {"when": question.when}
    else:
        pattern = _("In %(when)s {counted}%(compared)s.") % {
            "when": question.when,
            "compared": _compared(question, recorded),
        }
    return format_html(pattern, counted=format_html("<b>{}</b>", counted))


def _compared(question: Question, recorded: Figure) -> str:
    then = _("a month before") if question.month else _("in the days before")
    parts = [
        _difference(change, when)
        for change, when in (
            (recorded.change, then),
            (recorded.change_in_a_year, _("a year before")),
        )
        if change is not None
    ]
    if len(parts) == 2:
        return _(": %(one)s, and %(other)s") % {"one": parts[0], "other": parts[1]}
    return f": {parts[0]}" if parts else ""


def _difference(change: Any, when: str) -> str:
    share = numbers.percent(abs(change))
    if change == 0:
        return _("as many as %(when)s") % {"when": when}
    if change > 0:
        return _("%(share)s more than %(when)s") % {"share": share, "when": when}
    return _("%(share)s fewer than %(when)s") % {"share": share, "when": when}


def _highest(ranking: Ranking) -> list[SafeString]:
    row = ranking.highest
    if row is None:
        return []
    rate = numbers.number(row.values["rate"], incidents.PER_10000.decimals)
    text = _("Highest rate: {name}, %(rate)s per 10,000 residents.") % {"rate": rate}
    return [format_html(text, name=format_html('<a href="{}">{}</a>', row.url, row.name))]


def _silent(ranking: Ranking) -> list[SafeString]:
    rows = ranking.silent
    if not rows:
        return []
    named = ", ".join(row.name for row in rows[:NAMED])
    more = len(rows) - NAMED
    if more > 0:
        named = ngettext("%(named)s and %(more)s more", "%(named)s and %(more)s more", more) % {
            "named": named,
            "more": more,
        }
    text = _("Nothing at all from {named}: possibly nobody reports there.")
    return [format_html(text, named=named)]


def busiest(rows: list[dict[str, Any]]) -> str:
    """Say which month was the busiest."""
    totals: dict[Any, int] = {}
    for row in rows:
        totals[row["month"]] = totals.get(row["month"], 0) + row["value"]
    month = max(totals, key=lambda each: totals[each], default=None)
    if month is None or not totals[month]:
        return _("Nothing was recorded in these twelve months.")
    return _("Busiest month: %(month)s, %(number)s.") % {
        "month": moments.month(month),
        "number": numbers.number(totals[month]),
    }
