"""Rows as files: CSV that no spreadsheet runs, and GeoJSON, both written while they are read."""

from __future__ import annotations

import csv
import json
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import tzinfo
from typing import Any, TypeVar

from django.conf import settings
from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _

CSV, GEOJSON, NDJSON = "text/csv", "application/geo+json", "application/x-ndjson"
ENDINGS = {CSV: "csv", GEOJSON: "geojson", NDJSON: "ndjson"}
CHUNK = 1000  # rows that are in memory at a time
ACTIVE = ("=", "+", "-", "@")  # a text that begins so is a formula to a spreadsheet
BYTE_ORDER_MARK = "\ufeff"  # tells Excel that the file is UTF-8
Part = TypeVar("Part", str, bytes)
Standing = Callable[[], bool]  # says whether the reader may still have the file


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
    standing: Standing,
    geometry: Callable[[Any], Any] | None = None,
    excel: bool = False,
) -> StreamingHttpResponse:
    """Answer with all rows of a queryset as a file; memory does not grow with their number.

    `standing` is asked while the file is written (`sent`). `geometry` is what GeoJSON draws for a
    row. `excel` begins the CSV with a byte-order mark
    and puts semicolons, which Excel in Ukraine expects.
    """
    read = rows.iterator(chunk_size=CHUNK)
    if kind == GEOJSON:
        parts = geojson_parts(read, columns, geometry or _nowhere)
    else:
        parts = csv_parts(read, columns, excel=excel)
    return sent(parts, kind=kind, name=name, standing=standing)


def sent(
    parts: Iterable[str], *, kind: str, name: str, standing: Standing, rows: int = 1
) -> StreamingHttpResponse:
    """Answer with a file that is written while it is sent, in language and zone of the request.

    A part is so many `rows`, the first and the last one apart. Where the reader may no longer
    have the file, it ends after the part it is at, and its last line says why.
    """
    charset = "; charset=utf-8" if kind == CSV else ""
    lasting = _while_allowed(parts, standing, _last_line(kind), of=rows)
    spoken = as_asked(lasting)
    answer = StreamingHttpResponse(spoken, content_type=f"{kind}{charset}")
    answer["Content-Disposition"] = f'attachment; filename="{name}.{ENDINGS[kind]}"'
    return answer


def _while_allowed(
    parts: Iterable[str], standing: Standing, last: str, *, of: int
) -> Iterator[str]:
    """Yield parts for as long as it is allowed: asked so many rows or so many seconds apart."""
    rows, seconds = settings.LIMITS["export_rows"], settings.LIMITS["export_seconds"]
    since, asked = 0, time.monotonic()
    for part in parts:
        if since >= rows or time.monotonic() - asked >= seconds:
            if not standing():
                yield last
                return
            since, asked = 0, time.monotonic()
        since += of
        yield part


def _last_line(kind: str) -> str:
    """Return the end of a file that is cut short; GeoJSON stays readable, and says so beside it."""
    text = _("This file ends here, before its end: your right to these data has ended.")
    if kind == GEOJSON:
        return f'\n],"ended":{json.dumps(text, ensure_ascii=False)}}}\n'
    if kind == NDJSON:
        return json.dumps({"ended": text}, ensure_ascii=False) + "\n"
    return csv.writer(_Echo()).writerow([text])


def as_asked(parts: Iterable[Part]) -> Iterator[Part]:
    """Return parts made in the language and the zone of now: when they are made, neither is set."""
    return _made_in(parts, translation.get_language(), timezone.get_current_timezone())


def _made_in(parts: Iterable[Part], language: str | None, zone: tzinfo) -> Iterator[Part]:
    left = iter(parts)
    while True:
        with translation.override(language), timezone.override(zone):
            part = next(left, None)
        if part is None:
            return
        yield part


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
        text = json.dumps(feature, ensure_ascii=False, separators=(",", ":"), default=str)
        yield f"{',' if number else ''}\n{text}"
    yield "\n]}\n"


def point(row: Any) -> dict[str, Any] | None:
    """Return the place of a row as GeoJSON; None where nobody knows it."""
    if row.latitude is None or row.longitude is None:
        return None
    return {"type": "Point", "coordinates": [float(row.longitude), float(row.latitude)]}


def defused(value: Any) -> Any:
    """Return a cell that a spreadsheet shows and does not run."""
    if not isinstance(value, str):
        return "" if value is None else value
    dangerous = value.startswith(ACTIVE) or value[:1] < " "
    return f"'{value}" if value and dangerous else value


def in_words_of_json(value: Any) -> Any:
    """Return a value as a cell: what is no text and no number is written as in JSON."""
    if isinstance(value, bool | list | dict):
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str)
    return value


def _nowhere(_row: Any) -> None:
    return None


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text
