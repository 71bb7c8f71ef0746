"""The strip of key figures: values, their changes, their course, and the way to the explanation."""

from __future__ import annotations

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from core import charts, numbers
from dashboards.questions import Question
from indicators import catalogue
from indicators.asks import Ask
from indicators.base import Measure, Rate
from indicators.catalogue import CATALOGUE, HEADLINES, Figure

STRIP = 6  # figures, no more
FEW = 10  # below this many a change is chance more often than news


def strip(
    question: Question, measures: tuple[Measure, ...] = HEADLINES, *, sparks: bool = True
) -> list[dict[str, Any]]:
    """Return the figures the reader may see; whoever sees no headline sees what else there is."""
    seen = [each for each in measures if question.ask(each)]
    if not seen:
        seen = [each for each in CATALOGUE if question.ask(each)][:STRIP]
    return [_shown(question, each, sparks) for each in seen]


def figure_of(question: Question, measure: Measure) -> Figure:
    """Return one figure with its comparisons."""
    return catalogue.figures(question.put_to(measure), (measure,))[0]


def _shown(question: Question, measure: Measure, sparks: bool) -> dict[str, Any]:
    found = figure_of(question, measure)
    course = measure.series(question.put_to(measure), question.months) if sparks else []
    return {
        "label": measure.label,
        "value": found.value,
        "places": measure.decimals,
        "url": question.url("dashboards:measure", measure.code),
        "better": measure.better,
        "spark": charts.spark(course) if sparks else "",
        **_changes(question, found),
    }


def _changes(question: Question, found: Figure) -> dict[str, Any]:
    """Return the changes; none of a period that is not over, and from few the number itself."""
    if question.running:
        return {"note": _("The period is not over"), "month": None, "year": None}
    month, year = found.change, found.change_in_a_year
    ask = question.put_to(found.measure)
    few = {name: _is_few(found.measure, each) for name, each in _then(ask)}
    if few["before"]:
        return {
            "note": _were(found, question),
            "month": None,
            "year": None if few["year"] else year,
        }
    if few["year"]:
        year = None
    if question.month:
        return {"note": "", "month": month, "year": year}
    return {"note": _on_days_before(found), "month": None, "year": year}


def _then(ask: Ask) -> list[tuple[str, Ask]]:
    return [("before", ask.before), ("year", ask.year_ago)]


def _is_few(measure: Measure, ask: Ask) -> bool:
    """Say whether so little was counted that a change in per cent says nothing."""
    counted = measure.part if isinstance(measure, Rate) else measure
    return (counted.total(ask) or 0) < FEW


def _were(found: Figure, question: Question) -> str:
    before = numbers.number(found.before, found.measure.decimals)
    if question.month:
        return _("A month before: %(number)s") % {"number": before}
    return _("In the days before: %(number)s") % {"number": before}


def _on_days_before(found: Figure) -> SafeString | str:
    if found.change is None:
        return ""
    words = _("on the days before")
    return format_html("<b>{}</b> {}", numbers.change(found.change), words)
