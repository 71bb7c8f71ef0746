"""Maps of ready paths: what a table keeps as outlines becomes a picture without a renderer.

Colours are classes of portal.css (`fill-…`), so that one drawing serves every theme and paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import mark_safe

from core.charts.pen import Drawing
from core.charts.plane import WHOLE, Frame, Point, project

TURNED = {"hatch": " rotate(45)"}  # a pattern's own turn, which enlarging it would undo
GLYPH = 0.58  # the width of an average letter, in heights


@dataclass(frozen=True)
class Area:
    """One area: its path in the plane, its class, what it says, and where it leads."""

    path: str
    kind: str
    words: str = ""
    href: str = ""


@dataclass(frozen=True)
class Label:
    """A name to be written at a place in the plane; the weightier one is written where two meet."""

    at: Point
    words: str
    weight: float = 0


def areas(
    shapes: Iterable[Area],
    *,
    label: str,
    frame: Frame = WHOLE,
    edges: Iterable[str] = (),
    names: Sequence[Label] = (),
    patterns: Sequence[str] = (),
    **more: object,
) -> Drawing:
    """Draw areas, then `edges` (paths of borders) over them, then names where there is room.

    `patterns` name the fills of the page (an id each) that areas use, here enlarged to the plane.
    More keywords are those of Drawing. A drawing without any area is empty.
    """
    drawn = [_area(each) for each in shapes if each.path]
    if not drawn:
        return Drawing(label=label, **more)  # type: ignore[arg-type]
    linked = any(each.startswith("<a ") for each in drawn)
    scale = frame.width / 900  # as wide as the picture usually stands on a page
    role = "group" if linked else "img"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{frame}" role="{role}"',
        f' aria-label="{escape(label)}">',
        _patterns(patterns, scale),
        *drawn,
        *(f'<path class="edge" d="{each}"/>' for each in edges if each),
        _names(names, height=12 * scale),
        "</svg>",
    ]
    svg = mark_safe("".join(parts))  # noqa: S308  drawn here, words in it are escaped
    return Drawing(wide=svg, label=label, style="areas", **more)  # type: ignore[arg-type]


def dot(longitude: float, latitude: float, radius: int) -> str:
    """Return the path of a circle around a place, for what has no boundary."""
    x, y = project(longitude, latitude)
    arc = f"a{radius},{radius} 0 1,0 "
    return f"M{x - radius},{y}{arc}{2 * radius},0{arc}{-2 * radius},0z"


def _area(area: Area) -> str:
    tip = f' data-tip="{escape(area.words)}"' if area.words else ""
    path = f'<path class="{area.kind}" d="{area.path}"{tip}/>'
    if not area.href:
        return path
    return f'<a href="{escape(area.href)}" aria-label="{escape(area.words)}">{path}</a>'


def _patterns(names: Iterable[str], scale: float) -> str:
    """Repeat patterns of the page in the units of the drawing."""
    drawn = "".join(
        f'<pattern id="map-{name}" href="#{name}"'
        f' patternTransform="scale({scale:.2f}){TURNED.get(name, "")}"/>'
        for name in names
    )
    return f"<defs>{drawn}</defs>" if drawn else ""


def _names(names: Iterable[Label], height: float) -> str:
    """Write the names that do not run into a weightier one."""
    taken: list[tuple[float, float, float]] = []
    words = []
    for each in sorted(names, key=lambda name: -name.weight):
        (x, y), half = each.at, GLYPH * height * len(each.words) / 2
        if any(abs(x - a) < half + b and abs(y - c) < 1.2 * height for a, b, c in taken):
            continue
        taken.append((x, half, y))
        words.append(f'<text x="{x}" y="{y}">{escape(each.words)}</text>')
    if not words:
        return ""
    return f'<g class="names" font-size="{height:.0f}" aria-hidden="true">{"".join(words)}</g>'
