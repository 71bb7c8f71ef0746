"""A sheet taken apart: which cell stands under which heading, row by row."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy, gettext_noop

from core.bounded import numbered
from core.plans import FileRejected
from core.reasons import Reason
from core.sheets.cells import ERROR, ERRORS, FORMULA, ID, Cell, Row, headings, in_both, plain
from core.sheets.moments import EPOCH
from core.workbooks import first_sheet, merged_cells

HEADING_WITHIN = 10  # rows; a line of advice may stand above it
WIDEST = 200  # columns that are looked at
EXAMPLE = gettext_lazy("EXAMPLE")  # a row whose ID begins so is not read
ZIP = b"PK"  # how workbooks begin, and no table of text does
_ODD = re.compile(r"[\0-\x08\x0e-\x1f]")  # never in a table of text
ENCODINGS = ("utf-8-sig", "cp1251")  # the second is what spreadsheets in Ukraine write


class SheetRejected(FileRejected):
    """The sheet is no list of such records: `problems` says why, by row."""

    place = "row"


@dataclass(frozen=True)
class Layout:
    """What a sheet has to look like: what its columns are called, and which may not be missing."""

    labels: Mapping[str, Any]
    needed: frozenset[str]


def read_rows(path: Path, layout: Layout) -> list[Row]:
    """Return every record of a sheet; SheetRejected where it is none, or holds too many."""
    most = settings.LIMITS["sheet_rows"]
    found: list[Row] = []
    for row in _rows(path, layout):
        if len(found) == most:
            text = gettext_noop("the file has more than %(most)s rows: divide it")
            raise SheetRejected({row.number: Reason(text, most=most)})
        found.append(row)
    if not found:
        raise SheetRejected({1: Reason(gettext_noop("there is nothing in the first sheet"))})
    return found


def _rows(path: Path, layout: Layout) -> Iterator[Row]:
    with path.open("rb") as file:
        read = _of_workbook if file.read(len(ZIP)) == ZIP else _of_text
    examples = tuple(in_both(partial(str, EXAMPLE)))
    for row in read(path, layout):
        if row.cells.keys() - {ID, ERRORS} and not plain(row.id).startswith(examples):
            yield row


def _of_workbook(path: Path, layout: Layout) -> Iterator[Row]:
    most = settings.LIMITS["sheet_unpacked"]
    with first_sheet(path, most=most, refuse=SheetRejected, formulas=True) as sheet:
        lines = numbered(sheet.iter_rows(max_col=WIDEST), SheetRejected)
        at, heads = _heading(lines, layout)
        _refuse_merged({row: ref for row, ref in merged_cells(path, sheet).items() if row >= at})
        for number, line in lines:
            yield _row(number, line, heads, sheet.parent.epoch)


@dataclass(frozen=True)
class _Text:
    """A cell of a file of text, told of as that of a workbook is."""

    value: str
    coordinate: str
    data_type: str = "s"
    is_date: bool = False


def _of_text(path: Path, layout: Layout) -> Iterator[Row]:
    try:
        lines = numbered(_lines_of(_decoded(path)), SheetRejected)
        _at, heads = _heading(lines, layout)
        for number, line in lines:
            yield _row(number, line, heads, EPOCH)
    except csv.Error as error:
        raise SheetRejected({1: Reason(gettext_noop("this is no table of text"))}) from error


def _decoded(path: Path) -> str:
    content = path.read_bytes()
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if not _ODD.search(text):
            return text
    raise SheetRejected(
        {1: Reason(gettext_noop("this is neither an XLSX workbook nor a CSV file"))}
    )


def _lines_of(text: str) -> Iterator[list[_Text]]:
    """Yield the cells of each line, whatever of comma, semicolon and tab stands between them."""
    head = text[:2000]
    apart = max(";,\t", key=head.count)
    for number, line in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=apart), 1):
        yield [_Text(value, f"{number}:{at}") for at, value in enumerate(line[:WIDEST], 1)]


def _heading(lines: Iterator[tuple[int, Any]], layout: Layout) -> tuple[int, dict[int, str]]:
    """Return where the headings stand, and the column that each place of a row belongs to."""
    known, wanted = headings(layout.labels), layout.needed
    for number, line in lines:
        said = {at: str(cell.value) for at, cell in enumerate(line) if _is_filled(cell)}
        heads = {at: known.get(plain(text), "") for at, text in said.items()}
        if len(wanted.intersection(heads.values())) > 1 or wanted <= set(heads.values()):
            _refuse_headings(number, said, heads, layout)
            return number, heads
        if number == HEADING_WITHIN:
            break
    text = gettext_noop("the headings are not those of the template: take a fresh one")
    raise SheetRejected({1: Reason(text)})


def _refuse_headings(
    number: int, said: dict[int, str], heads: dict[int, str], layout: Layout
) -> None:
    labels = {name: str(label) for name, label in layout.labels.items()}
    named = [name for name in heads.values() if name]
    problems = {
        gettext_noop("the column is missing: %(names)s"): [
            labels[name] for name in labels if name in layout.needed and name not in named
        ],
        gettext_noop("no column has the heading: %(names)s"): [
            said[at][:60] for at, name in heads.items() if not name
        ],
        gettext_noop("the heading stands twice: %(names)s"): [
            labels.get(name, name) for name in dict.fromkeys(named) if named.count(name) > 1
        ],
    }
    for text, names in problems.items():
        if names:
            raise SheetRejected({number: Reason(text, names=", ".join(names))})


def _refuse_merged(found: dict[int, str]) -> None:
    text = gettext_noop("the cells %(cells)s are merged: split them and fill each")
    if found:
        reasons = {row: Reason(text, cells=found[row]) for row in sorted(found)}
        raise SheetRejected(dict(list(reasons.items())[: settings.LIMITS["problems_shown"]]))


def _row(number: int, line: Any, heads: dict[int, str], epoch: datetime) -> Row:
    filled = {at: cell for at, cell in enumerate(line) if _is_filled(cell)}
    astray = next((cell.coordinate for at, cell in filled.items() if at not in heads), "")
    cells = {heads[at]: _cell(cell) for at, cell in filled.items() if at in heads}
    return Row(number, cells, epoch, astray)


def _is_filled(cell: Any) -> bool:
    value = cell.value
    return value is not None and not (isinstance(value, str) and not value.strip())


def _cell(cell: Any) -> Cell:
    if cell.data_type == "f":
        return Cell(getattr(cell.value, "text", cell.value), wrong=FORMULA)
    if cell.data_type == "e":
        return Cell(cell.value, wrong=ERROR)
    has_time = not cell.is_date or "h" in (cell.number_format or "").lower()
    return Cell(cell.value, has_time)
