"""The figures of an edition as a workbook: numbers stay numbers, nothing becomes a formula."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.utils import translation
from django.utils.translation import gettext as _

from core import looks
from reports.content import number
from reports.document import Document, lay_out
from reports.models import Edition

Content = dict[str, Any]
Line = Sequence[Any]
PLAIN = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
WIDE, NARROW = 44, 16  # characters


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet: a table of raw values, the unknown (None) an empty cell."""

    name: str
    head: Line
    rows: Sequence[Line]
    foot: Line = ()


def build(edition: Edition) -> bytes:
    """Return the XLSX; the same edition gives the same bytes for one release of the portal."""
    file = io.BytesIO()
    with translation.override(edition.language), xlsxwriter.Workbook(file, PLAIN) as book:
        document = lay_out(edition, mode="")
        created = edition.as_of.astimezone(UTC).replace(tzinfo=None)
        book.set_properties({"title": document.title, "author": document.owner, "created": created})
        pen = _Pen(book, _cover(document))
        for sheet in _sheets(edition.content):
            pen.write(sheet)
    return file.getvalue()


def _cover(document: Document) -> list[str]:
    """Return the lines over every table: a sheet is printed and forwarded on its own."""
    digest = f"{_('Checksum')}: {document.digest}"
    lines = [document.title, document.period, f"{document.as_of} {document.edition} {digest}"]
    return [*filter(None, (*lines, document.demo))]


def _sheets(content: Content) -> Iterator[Sheet]:
    yield _figures(content)
    yield _by_service(content, "months", _("Months"), _("Month"), "month")
    yield _by_service(content, "categories", _("Categories"), _("Category"), "name")
    if content["territories"]:
        yield _territories(content)
    yield Sheet(
        name=_("Definitions"),
        head=[_("Figure"), _("What is counted"), _("Kind"), _("Code")],
        rows=[
            [each["label"], each["definition"], each["kind_label"], each["code"]]
            for each in content["figures"]
        ],
    )


def _figures(content: Content) -> Sheet:
    columns = ("value", "before", "year_ago", "change", "change_in_a_year")
    return Sheet(
        name=_("Figures"),
        head=[
            _("Figure"),
            _("Unit"),
            _("Value"),
            _("The month before"),
            _("A year before"),
            _("In a month, %"),
            _("In a year, %"),
        ],
        rows=[
            [each["label"], each["unit"], *(number(each[column]) for column in columns)]
            for each in content["figures"]
        ],
    )


def _by_service(content: Content, part: str, name: str, heading: str, key: str) -> Sheet:
    said, services = content[part], content["services"]
    columns = [*services, "total"] if len(services) > 1 else services
    words = {each: looks.service_word(each) for each in services} | {"total": _("Total")}
    return Sheet(
        name=name,
        head=[heading, *(words[each] for each in columns)],
        rows=[[row[key], *(row[each] for each in columns)] for row in said["rows"]],
        foot=[_("Total"), *(said["total"][each] for each in columns)],
    )


def _territories(content: Content) -> Sheet:
    said = content["territories"]
    codes = [each["code"] for each in said["columns"]]
    place = content["place"]
    return Sheet(
        name=_("Territories"),
        head=[_("Territory"), _("Code"), *(each["label"] for each in said["columns"])],
        rows=[
            [row["name"], row["code"], *(number(row["values"][code]) for code in codes)]
            for row in said["rows"]
        ],
        foot=[place["name"], place["code"], *(number(said["total"][code]) for code in codes)],
    )


class _Pen:
    """Writes sheets that all look the same."""

    def __init__(self, book: xlsxwriter.Workbook, cover: list[str]) -> None:
        self.book, self.cover = book, cover
        self.title = book.add_format({"bold": True, "font_size": 14})
        self.head = book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "top"})
        self.plain = self._formats({})
        self.bold = self._formats({"bold": True, "top": 1})

    def _formats(self, look: dict[str, Any]) -> dict[int | None, Any]:
        """Return a format for words (None) and one for each number of decimals."""
        top = {"valign": "top", **look}
        kinds = {0: "#,##0", 1: "#,##0.0", 2: "#,##0.00"}
        shown = {places: {"num_format": kind} for places, kind in kinds.items()}
        return {
            None: self.book.add_format({"text_wrap": True, **top}),
            **{places: self.book.add_format(kind | top) for places, kind in shown.items()},
        }

    def write(self, sheet: Sheet) -> None:
        page = self.book.add_worksheet(sheet.name)
        for at, line in enumerate(self.cover):
            page.write_string(at, 0, line, self.title if at == 0 else None)
        first = len(self.cover) + 1
        for column, word in enumerate(sheet.head):
            page.write_string(first, column, word, self.head)
            page.set_column(column, column, WIDE if self._is_text(sheet, column) else NARROW)
        for at, row in enumerate(sheet.rows, first + 1):
            self._row(page, at, row, self.plain)
        self._row(page, first + 1 + len(sheet.rows), sheet.foot, self.bold)
        page.freeze_panes(first + 1, 1)
        page.repeat_rows(first)
        page.set_landscape()
        page.set_paper(9)  # A4
        page.fit_to_pages(1, 0)
        page.set_footer("&C&P / &N")

    def _is_text(self, sheet: Sheet, column: int) -> bool:
        return any(isinstance(row[column], str) for row in sheet.rows) or column == 0

    def _row(self, page: Any, at: int, row: Line, formats: dict[int | None, Any]) -> None:
        for column, value in enumerate(row):
            if isinstance(value, str):
                page.write_string(at, column, value, formats[None])
            elif value is not None:
                page.write_number(at, column, value, formats[_places(value)])


def _places(value: int | Decimal) -> int:
    """Return how many decimals a figure was counted to."""
    exponent = value.as_tuple().exponent if isinstance(value, Decimal) else 0
    return min(max(-int(exponent), 0), 2)
