"""The plane the national map is drawn in: degrees to whole units, GeoJSON to an SVG path.

Conic equal-area like the drawn charts (plots.PROJECTION). A unit is a ten-thousandth of the width
of Ukraine, some 130 m; y points down.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, radians, sin, sqrt
from typing import Any

WIDTH, HEIGHT = 10_000, 6_800  # units; all of Ukraine with a margin
_FIRST, _SECOND, _MIDDLE = radians(46), radians(51), 31.2  # standard parallels, central meridian
_N = (sin(_FIRST) + sin(_SECOND)) / 2
_C = cos(_FIRST) ** 2 + 2 * _N * sin(_FIRST)
_SCALE = 47_200  # units a radian of the sphere
_ORIGIN = sqrt(_C - 2 * _N * sin(radians(52.5))) / _N  # the northern edge

Point = tuple[int, int]


@dataclass(frozen=True)
class Frame:
    """A rectangle of the plane, as an SVG's viewBox wants it."""

    left: int
    top: int
    width: int
    height: int

    @classmethod
    def around(cls, bounds: Iterable[Sequence[float]], *, margin: float = 0.03) -> Frame:
        """Return the frame around boxes of west, south, east, north in degrees."""
        corners = [
            project(lon, lat)
            for west, south, east, north in bounds
            for lon in (west, (west + east) / 2, east)
            for lat in (south, north)
        ]
        if not corners:
            return WHOLE
        xs, ys = zip(*corners, strict=True)
        room = max(20, round(margin * max(max(xs) - min(xs), max(ys) - min(ys))))
        left, top = min(xs) - room, min(ys) - room
        return cls(left, top, max(xs) + room - left, max(ys) + room - top)

    def __str__(self) -> str:
        return f"{self.left} {self.top} {self.width} {self.height}"


WHOLE = Frame(0, 0, WIDTH, HEIGHT)


def project(longitude: float, latitude: float) -> Point:
    """Return where a place lies in the plane."""
    distance = sqrt(_C - 2 * _N * sin(radians(latitude))) / _N
    angle = _N * radians(longitude - _MIDDLE)
    x = WIDTH / 2 + _SCALE * distance * sin(angle)
    y = _SCALE * (distance * cos(angle) - _ORIGIN)
    return round(x), round(y)


def path_of(geometry: dict[str, Any]) -> str:
    """Return a polygon or multipolygon of GeoJSON as an SVG path of whole relative steps.

    Rings that shrink to less than a triangle of units are left out.
    """
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    rings = ([project(*place[:2]) for place in ring] for polygon in polygons for ring in polygon)
    return "".join(_drawn(list(_without_repeats(ring))) for ring in rings)


def _without_repeats(ring: list[Point]) -> Iterable[Point]:
    last = None
    for point in ring:
        if point != last:
            yield point
        last = point


def _drawn(ring: list[Point]) -> str:
    if len(ring) < 4:  # the first point comes again at the end
        return ""
    (x, y), *others = ring[:-1]
    words = [f"M{x},{y}l"]
    for right, down in others:
        words.append(f"{right - x},{down - y} ")
        x, y = right, down
    return "".join(words).rstrip() + "z"
