"""Tables as CSV that streams, and that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import StreamingHttpResponse

FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
MARK = "\ufeff"  # some spreadsheets read UTF-8 only behind it


@dataclass(frozen=True)
class Column:
    """A column of a file: its heading, and what a row says in it."""

    label: Any
    cell: Callable[[Any], Any]


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def csv_lines(
    columns: Sequence[Column], rows: Iterable[Any], *, excel: bool = False
) -> Iterator[str]:
    """Yield a table line by line; for Excel with a byte-order mark and semicolons."""
    writer = csv.writer(_Echo(), delimiter=";" if excel else ",")
    heading = writer.writerow([defused(str(each.label)) for each in columns])
    yield f"{MARK if excel else ''}{heading}"
    for row in rows:
        yield writer.writerow([defused(each.cell(row)) for each in columns])


def defused(value: Any) -> Any:
    """Return a cell that is read as text where it could be taken for a formula."""
    if value is None:
        return ""
    if isinstance(value, str) and value.startswith(FORMULA):
        return f"'{value}"
    return value


def download(pieces: Iterable[str], *, name: str, media_type: str) -> StreamingHttpResponse:
    """Answer with a file that is written while it is sent."""
    return StreamingHttpResponse(
        pieces,
        content_type=media_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )
