"""A row of a workbook as the JSON of an event: what the API takes, so that both mean the same."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext_noop

from core.api.strict import Money
from core.reasons import Reason
from core.sheets.cells import APART, Cell, Row, chosen, flag
from core.sheets.moments import moment
from incidents.importing.columns import Column, by_name, columns
from incidents.importing.lists import Lists

UNREAD: dict[str, Any] = {}  # stands for what could not be read: no field takes an object
NUMBER = gettext_noop("Write a number, for example 46.6354.")
WHOLE = gettext_noop("Write the number in figures, for example 3.")
A_DATE = gettext_noop("The spreadsheet made a date of it: write it as text.")
UNEVEN = gettext_noop("Write as many values as in the column “%(label)s”, divided by “;”.")
Body = dict[str, Any]
Problems = dict[str, str]


def body_of(row: Row, lists: Lists) -> tuple[Body, Problems]:
    """Return the body a row says, and why what cell of it could not be read, by column.

    An empty community is the only one of the account; an empty report came with the event.
    """
    problems: Problems = {}
    body: Body = {"community": lists.own} if lists.own else {}
    groups: dict[str, dict[str, list[Any]]] = {}
    for column in columns():
        if column.name not in row.cells:
            continue
        values = _values(column, row, lists, body, problems)
        if column.group:
            groups.setdefault(column.group, {})[column.leaf] = values
        else:
            _put(body, column.name, values if column.many else values[0])
    for name, lists_of in groups.items():
        _put(body, name, _items(name, lists_of, problems))
    if "occurred_at" in body:
        body.setdefault("reported_at", body["occurred_at"])
    return body, problems


def _put(body: Body, name: str, value: Any) -> None:
    *above, leaf = name.split(".")
    for each in above:
        body = body.setdefault(each, {})
    body[leaf] = value


def _values(column: Column, row: Row, lists: Lists, body: Body, problems: Problems) -> list[Any]:
    """Return the values of a cell, one unless the column takes several."""
    cell, home = row.cells[column.name], body.get("community", "")
    found = []
    for part in _parts(column, cell):
        try:
            found.append(_value(column, part, row.epoch, lists, home))
        except ValueError as error:
            problems[column.name] = error.args[0]
            found.append(UNREAD)
    return found


def _parts(column: Column, cell: Cell) -> list[Cell]:
    if not (column.is_several and isinstance(cell.value, str)) or cell.wrong:
        return [cell]
    return [Cell(part.strip(), cell.has_time) for part in cell.value.rstrip(" ;").split(APART)]


def _value(column: Column, cell: Cell, epoch: datetime, lists: Lists, home: Any) -> Any:
    if cell.wrong:
        raise ValueError(Reason(cell.wrong))
    if column.is_moment:
        return moment(cell.value, epoch=epoch, has_time=cell.has_time) if cell.value else None
    text = str(cell).strip()
    if column.model is not None:
        return lists.code(column, text, home if isinstance(home, str) else "")
    if column.choices:
        return chosen(column.choices, text)
    if bool in column.types:
        return cell.value if isinstance(cell.value, bool) else flag(text)
    return _plain(column, cell, text)


def _plain(column: Column, cell: Cell, text: str) -> Any:
    if isinstance(cell.value, datetime):
        raise ValueError(Reason(A_DATE))  # noqa: TRY004 - what is written is wrong, not the code
    if isinstance(column.field, Money):
        return f"{_number(Decimal, text, NUMBER):.2f}"
    if float in column.types:
        return _number(float, text, NUMBER)
    return _number(int, text, WHOLE) if int in column.types else text


def _number(read: Callable[[str], Any], text: str, wrong: str) -> Any:
    """Read a number with a comma or a point; JSON has neither infinities nor underscores."""
    plain = text.replace("\u00a0", "").replace(" ", "").replace(",", ".")
    if plain.strip("+-.0123456789"):
        raise ValueError(Reason(wrong))
    try:
        return read(plain[:40])
    except (ValueError, InvalidOperation) as error:
        raise ValueError(Reason(wrong)) from error


def _items(name: str, leaves: dict[str, list[Any]], problems: Problems) -> list[Body]:
    """Return the items of a list whose values stand in several columns, side by side."""
    first = max(leaves, key=lambda leaf: len(leaves[leaf]))
    most = len(leaves[first])
    for leaf, values in leaves.items():
        if len(values) != most:
            label = by_name()[f"{name}.{first}"].label
            problems[f"{name}.{leaf}"] = Reason(UNEVEN, label=label)
    kept = {leaf: values for leaf, values in leaves.items() if len(values) == most}
    return [{leaf: values[at] for leaf, values in kept.items()} for at in range(most)]
