"""Places with their numbers as GeoJSON, for the map of an overview."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from communities.looks import line_of
from communities.models import Community
from dashboards.questions import Question
from indicators import communities, incidents

BELOW = ("oblast", "raion")
ANY = "CODE"  # stands for the code of a unit in the addresses the map builds


def places(question: Question) -> dict[str, Any]:
    """Return every community of the territory at its centre, with its incidents.

    Where the centre is not known it stands at the label of its boundary.

    `inside` names the unit one step below the territory that the community belongs to; the
    addresses are patterns, so that 1,470 places stay small.
    """
    ask = question.ask(incidents.RECORDED)
    if ask is None:
        return {"type": "FeatureCollection", "features": []}
    counts = incidents.RECORDED.split(ask, "community")
    eligible = communities.ELIGIBLE.split(ask, "community")
    counted = Q(code__in=[code for (code,), count in counts.items() if count])
    every = Community.objects.all()
    standing = every.shown() if ask.is_of_today else every.standing_on(ask.day)
    drawn = Community.objects.filter(Q(pk__in=standing.values("pk")) | counted)
    rows: Any = drawn.inside(ask.region).with_place().order_by("sort_key", "pk")
    rows = rows.filter(place_latitude__isnull=False).select_related(*BELOW)
    level = question.territory.children_level
    return {
        "type": "FeatureCollection",
        "unit": pgettext("how many", "Incidents"),
        "none": _("Temporarily occupied, no data"),
        "community": {"label": _("Community page"), "url": _community(question)},
        "inside": {"label": _("Overview: "), "url": _below(question, level)},
        "names": {unit.code: unit.title for unit in question.children},
        "features": [
            _place(
                row,
                level,
                counts.get((row.code,), 0),
                bool(eligible.get((row.code,))),
                ask.is_of_today,
            )
            for row in rows
        ],
    }


def _place(row: Any, level: str, value: int, eligible: bool, is_of_today: bool) -> dict[str, Any]:
    below = getattr(row, level) if level in BELOW else None
    return {
        "type": "Feature",
        "geometry": {"type": "Point", "coordinates": [row.place_longitude, row.place_latitude]},
        "properties": {
            "name": line_of(row, row.title, is_of_today),
            "code": row.code,
            "value": value if eligible or value else None,
            **({"inside": below.code} if below else {}),
        },
    }


def _community(question: Question) -> str:
    month = f"?month={question.month}" if question.month else ""
    return reverse("dashboards:community", args=[ANY]) + month


def _below(question: Question, level: str) -> str:
    if level not in BELOW:
        return ""
    return question.url("dashboards:overview", territory=ANY)
