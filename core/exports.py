"""Rows as files: CSV that no spreadsheet runs, and GeoJSON, both written while they are read."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.functional import Promise

CSV, GEOJSON = "text/csv", "application/geo+json"
ENDINGS = {CSV: "csv", GEOJSON: "geojson"}
CHUNK = 1000  # rows that are in memory at a time
ACTIVE = ("=", "+", "-", "@")  # a text that begins so is a formula to a spreadsheet
BYTE_ORDER_MARK = "\ufeff"  # tells Excel that the file is UTF-8


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a file: its name, and what a row has there."""

    label: str | Promise
    cell: Callable[[Any], Any]


def file_of(
    kind: str,
    rows: Any,
    columns: Sequence[Column],
    *,
    name: str,
    geometry: Callable[[Any], Any] | None = None,
    excel: bool = False,
) -> StreamingHttpResponse:
    """Answer with all rows of a queryset as a file; memory does not grow with their number.

    `geometry` is what GeoJSON draws for a row. `excel` begins the CSV with a byte-order mark
    and puts semicolons, which Excel in Ukraine expects.
    """
    read = rows.iterator(chunk_size=CHUNK)
    if kind == GEOJSON:
        parts = geojson_parts(read, columns, geometry or _nowhere)
    else:
        parts = csv_parts(read, columns, excel=excel)
    return sent(parts, kind=kind, name=name)


def sent(parts: Iterable[str], *, kind: str, name: str) -> StreamingHttpResponse:
    """Answer with a file that is written while it is sent."""
    charset = "; charset=utf-8" if kind == CSV else ""
    answer = StreamingHttpResponse(parts, content_type=f"{kind}{charset}")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ENDINGS[kind]}"'
    return answer


def csv_parts(
    rows: Iterable[Any], columns: Sequence[Column], *, excel: bool = False
) -> Iterator[str]:
    """Yield the lines of a CSV file, the names of the columns first."""
    line = csv.writer(_Echo(), delimiter=";" if excel else ",")
    begin = BYTE_ORDER_MARK if excel else ""
    yield begin + line.writerow([defused(str(each.label)) for each in columns])
    for row in rows:
        yield line.writerow([defused(each.cell(row)) for each in columns])


def geojson_parts(
    rows: Iterable[Any], columns: Sequence[Column], geometry: Callable[[Any], Any]
) -> Iterator[str]:
    """Yield a FeatureCollection, feature by feature."""
    yield '{"type":"FeatureCollection","features":['
    for number, row in enumerate(rows):
        feature = {
            "type": "Feature",
            "geometry": geometry(row),
            "properties": {str(each.label): each.cell(row) for each in columns},
        }
        text = json.dumps(feature, ensure_ascii=False, separators=(",", ":"))
        yield f"{',' if number else ''}\n{text}"
    yield "\n]}\n"


def point(row: Any) -> dict[str, Any] | None:
    """Return the place of a row as GeoJSON; None where nobody knows it."""
    if row.latitude is None or row.longitude is None:
        return None
    return {"type": "Point", "coordinates": [row.longitude, row.latitude]}


def defused(value: Any) -> Any:
    """Return a cell that a spreadsheet shows and does not run."""
    if not isinstance(value, str):
        return "" if value is None else value
    dangerous = value.startswith(ACTIVE) or value[:1] < " "
    return f"'{value}" if value and dangerous else value


def _nowhere(_row: Any) -> None:
    return None


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text
