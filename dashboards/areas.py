"""Rates as areas: the units one step below a territory in their boundaries, in five classes."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from communities.models import Boundary
from core import numbers
from core.charts import Area, Drawing, areas
from core.charts.plane import WHOLE, Frame
from dashboards.questions import Question
from dashboards.ranking import Ranking, Row
from indicators import incidents

CLASSES = 5
BOX = ("west", "south", "east", "north")


@dataclass(frozen=True)
class Choropleth:
    """A drawn map, the words of its classes, and whom it credits."""

    drawing: Drawing
    classes: list[str]
    credit: str


def choropleth(question: Question, ranking: Ranking) -> Choropleth | None:
    """Draw the rates of a ranking; None where a unit has no boundary: circles tell more then."""
    level = question.territory.children_level
    nation = question.territory.level == "nation"
    rows = Boundary.objects.filter(**{f"{level}__in": [each.pk for each in question.children]})
    outline = "outline" if nation else "fine_outline"
    found = {
        code: (path, box, credit)
        for code, path, credit, *box in rows.values_list(f"{level}__code", outline, "credit", *BOX)
    }
    if not found or len(found) < len(ranking.rows):
        return None
    limits = limits_of([row.values.get("rate") for row in ranking.rows])
    shapes = [_area(row, found[row.code][0], limits) for row in ranking.rows]
    boxes = [box for _path, box, _credit in found.values()]
    drawing = areas(
        shapes,
        label=_("Incidents per 10,000 residents. The table below says the same."),
        frame=WHOLE if nation else Frame.around(boxes),
        patterns=("hatch",),
    )
    credit = ", ".join(sorted({credit for _path, _box, credit in found.values()}))
    return Choropleth(drawing, _words(limits), credit)


def limits_of(rates: list[Any]) -> list[Decimal]:
    """Return the rates at which the next class begins, so that classes hold as many units each."""
    known = sorted(Decimal(rate) for rate in rates if rate is not None)
    places = Decimal(1).scaleb(-incidents.PER_10000.decimals)
    cuts = {known[len(known) * at // CLASSES].quantize(places) for at in range(1, CLASSES) if known}
    return sorted(cut for cut in cuts if cut > known[0])


def _area(row: Row, path: str, limits: list[Decimal]) -> Area:
    rate = row.values.get("rate")
    if rate is None:
        words = _("%(name)s: no data") % {"name": row.name}
        return Area(path, "fill-void", words, row.url)
    places = incidents.PER_10000.decimals
    shown = numbers.number(rate, places)
    step = sum(Decimal(shown_as(rate, places)) >= limit for limit in limits) + 1
    words = _("%(name)s: %(rate)s per 10,000") % {"name": row.name, "rate": shown}
    return Area(path, f"fill-{step}", words, row.url)


def shown_as(rate: Any, places: int) -> Decimal:
    """Return a rate rounded as it is shown, so that its class agrees with its words."""
    return Decimal(rate).quantize(Decimal(1).scaleb(-places))


def _words(limits: list[Decimal]) -> list[str]:
    shown = [numbers.number(limit, incidents.PER_10000.decimals) for limit in limits]
    if not shown:
        return [_("all alike")]
    between = [f"{low} – {high}" for low, high in pairwise(shown)]
    return [
        _("below %(limit)s") % {"limit": shown[0]},
        *between,
        _("%(limit)s and more") % {"limit": shown[-1]},
    ]
