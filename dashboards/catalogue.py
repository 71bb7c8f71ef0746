"""Every number the reader may ask for, with what it means: the page that leads to each of them."""

from __future__ import annotations

from typing import Any

from dashboards.figures import figure_of
from dashboards.questions import Question
from indicators.base import Measure
from indicators.catalogue import CATALOGUE


def rows(question: Question) -> list[dict[str, Any]]:
    """Return a line for each measure within reach, in the order of the catalogue."""
    return [_row(question, each) for each in CATALOGUE if question.ask(each)]


def _row(question: Question, measure: Measure) -> dict[str, Any]:
    found = figure_of(question, measure)
    over = not question.running  # nothing is compared with half a period
    return {
        "measure": measure,
        "url": question.url("dashboards:measure", measure.code),
        "percent": measure.unit == "%",
        "value": found.value,
        "change": found.change if over else None,
        "change_in_a_year": found.change_in_a_year if over else None,
    }
