"""A row of a sheet as the JSON of a record: what the API takes, so that both mean the same."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from communities.tables.table import Body, Column, Table
from core.api.strict import Money, Number
from core.reasons import Reason
from core.sheets.cells import APART, Cell, Row, chosen, flag
from core.sheets.moments import day, moment

UNREAD: dict[str, Any] = {}  # stands for what could not be read: no field takes an object
WHOLE = gettext_noop("Write the number in figures, for example 3.")
A_DATE = gettext_noop("The spreadsheet made a date of it: write it as text.")
Problems = dict[str, str]


def body_of(table: Table, row: Row, user: Any) -> tuple[Body, Problems]:
    """Return what a row says, and why what cell of it could not be read, by column.

    An empty cell says nothing: it takes nothing away from a record that is there.
    """
    body, problems = Body(), Problems()
    for column in table.columns:
        if column.name not in row.cells:
            continue
        try:
            body[column.name] = _said(table, column, row, user)
        except ValueError as error:
            problems[column.name] = error.args[0]
            body[column.name] = UNREAD
    return body, problems


def _said(table: Table, column: Column, row: Row, user: Any) -> Any:
    cell = row.cells[column.name]
    if cell.wrong:
        raise ValueError(Reason(cell.wrong))
    if not column.many:
        return _value(table, column, cell, row.epoch, user)
    parts = str(cell).rstrip(f" {APART}").split(APART)
    return [_value(table, column, Cell(part.strip()), row.epoch, user) for part in parts]


def _value(table: Table, column: Column, cell: Cell, epoch: datetime, user: Any) -> Any:
    if column.is_day:
        return day(cell.value, epoch=epoch)
    if column.is_moment:
        return moment(cell.value, epoch=epoch, has_time=cell.has_time)
    text = str(cell).strip()
    if hasattr(column.field, "of_cell"):
        return column.field.of_cell(text)
    if column.model is not None:
        return table.finders[column.model](text, user)
    if column.choices:
        return chosen(column.choices, text)
    if bool in column.types:
        return cell.value if isinstance(cell.value, bool) else flag(text)
    if isinstance(cell.value, datetime):
        raise ValueError(Reason(A_DATE))  # noqa: TRY004 - what is written is wrong, not the code
    return _number(column, text) if _is_number(column) else text


def _is_number(column: Column) -> bool:
    return isinstance(column.field, Money | Number) or int in column.types


def _number(column: Column, text: str) -> Any:
    """Read a number; money keeps its text, with a point before two digits."""
    written = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    whole, _point, part = written.partition(".")
    if not (whole.isascii() and whole.isdecimal() and (not part or part.isdecimal())):
        raise ValueError(Reason(WHOLE))
    if isinstance(column.field, Money):
        return f"{whole}.{part:0<2}"
    if isinstance(column.field, Number):
        return round(float(f"{whole[:18]}.{part[:18]}0"), column.field.decimal_places)
    if part.strip("0"):
        raise ValueError(Reason(WHOLE))
    return int(whole[:18])
