"""A chart turned into a small SVG that may stand inside a page under a strict policy."""

import hashlib
import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from typing import Any

from core.charts import theme

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
BASE = "https://vega.github.io/vega-datasets/"  # the renderer makes links absolute with it
NOT_NEEDED = {
    "class",
    "version",
    "font-family",
    "pointer-events",
    "aria-hidden",
    "aria-label",
    "aria-roledescription",
    "role",
    "target",
    "stroke-miterlimit",
}
USUAL = {("opacity", "1"), ("stroke-width", "1"), ("fill-opacity", "1")} | {
    ("transform", "translate(0,0)")
}
NUMERIC = {"d", "transform", "x", "y", "x2", "y2", "cx", "cy", "r", "width", "height"}
DISC = re.compile(r"M([\d.]+),0A[^Z]*Z?$")
MOVE = re.compile(r"translate\(([-\d.]+),([-\d.]+)\)$")


def draw(chart: Any, *, mode: str = "page", label: str = "", group: bool = False) -> str:
    """Return the SVG of an Altair chart.

    mode "page" keeps colours as CSS variables, so dark, print and forced colours need no second
    drawing; "light" writes them out for PDF and e-mail. group is for drawings with links inside,
    which role img would hide; without a label the drawing is an ornament.
    """
    import vl_convert  # not fork-safe once it has drawn, so never loaded before it is wanted

    spec = chart.to_dict(validate=False)
    spec["config"] = theme.config()
    raw = vl_convert.vegalite_to_svg(spec, format_locale=theme.number_locale())
    root = ET.fromstring(raw)  # noqa: S314  our own drawing, names in it are escaped
    _clean(root)
    _rename_clips(root, hashlib.sha256(raw.encode()).hexdigest()[:8])
    text = _head(root, label, group) + "".join(_written(each) for each in root) + "</svg>"
    if mode == "page":
        return text
    text = text.replace(">", f">{theme.HATCH}", 1) if "url(#hatch)" in text else text
    return re.sub(r"var\(--([\w-]+)\)", lambda match: theme.PALETTE[match[1]], text)


def _head(root: ET.Element, label: str, group: bool) -> str:
    """Name the drawing; one without a name is hidden from screen readers."""
    svg = ET.Element("svg", {"xmlns": SVG.strip("{}"), "viewBox": root.get("viewBox", "")})
    if label:
        svg.attrib |= {"role": "group" if group else "img", "aria-label": label}
    else:
        svg.attrib |= {"aria-hidden": "true", "focusable": "false"}
    return ET.tostring(svg, "unicode").removesuffix(" />") + ">"


def _written(element: ET.Element) -> str:
    return ET.tostring(element, "unicode")


def _clean(parent: ET.Element) -> None:
    """Take away what a page does not need: helpers of the renderer, empty groups, long numbers."""
    for element in list(parent):
        element.tag = element.tag.removeprefix(SVG)
        if _is_helper(element):
            parent.remove(element)
            continue
        _tidy(element)
        _clean(element)
        if element.tag == "g" and not element.attrib:
            _replace(parent, element, list(element))
        elif element.tag == "g" and not len(element):
            parent.remove(element)


def _is_helper(element: ET.Element) -> bool:
    """Tell the frames nobody sees from what was drawn."""
    painted = {"fill", "stroke"} & element.attrib.keys()
    empty = element.tag == "path" and element.get("d") in {None, "", "M0,0h0v0h0Z"}
    frame = element.get("class") in {"background", "foreground"} and not painted
    return empty or frame or (element.tag == "rect" and element.get("fill") == "transparent")


def _tidy(element: ET.Element) -> None:
    tip = element.get("aria-label") if element.get("role") == "graphics-symbol" else None
    for name, value in list(element.attrib.items()):
        if name in NOT_NEEDED or (name, value) in USUAL:
            del element.attrib[name]
        elif name in NUMERIC:
            element.set(name, _rounded(value))
    if tip:
        element.set("data-tip", tip)
    if LINK in element.attrib:
        element.set("href", element.attrib.pop(LINK).removeprefix(BASE))
        spoken = next((child.get("aria-label") for child in element), None)
        element.set("aria-label", spoken or "")
    _as_circle(element)


def _rounded(value: str) -> str:
    """Keep a tenth of a pixel, which is all the eye can tell."""
    return re.sub(
        r"-?\d+\.\d+(?:e-\d+)?", lambda match: f"{round(float(match[0]), 1) + 0:g}", value
    )


def _as_circle(element: ET.Element) -> None:
    """Write a round mark as a circle: a third of the bytes, the same drawing."""
    disc, place = DISC.match(element.get("d", "")), MOVE.match(element.get("transform", ""))
    if element.tag != "path" or not disc or not place:
        return
    element.tag = "circle"
    del element.attrib["d"], element.attrib["transform"]
    element.attrib |= {"cx": place[1], "cy": place[2], "r": disc[1]}


def _replace(parent: ET.Element, element: ET.Element, children: list[ET.Element]) -> None:
    place = list(parent).index(element)
    parent.remove(element)
    for child in reversed(children):
        parent.insert(place, child)


def _rename_clips(root: ET.Element, digest: str) -> None:
    """Make the names inside one drawing its own: a page may hold many."""
    for element in _all(root):
        for name in ("id", "clip-path"):
            if "clip" in element.get(name, ""):
                element.set(name, re.sub(r"clip(\d+)", rf"c{digest}-\1", element.attrib[name]))


def _all(root: ET.Element) -> Iterator[ET.Element]:
    return root.iter()
