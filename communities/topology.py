"""TopoJSON and GeoJSON files as numbered features with a code each; nothing of geometry yet."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop as _

from core.plans import FileRejected
from core.reasons import Reason

KINDS = {"Polygon": 2, "MultiPolygon": 3}  # how deep the positions lie
Position = tuple[float, float]


class Unreadable(ValueError):
    """A feature that is not one polygon or several; says why."""


@dataclass(frozen=True)
class Feature:
    """One feature: its number in the document, the layer (empty in GeoJSON), code, geometry."""

    number: int
    layer: str
    code: str
    geometry: dict[str, Any]


def read_features(path: Path) -> Iterator[Feature]:
    """Yield the features of a file, or raise FileRejected with the number and the reason."""
    document = _document(path)
    kind = document.get("type") if isinstance(document, dict) else None
    if kind == "Topology":
        found = list(_of_topology(document))
    elif kind == "FeatureCollection" and isinstance(document.get("features"), list):
        found = [("", each) for each in document["features"]]
    else:
        raise FileRejected(
            {1: Reason(_("this is neither TopoJSON nor a FeatureCollection of GeoJSON"))}
        )
    if len(found) > settings.LIMITS["boundary_features"]:
        raise FileRejected({len(found): Reason(_("the file has too many features"))})
    reader = _Reader(document)
    problems: dict[int, str] = {}
    for number, (layer, each) in enumerate(found, 1):
        try:
            yield reader.feature(number, layer, each)
        except Unreadable as error:
            problems[number] = error.args[0]
    if problems or not found:
        raise FileRejected(problems or {1: Reason(_("the file has no feature to take"))})


def _document(path: Path) -> Any:
    most = settings.LIMITS["boundary_bytes"]
    try:
        if path.stat().st_size > most:
            text = _("the file is longer than %(most)s bytes")
            raise FileRejected({1: Reason(text, most=most)})
        return json.loads(path.read_text("utf-8-sig"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:  # broken UTF-8 is a ValueError too
        raise FileRejected({1: Reason(_("this is not JSON text in UTF-8"))}) from error
    except OSError as error:
        raise FileRejected({1: Reason(_("the file cannot be read"))}) from error


def _refuse_constant(name: str) -> None:
    raise ValueError(name)


def _of_topology(document: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    objects = document.get("objects")
    for layer, each in objects.items() if isinstance(objects, dict) else ():
        inside = each.get("geometries", [each]) if isinstance(each, dict) else [each]
        yield from ((layer, geometry) for geometry in inside)


class _Reader:
    """Turns the features of one document into polygons in degrees, up to a number of positions."""

    def __init__(self, document: dict[str, Any]) -> None:
        self.topology = document if document["type"] == "Topology" else None
        self.left = settings.LIMITS["boundary_points"]
        try:
            self.arcs = [list(self._arc(each)) for each in document.get("arcs", [])]
        except (TypeError, ValueError, KeyError, OverflowError) as error:
            raise FileRejected({1: Reason(_("the arcs of the TopoJSON cannot be read"))}) from error

    def feature(self, number: int, layer: str, each: Any) -> Feature:
        """Return one feature, or raise Unreadable."""
        if not isinstance(each, dict):
            raise Unreadable(Reason(_("this is no feature")))
        properties = each.get("properties")
        code = properties.get("code") if isinstance(properties, dict) else None
        if not isinstance(code, str) or not code:
            raise Unreadable(Reason(_("the feature has no property “code”")))
        raw = each if self.topology else each.get("geometry")
        kind = raw.get("type") if isinstance(raw, dict) else None
        if not isinstance(raw, dict) or kind is None:
            raise Unreadable(Reason(_("%(code)s has no boundary"), code=code[:24]))
        if kind not in KINDS:
            text = _("%(code)s is a %(kind)s, not a polygon")
            raise Unreadable(Reason(text, code=code[:24], kind=str(kind)[:24]))
        try:
            inside = self._nested(raw["arcs" if self.topology else "coordinates"], KINDS[kind])
        except (KeyError, IndexError, TypeError, ValueError, OverflowError) as error:
            text = _("the boundary of %(code)s cannot be read")
            raise Unreadable(Reason(text, code=code[:24])) from error
        return Feature(number, layer, code, {"type": kind, "coordinates": inside})

    def _nested(self, given: Any, depth: int) -> list[Any]:
        if depth == 1:
            ring = self._joined(given) if self.topology else [_position(each) for each in given]
            self.left -= len(ring)
            if self.left < 0:
                raise FileRejected(
                    {1: Reason(_("the boundaries of the file have too many points"))}
                )
            return ring
        return [self._nested(each, depth - 1) for each in given]

    def _joined(self, indices: list[int]) -> list[Position]:
        """Return a ring of arcs; a negative number is an arc walked backwards."""
        ring: list[Position] = []
        for index in indices:
            arc = self.arcs[index] if index >= 0 else self.arcs[~index][::-1]
            ring.extend(arc[1:] if ring else arc)
            if len(ring) > self.left:
                break  # the caller refuses
        return ring

    def _arc(self, steps: list[list[float]]) -> Iterator[Position]:
        """Yield the positions of an arc; with a transform its numbers are steps on a grid."""
        grid = (self.topology or {}).get("transform")
        if not grid:
            yield from map(_position, steps)
            return
        (wide, high), (left, low) = grid["scale"], grid["translate"]
        x = y = 0.0
        for right, up, *_more in steps:
            x, y = x + right, y + up
            yield _position((x * wide + left, y * high + low))


def _position(given: Any) -> Position:
    x, y = given[0], given[1]
    if not (isinstance(x, int | float) and isinstance(y, int | float)):
        raise TypeError(given)
    x, y = float(x), float(y)
    if not (isfinite(x) and isfinite(y)):
        raise ValueError(given)
    return x, y
