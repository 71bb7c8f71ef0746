"""Boundaries as documents of GeoJSON, put together from stored text without reading it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

MEDIA_TYPE = "application/geo+json"


def written(value: Any) -> str:
    """Write a value as short JSON."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)


def feature(properties: dict[str, Any], geometry: str, box: Sequence[float] | None) -> str:
    """Return one feature; geometry is its text (empty: none), box west, south, east, north."""
    bounds = f'"bbox":{written(list(box))},' if box else ""
    said = written(properties)
    return f'{{"type":"Feature",{bounds}"properties":{said},"geometry":{geometry or "null"}}}'


def point(longitude: float | None, latitude: float | None) -> str:
    """Return the geometry of a place; empty without coordinates."""
    if longitude is None or latitude is None:
        return ""
    return written({"type": "Point", "coordinates": [longitude, latitude]})


def collection(features: Iterable[str], **members: Any) -> Iterator[str]:
    """Yield a FeatureCollection piece by piece; members stand beside the features."""
    yield f'{{"type":"FeatureCollection",{written(members)[1:-1]},"features":['
    for at, each in enumerate(features):
        yield f"{',' if at else ''}\n{each}"
    yield "]}\n"
