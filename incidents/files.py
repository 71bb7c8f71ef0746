"""Incidents as whole files. PostgreSQL writes the lines, a server-side cursor brings them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import StreamingHttpResponse

from core.exports import BYTE_ORDER_MARK, CHUNK, CSV, GEOJSON, NDJSON, Standing, sent
from incidents.models import ALWAYS_PROTECTED, PROTECTED
from incidents.models.people import PEOPLE
from incidents.telling import FEATURE, ONCE, ROWS, SHAPE, TIMES, TOLD, telling

BLOCK = 100  # rows that are sent at a time
NAME = "incidents"
FROM_PEOPLE = ("register_number", "address", "narrative")  # may begin like a formula
ACTIVE = r"^([=+\-@\x01-\x1f])"  # what core.exports.defused finds, as PostgreSQL reads it


def incidents_file(
    kind: str, incidents: Any, *, standing: Standing, excel: bool = False
) -> StreamingHttpResponse:
    """Answer with all incidents of a queryset as a file; memory does not grow with their number.

    Of sensitive records the protected fields are absent, or empty in CSV.
    """
    parts = PARTS[kind](incidents, excel)
    return sent(parts, kind=kind, name=NAME, standing=standing, rows=BLOCK)


def columns() -> Iterator[tuple[str, str]]:
    """Yield the columns of the CSV and their SQL: the fields of the JSON, those within one by one."""
    for name, sql in SHAPE:
        if name in ALWAYS_PROTECTED:
            continue
        if name == "people":
            yield from ((f"people.{each}", f"i.{each}") for each in PEOPLE)
        elif name in ONCE:
            yield from ((f"{name}.{each}", f"({sql}) ->> '{each}'") for each in ONCE[name])
        else:
            yield name, sql


def _cell(name: str, sql: str) -> str:
    """Return the SQL of a cell: a text in quotes, and none that a spreadsheet would run."""
    text = f"to_json({sql}) #>> '{{{{}}}}'" if name in TIMES else f"({sql})::text"
    if name in PROTECTED:
        text = f"CASE WHEN NOT category.sensitive THEN {text} END"
    if name in FROM_PEOPLE:
        text = f"regexp_replace({text}, '{ACTIVE}', '''\\1')"
    return f"""'"' || replace({text}, '"', '""') || '"'"""


def _line(separator: str) -> str:
    cells = ", ".join(_cell(*each) for each in columns())
    return f"(SELECT array_to_string(ARRAY[{cells}], '{separator}', ''){ROWS})"


LINES = {False: _line(","), True: _line(";")}
FEATURES = f"(SELECT {FEATURE}::text{ROWS})"


def _csv(incidents: Any, excel: bool) -> Iterator[str]:
    names = (";" if excel else ",").join(name for name, _sql in columns())
    yield f"{BYTE_ORDER_MARK if excel else ''}{names}\r\n"
    for some in _blocks(incidents, LINES[excel]):
        yield "".join(f"{line}\r\n" for line in some)


def _geojson(incidents: Any, _excel: bool) -> Iterator[str]:
    yield '{"type":"FeatureCollection","features":['
    begin = "\n"
    for some in _blocks(incidents, FEATURES):
        yield begin + ",\n".join(some)
        begin = ",\n"
    yield "\n]}\n"


def _ndjson(incidents: Any, _excel: bool) -> Iterator[str]:
    for some in _blocks(incidents, TOLD):
        yield "".join(f"{told}\n" for told in some)


PARTS = {CSV: _csv, GEOJSON: _geojson, NDJSON: _ndjson}


def _blocks(incidents: Any, sql: str) -> Iterator[list[str]]:
    lines = telling(incidents, sql=sql).iterator(chunk_size=CHUNK)
    while some := list(islice(lines, BLOCK)):
        yield some
