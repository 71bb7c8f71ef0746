"""A workbook of events taken apart: which cell stands under which heading, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from core.bounded import numbered
from core.plans import FileRejected
from core.reasons import Reason
from core.workbooks import first_sheet, merged_cells
from incidents.importing.columns import ERRORS, ID, columns, headings, plain

HEADING_WITHIN = 10  # rows; a line of advice may stand above it
WIDEST = 200  # columns that are looked at
EXAMPLE = gettext_lazy("EXAMPLE")  # a row whose ID begins so is not read
FORMULA = gettext_noop("A formula stands here: put its value in its place.")
ERROR = gettext_noop("An error of the spreadsheet stands here.")
MOMENT = "%d.%m.%Y %H:%M"


class SheetRejected(FileRejected):
    """The workbook is no list of events: `problems` says why, by row."""

    place = "row"


@dataclass(frozen=True)
class Cell:
    """What stands in a cell; `wrong` is the source of the reason why it cannot be read."""

    value: Any
    has_time: bool = True
    wrong: str = ""

    def __str__(self) -> str:
        """Write it as its author sees it."""
        if isinstance(self.value, datetime):
            seconds = ":%S" if self.value.second else ""
            return self.value.strftime(MOMENT + seconds)
        if isinstance(self.value, bool):
            return _("Yes") if self.value else _("No")
        if isinstance(self.value, float) and self.value.is_integer():
            return str(int(self.value))
        return str(self.value)


@dataclass(frozen=True)
class Row:
    """One event as it was written: its cells by column, without the empty ones.

    `epoch` is where the days of the workbook begin; `astray` names a cell under no heading.
    """

    number: int
    cells: dict[str, Cell]
    epoch: datetime
    astray: str = ""

    @property
    def id(self) -> str:
        return str(self.cells[ID]).strip() if ID in self.cells else ""

    @property
    def written(self) -> dict[str, str]:
        return {name: str(cell) for name, cell in self.cells.items() if name != ERRORS}


def read_rows(path: Path) -> list[Row]:
    """Return every event of a workbook; SheetRejected where it is none, or holds too many."""
    most = settings.LIMITS["incident_file_rows"]
    found: list[Row] = []
    for row in _rows(path):
        if len(found) == most:
            text = gettext_noop("the file has more than %(most)s events: divide it")
            raise SheetRejected({row.number: Reason(text, most=most)})
        found.append(row)
    if not found:
        raise SheetRejected({1: Reason(gettext_noop("there is no event in the first sheet"))})
    return found


def _rows(path: Path) -> Iterator[Row]:
    most, examples = settings.LIMITS["incident_file_unpacked"], _examples()
    with first_sheet(path, most=most, refuse=SheetRejected, formulas=True) as sheet:
        lines = numbered(sheet.iter_rows(max_col=WIDEST), SheetRejected)
        at, heads = _heading(lines)
        _refuse_merged({row: ref for row, ref in merged_cells(path, sheet).items() if row >= at})
        for number, line in lines:
            row = _row(number, line, heads, sheet.parent.epoch)
            if row.cells.keys() - {ID, ERRORS} and not plain(row.id).startswith(examples):
                yield row


def _examples() -> tuple[str, ...]:
    found = []
    for language, _words in settings.LANGUAGES:
        with translation.override(language):
            found.append(plain(str(EXAMPLE)))
    return tuple(found)


def _heading(lines: Iterator[tuple[int, Any]]) -> tuple[int, dict[int, str]]:
    """Return where the headings stand, and the column that each place of a row belongs to."""
    known, wanted = headings(), {each.name for each in columns() if each.is_required}
    for number, line in lines:
        said = {at: str(cell.value) for at, cell in enumerate(line) if cell.value is not None}
        heads = {at: known.get(plain(text), "") for at, text in said.items()}
        if len(wanted.intersection(heads.values())) > 1 or wanted <= set(heads.values()):
            _refuse_headings(number, said, heads, wanted)
            return number, heads
        if number == HEADING_WITHIN:
            break
    text = gettext_noop("the headings are not those of the template: take a fresh one")
    raise SheetRejected({1: Reason(text)})


def _refuse_headings(
    number: int, said: dict[int, str], heads: dict[int, str], wanted: set[str]
) -> None:
    labels = {each.name: str(each.label) for each in columns()}
    named = [name for name in heads.values() if name]
    problems = {
        gettext_noop("the column is missing: %(names)s"): [
            labels[name] for name in labels if name in wanted and name not in named
        ],
        gettext_noop("no column of an event has the heading: %(names)s"): [
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
