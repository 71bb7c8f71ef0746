"""The empty sheet of a table to fill in, and the one that gives wrong rows back to be corrected."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from communities.tables.table import Column, Table
from core.sheets.cells import ERRORS, OWN_LABELS

PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
ADVICE_ROW, HEAD_ROW, FIRST_ROW = 0, 1, 2
WIDTH, WIDE = 22, 50  # characters
LOOKS: dict[str, dict[str, Any]] = {
    "": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "head": {"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"},
    "advice": {"italic": True},
    "wrong": {"bg_color": "#FBE3E0", "font_color": "#8A1C10", "text_wrap": True, "valign": "top"},
}


def template(table: Table) -> bytes:
    """Return an empty sheet with the headings of a table."""
    return _Sheet(table).done()


def returned(table: Table, lines: Iterable[Any]) -> bytes:
    """Return wrong rows as they were written, each with what is wrong, in the reader's words."""
    sheet = _Sheet(table, errors=True)
    for line in lines:
        problems = (line.problems or {}).get(get_language(), {})
        sheet.row({**line.cells, ERRORS: "\n".join(told(table, problems))}, wrong=set(problems))
    return sheet.done()


def told(table: Table, problems: Mapping[str, str]) -> list[str]:
    """Return what is wrong with a row, each thing with the heading of its column."""
    labels = {each.name: str(each.label) for each in table.columns}
    return [
        f"{labels[name]}: {text}" if name in labels else text
        for name, text in table.in_order(problems).items()
    ]


class _Sheet:
    """One sheet; every cell is text, as whoever fills it in writes it."""

    def __init__(self, table: Table, *, errors: bool = False) -> None:
        self.file, self.at = io.BytesIO(), FIRST_ROW
        self.book = xlsxwriter.Workbook(self.file, PLAIN | {"in_memory": True})
        title = str(table.label)
        self.book.set_properties({"title": title, "created": datetime(2026, 1, 1)})  # noqa: DTZ001
        self.looks = {name: self.book.add_format(said) for name, said in LOOKS.items()}
        self.page = self.book.add_worksheet(title[:31])
        first = {ERRORS: str(OWN_LABELS[ERRORS])} if errors else {}
        self.heads = first | {each.name: _head(each) for each in table.columns}
        self._head(table)

    def _head(self, table: Table) -> None:
        advice = _(
            "One row is one record. Columns with * are needed; days are written as 22.11.2026."
            " Several values in one cell are divided by “;”. An empty cell changes nothing."
        )
        said = f"{advice} {table.advice}".strip()
        self.page.write_string(ADVICE_ROW, 0, said, self.looks["advice"])
        for at, (name, text) in enumerate(self.heads.items()):
            self.page.write_string(HEAD_ROW, at, text, self.looks["head"])
            self.page.set_column(at, at, WIDE if name == ERRORS else WIDTH, self.looks[""])
            if column := table.by_name.get(name):
                self._offer(at, column)
        self.page.set_row(HEAD_ROW, 48)
        self.page.freeze_panes(FIRST_ROW, 1)

    def _offer(self, at: int, column: Column) -> None:
        """Let a cell be chosen from where the list is fixed and short."""
        offered = [str(each) for each in column.choices.values()]
        offered = offered or ([_("Yes"), _("No")] if bool in column.types else [])
        if offered and sum(len(each) + 1 for each in offered) < 255:
            rule = {"validate": "list", "source": offered, "error_type": "warning"}
            last = FIRST_ROW + settings.LIMITS["sheet_rows"]
            self.page.data_validation(FIRST_ROW, at, last, at, rule)

    def row(self, texts: Mapping[str, str], *, wrong: set[str]) -> None:
        for at, name in enumerate(self.heads):
            look = "wrong" if name in wrong or name == ERRORS else ""
            if text := texts.get(name, ""):
                self.page.write_string(self.at, at, text, self.looks[look])
            elif look:
                self.page.write_blank(self.at, at, None, self.looks[look])
        self.at += 1

    def done(self) -> bytes:
        self.book.close()
        return self.file.getvalue()


def _head(column: Column) -> str:
    return f"{column.label} *" if column.needed else str(column.label)
