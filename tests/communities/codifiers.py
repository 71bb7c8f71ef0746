"""Workbooks of the codifier made for tests: the real one as it was before, and small ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import xlsxwriter

from communities.codifier import HEADER, LEVELS, Unit, packaged_codifier, read_units
from communities.importing.kinds import CODIFIER
from core.plans import Plan, Source

APPROVAL = ("", "", "", "", "", "ЗАТВЕРДЖЕНО")
TITLE = ("Кодифікатор",)


def row_of(unit: Unit, *, category: str = "", name: str = "") -> tuple[str, ...]:
    """Return a row of the codifier as the workbook has it."""
    codes = [*unit.above, unit.code]
    width = LEVELS[unit.category]
    codes += [""] * (5 - width)
    return (*codes, category or unit.category, name or unit.name)


def write_workbook(path: Path, rows, header=HEADER) -> Path:
    """Write rows below the header of the codifier, fast enough for all of them."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True, "strings_to_formulas": False})
    sheet = book.add_worksheet()
    for number, row in enumerate([APPROVAL, (), TITLE, header, *rows]):
        sheet.write_row(number, 0, row)
    book.close()
    return path


def older(changes: list[dict[str, str]]) -> list[tuple[str, ...]]:
    """Return the rows of the packaged codifier as they were before a list of changes.

    The list does not say where a removed unit lay, but its code does: nine characters are those of
    its community.
    """
    undone = {line["code"]: line for line in changes}
    units = read_units(packaged_codifier())
    rows = []
    for unit in units:
        line = undone.get(unit.code)
        was = {"category": line["k_2025_05_16"], "name": line["name_2025_05_16"]} if line else {}
        rows.append(row_of(unit, **was))
    homes = {unit.code[:9]: unit for unit in units if unit.category == "H"}
    for line in changes:
        if line["change"] == "removed":
            home = homes[line["code"][:9]]
            codes = (*home.above, home.code, line["code"], "")
            rows.append((*codes, line["k_2025_05_16"], line["name_2025_05_16"]))
    return rows


def load(path: Path, *, edition: date | None = None) -> Plan:
    """Load a workbook as every import does; return what it changed."""
    plan = CODIFIER.plan(Source(path, path.name, date.max, edition))
    plan.write()
    return plan
