"""The geometry of boundaries: repaired, thinned together with their neighbours, and drawn.

The one place that loads GEOS (shapely), and only an import comes here: no page does.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from django.utils.translation import gettext_noop as _
from shapely.geometry import MultiPolygon, Polygon, shape

from communities.topology import Feature
from core.boxes import UKRAINE
from core.charts.plane import path_of
from core.reasons import Reason

LOW, MIDDLE = 0.025, 0.008  # degrees: corners of less than the square of it are cut off
DECIMALS = {LOW: 3, MIDDLE: 4, 0: 5}  # of a degree: a hundred metres, ten, one
LABEL = 0.01  # degrees the label may lie off the middle of the widest part
Shape = dict[str, Any]


@dataclass(frozen=True)
class Drawn:
    """What became of one layer: the columns of each unit, and what had to be said or refused."""

    columns: dict[int, Shape]
    warnings: dict[int, str]
    problems: dict[int, str]


def draw(features: Mapping[int, Feature]) -> Drawn:
    """Draw the boundaries of one layer, by the number of their feature."""
    warnings: dict[int, str] = {}
    problems: dict[int, str] = {}
    sound: dict[int, MultiPolygon | Polygon] = {}
    for number, feature in features.items():
        try:
            sound[number] = _sound(feature, warnings)
        except ValueError as error:
            problems[number] = error.args[0]
    columns = {} if problems or not sound else _columns(sound)
    if columns:
        warnings |= _beside(sound, warnings, features)
    return Drawn(columns, warnings, problems)


def _sound(feature: Feature, warnings: dict[int, str]) -> Any:
    """Return a valid polygon; what crosses itself is repaired and said, the rest is ValueError."""
    try:
        found = shape(feature.geometry)
    except (ValueError, shapely.errors.GEOSException) as error:
        text = _("%(code)s: a ring needs at least four points, the last like the first")
        raise ValueError(Reason(text, code=feature.code)) from error
    reason = shapely.is_valid_reason(found)
    if reason != "Valid Geometry":
        place = reason.partition("[")[2].rstrip("]") or "?"
        text = _("%(code)s: the boundary crosses itself at %(place)s; it was repaired")
        warnings[feature.number] = Reason(text, code=feature.code, place=place)
        found = shapely.make_valid(found, method="structure", keep_collapsed=False)
    if found.is_empty or not found.area:
        raise ValueError(Reason(_("%(code)s: the boundary holds no land"), code=feature.code))
    if not shapely.box(*UKRAINE).covers(shapely.box(*found.bounds)):
        raise ValueError(
            Reason(_("%(code)s: the boundary lies outside Ukraine"), code=feature.code)
        )
    return found


def _beside(
    sound: Mapping[int, Any], known: Mapping[int, str], features: Mapping[int, Feature]
) -> dict[int, str]:
    """Name the boundaries that overlap a neighbour's, or leave a crack beside it."""
    edges = shapely.coverage_invalid_edges(list(sound.values()))
    text = _("%(code)s: the boundary and that of a neighbour do not lie on one line")
    return {
        number: Reason(text, code=features[number].code)
        for number, edge in zip(sound, edges, strict=True)
        if not edge.is_empty and number not in known
    }


def _columns(sound: Mapping[int, Any]) -> dict[int, Shape]:
    high = list(sound.values())
    low, middle = (
        _rounded(shapely.coverage_simplify(high, step), DECIMALS[step]) for step in (LOW, MIDDLE)
    )
    high = _rounded(high, DECIMALS[0])
    rows = zip(sound, low, middle, high, strict=True)
    return {number: _unit(*geometries) for number, *geometries in rows}


def _rounded(geometries: Sequence[Any], decimals: int) -> list[Any]:
    rounded = shapely.transform(np.array(geometries), lambda places: np.round(places, decimals))
    return list(shapely.orient_polygons(rounded))  # as RFC 7946 wants the rings


def _unit(low: Any, middle: Any, high: Any) -> Shape:
    texts = {
        name: shapely.to_geojson(each)
        for name, each in (("low", low), ("middle", middle), ("high", high))
    }
    west, south, east, north = (float(each) for each in high.bounds)
    label = _label(middle)
    return {
        **texts,
        "outline": path_of(json.loads(texts["low"])),
        "fine_outline": path_of(json.loads(texts["middle"])),
        "west": west,
        "south": south,
        "east": east,
        "north": north,
        "label_latitude": round(label.y, DECIMALS[0]),
        "label_longitude": round(label.x, DECIMALS[0]),
        "digest": hashlib.sha256("".join(texts.values()).encode()).hexdigest()[:16],
    }


def _label(geometry: Any) -> Any:
    """Return the middle of the widest place inside, where a name has most room."""
    largest = max(shapely.get_parts(geometry), key=lambda part: part.area)
    return shapely.get_point(shapely.maximum_inscribed_circle(largest, tolerance=LABEL), 0)
