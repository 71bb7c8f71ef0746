"""Maps drawn as charts: areas by class, places as circles."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.html import strip_tags

from core import numbers
from core.charts.pen import Drawing, Pen
from core.charts.series import plain

MOST_TIPS = 400  # marks; a tip for each of more would double the page
SIZE = {"width": 472, "height": 318}


def choropleth(
    features: Iterable[dict[str, Any]],
    *,
    caption: str = "",
    label: str = "",
    mode: str = "page",
    header: Sequence[str] = (),
) -> Drawing:
    """Draw areas in five classes: GeoJSON features with the properties class, name, value, href.

    Class 0 is no data. Polygons run clockwise, as d3-geo expects.
    """
    shapes = [_shape(feature) for feature in features]
    links = mode == "page" and any(shape["properties"]["href"] for shape in shapes)
    pen = Pen(label=label or strip_tags(caption), mode=mode, group=links)
    told = [(shape["properties"]["name"], shape["properties"]["value"]) for shape in shapes]
    return Drawing(
        wide=pen.draw("choropleth", shapes, links=links, **SIZE),
        label=pen.label,
        caption=caption,
        header=header,
        rows=told if header else (),
    )


def circles(
    rows: Iterable[dict[str, Any]],
    *,
    features: Iterable[dict[str, Any]] = (),
    caption: str = "",
    label: str = "",
    mode: str = "page",
    header: Sequence[str] = (),
    most: int = 20,
) -> Drawing:
    """Draw places as circles by value: rows of name, lon, lat, value.

    A place without coordinates or without anything to show has no circle; the table, drawn when
    it has a header, names the `most` largest. Features are the land under them, if any.
    """
    known = [row for row in rows if row["value"] and row["lon"] is not None]
    known.sort(key=lambda row: -row["value"])
    marks = [_circle(row, with_tip=at < MOST_TIPS) for at, row in enumerate(known)]
    pen = Pen(label=label or strip_tags(caption), mode=mode)
    return Drawing(
        wide=pen.draw("circles", marks, features=list(features), **SIZE),
        label=pen.label,
        caption=caption,
        header=header,
        rows=[(row["name"], row["value"]) for row in known[:most]] if header else (),
        style="circles",
    )


def _circle(row: dict[str, Any], *, with_tip: bool) -> dict[str, Any]:
    place = {"lon": round(float(row["lon"]), 3), "lat": round(float(row["lat"]), 3)}
    tip = f"{row['name']}: {numbers.number(row['value'])}" if with_tip else ""
    return place | {"value": plain(row["value"]), "tip": tip}


def _shape(feature: dict[str, Any]) -> dict[str, Any]:
    given = feature["properties"]
    kept = {name: given.get(name, "") for name in ("class", "name", "href")}
    kept |= {"value": plain(given.get("value"))}
    kept |= {"tip": f"{given['name']}: {numbers.number(given.get('value'))}"}
    return {"type": "Feature", "geometry": feature["geometry"], "properties": kept}
