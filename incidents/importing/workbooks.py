"""The workbook people fill in, and the one that gives their wrong rows back to be corrected."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import xlsxwriter
from django.conf import settings
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from xlsxwriter.utility import xl_col_to_name

from core import clock
from core.sheets.cells import ERRORS, ID, MOMENT, OWN_LABELS
from core.sheets.moments import EPOCH, moment
from core.sheets.reading import EXAMPLE
from incidents.importing.columns import Column, columns, in_order
from incidents.importing.lists import Lists

PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
EMPTY_ROWS = 500  # that have an ID already
SHOWN_AS = "dd.mm.yyyy hh:mm"
WIDTHS = {ID: 14, ERRORS: 50, "narrative": 50, "address": 32, "community": 38, "category": 34}
NARROW, USUAL = 12, 20  # characters
ADVICE_ROW, HEAD_ROW, FIRST_ROW = 0, 1, 2
Row = Mapping[str, str]


def template(user: Any) -> bytes:
    """Return a workbook to fill in: an example, then empty rows that are told apart by their IDs."""
    sheet = _Sheet(Lists(user), (ID,))
    sheet.row({ID: str(EXAMPLE), **_example(sheet.lists)}, look="example")
    for _n in range(EMPTY_ROWS):
        sheet.row({ID: str(uuid.uuid4())})
    return sheet.done()


def returned(lines: Iterable[Any], user: Any) -> bytes:
    """Return wrong rows as they were written, each with what is wrong with it, in the reader's words."""
    sheet = _Sheet(Lists(user), (ID, ERRORS))
    labels = {name: str(label) for name, label in sheet.labels.items()}
    for line in lines:
        problems = (line.problems or {}).get(get_language(), {})
        said = [
            f"{labels[name]}: {problems[name]}" if name in labels else problems[name]
            for name in in_order(problems)
        ]
        sheet.row({**line.cells, ERRORS: "\n".join(said)}, wrong=set(problems))
    return sheet.done()


def _example(lists: Lists) -> Row:
    """Return a row that shows how each kind of cell is written; only a few say anything."""
    yesterday = timezone.localtime(clock.now()) - timedelta(days=1)
    when = yesterday.replace(hour=14, minute=5)
    said = {
        "occurred_at": when.strftime(MOMENT),
        "reported_at": (when + timedelta(minutes=7)).strftime(MOMENT),
        "address": _("Svobody Street, by the school"),
        "narrative": _("A shed caught fire beside a house."),
    }
    chosen = {c.name: lists.offered(c) for c in columns() if c.is_required or c.name == "community"}
    return said | {name: texts[0] for name, texts in chosen.items() if texts}


class _Sheet:
    """Two sheets: the rows, and the lists their cells are chosen from."""

    def __init__(self, lists: Lists, first: tuple[str, ...]) -> None:
        self.lists, self.file, self.at = lists, io.BytesIO(), FIRST_ROW
        self.book = xlsxwriter.Workbook(self.file, PLAIN | {"in_memory": True})
        self.book.set_properties({"title": _("Incidents"), "created": datetime(2026, 1, 1)})  # noqa: DTZ001
        self.columns: dict[str, Column | None] = dict.fromkeys(first)
        self.columns |= {each.name: each for each in columns()}
        self.labels = {each.name: each.label for each in columns()} | {
            name: OWN_LABELS[name] for name in first
        }
        self.page = self.book.add_worksheet(_("Incidents"))
        self.looks: dict[tuple[str, str], Any] = {}
        self._head()
        self._offer()

    def done(self) -> bytes:
        self.page.freeze_panes(FIRST_ROW, 1)
        self.page.set_landscape()
        self.page.set_paper(9)  # A4
        self.page.fit_to_pages(1, 0)
        self.page.repeat_rows(HEAD_ROW)
        self.book.close()
        return self.file.getvalue()

    def row(self, texts: Row, *, look: str = "", wrong: Iterable[str] = ()) -> None:
        for at, (name, column) in enumerate(self.columns.items()):
            text = texts.get(name, "")
            shown = "wrong" if name in wrong or name == ERRORS else look
            if text or shown == "wrong":
                self._cell(at, column, text, self._look(self._kind(name, column), shown))
        self.at += 1

    def _cell(self, at: int, column: Column | None, text: str, look: Any) -> None:
        """Write a moment as one, a number as one, and everything else as the words it is."""
        if column and column.is_moment and (day := _moment(text)):
            self.page.write_datetime(self.at, at, day, look)
        elif column and {int, float} & set(column.types) and text.isdecimal():
            self.page.write_number(self.at, at, int(text[:15]), look)
        else:
            self.page.write_string(self.at, at, text, look)

    def _head(self) -> None:
        advice = _(
            "One row is one event. Columns with * are needed; times are those of Kyiv. Several"
            " values in one cell are divided by “;”. The row marked as an example is not read."
        )
        self.page.write_string(ADVICE_ROW, 0, advice, self._look("", "advice"))
        for at, (name, column) in enumerate(self.columns.items()):
            star = " *" if column and column.is_required else ""
            self.page.write_string(
                HEAD_ROW, at, f"{self.labels[name]}{star}", self._look("", "head")
            )
            width = WIDTHS.get(name, NARROW if column and not self._is_wide(column) else USUAL)
            self.page.set_column(at, at, width, self._look(self._kind(name, column), ""))
        self.page.set_row(HEAD_ROW, 48)

    def _is_wide(self, column: Column) -> bool:
        return column.is_moment or str in column.types

    def _kind(self, name: str, column: Column | None) -> str:
        if column is None:
            return name
        if column.is_moment and not column.group:
            return "moment"
        return "text" if str in column.types else ""

    def _offer(self) -> None:
        """Write the lists on a sheet of their own, and let cells be chosen from them."""
        page = self.book.add_worksheet(_("Allowed values"))
        place = 0
        for at, column in enumerate(self.columns.values()):
            texts = self.lists.offered(column) if column else []
            if column and texts:
                page.write_string(0, place, str(column.label), self._look("", "head"))
                page.write_column(1, place, texts, self._look("text", ""))
                page.set_column(place, place, WIDTHS.get(column.name, USUAL))
                letter = xl_col_to_name(place)
                source = f"='{page.get_name()}'!${letter}$2:${letter}${len(texts) + 1}"
                self._validate(at, column, {"validate": "list", "source": source})
                place += 1
            elif column:
                self._validate(at, column, {"validate": "any"})
        page.freeze_panes(1, 0)

    def _validate(self, at: int, column: Column, rule: dict[str, Any]) -> None:
        """Put a rule and a hint on a column; who chooses several writes them, so nothing is refused."""
        last = FIRST_ROW + settings.LIMITS["sheet_rows"]
        hint = _hint(column)
        shown = {"show_error": not column.is_several, "error_type": "warning"}
        if hint:
            shown |= {"input_title": str(column.label)[:32], "input_message": hint[:255]}
        if hint or rule["validate"] != "any":
            self.page.data_validation(FIRST_ROW, at, last, at, rule | shown)

    def _look(self, kind: str, shown: str) -> Any:
        """Return the format of a kind of cell as it is shown, made once."""
        if (kind, shown) not in self.looks:
            said = KINDS.get(kind, {}) | SHOWN.get(shown, {"valign": "top"})
            self.looks[kind, shown] = self.book.add_format(said)
        return self.looks[kind, shown]


KINDS: dict[str, dict[str, Any]] = {
    "moment": {"num_format": SHOWN_AS},
    "text": {"num_format": "@", "text_wrap": True},
    ID: {"num_format": "@", "font_color": "#666666", "font_size": 8},
    ERRORS: {"num_format": "@"},
}
SHOWN: dict[str, dict[str, Any]] = {
    "head": {"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"},
    "advice": {"italic": True},
    "example": {"italic": True, "font_color": "#666666", "bg_color": "#EEEEEE", "valign": "top"},
    "wrong": {"bg_color": "#FBE3E0", "font_color": "#8A1C10", "text_wrap": True, "valign": "top"},
}


def _hint(column: Column) -> str:
    """Return what is told beside a cell that is about to be filled in."""
    hints: list[tuple[bool, Callable[[], str]]] = [
        (column.is_several, lambda: _("Several values are divided by “;”.")),
        (column.is_moment, lambda: _("Day and time by the clock of Kyiv, as 22.11.2026 14:05.")),
        (column.name == "community", lambda: _("Empty: your community, where you have one only.")),
        (column.name == "reported_at", lambda: _("Empty: when it happened.")),
        (column.name == "narrative", lambda: _("No names and no phone numbers.")),
    ]
    return " ".join(say() for applies, say in hints if applies)


def _moment(text: str) -> datetime | None:
    """Return a written moment as a date of the spreadsheet, None where it cannot be read as one."""
    try:
        read = datetime.fromisoformat(moment(text, epoch=EPOCH))
    except ValueError:
        return None
    return None if text.endswith(read.isoformat()[-6:]) else read.replace(tzinfo=None)
