"""Incidents as a workbook of Excel: numbers and times stay what they are, nothing becomes a formula.

It is written row by row to a file: memory does not grow with the rows. Of sensitive records the
protected cells are empty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from core.exports import CHUNK
from core.numbers import is_ukrainian
from incidents.models import PROTECTED, Incident, Response
from incidents.models.people import PEOPLE

PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "constant_memory": True,
}
TIME_FORMAT = "dd.mm.yyyy hh:mm"  # of Kyiv
WIDE, NARROW = 40, 16  # characters
WENT = Coalesce(
    Subquery(
        Response.objects.filter(incident=OuterRef("pk"))
        .order_by()
        .values("incident")
        .annotate(number=Count("pk"))
        .values("number")
    ),
    0,
)
Hear = Callable[[int], object]


@dataclass(frozen=True)
class Column:
    """A column of the sheet: its head, where its value stands, and what is made of it."""

    label: str | Promise
    path: str
    say: Callable[[Any], Any] = lambda value: value
    wide: bool = False

    @property
    def is_protected(self) -> bool:
        return self.path.removeprefix("text__").partition("__")[0] in PROTECTED


def _word_of(name: str) -> Callable[[Any], Any]:
    """Return what says a value of a choice in the language of the reader."""
    field: Any = Incident._meta.get_field(name) if "__" not in name else _group()
    return lambda value: str(dict(field.flatchoices).get(value, value))


def _group() -> Any:
    category = Incident._meta.get_field("category").related_model
    return category._meta.get_field("group")


def _yes_or_no(value: bool) -> str:
    return _("Yes") if value else _("No")


def _name(path: str) -> str:
    return f"{path}__name_{'uk' if is_ukrainian() else 'en'}"


def columns() -> list[Column]:
    """Return the columns in their order, the names of places in the reader's language."""
    label = {each.name: each.verbose_name for each in Incident._meta.fields}
    people = [Column(label[name], name) for name in PEOPLE]
    return [
        Column(_("Number"), "number"),
        *(Column(label[name], name) for name in ("occurred_at", "reported_at", "received_at")),
        Column(_("Oblast"), _name("oblast"), wide=True),
        Column(_("Raion"), _name("raion"), wide=True),
        Column(_("Community"), _name("community"), wide=True),
        Column(_("Code of the community"), "community__code"),
        Column(_("Settlement"), _name("settlement"), wide=True),
        Column(_("Category"), _name("category"), wide=True),
        Column(_("Group"), "category__group", _word_of("category__group"), wide=True),
        *(Column(label[name], name, _word_of(name)) for name in ("service", "status", "channel")),
        Column(label["war_related"], "war_related", _yes_or_no),
        *(Column(label[name], name) for name in ("latitude", "longitude", "accuracy_m")),
        Column(_("address or place in words"), "text__address", wide=True),
        Column(_("what happened"), "text__narrative", wide=True),
        *people,
        Column(label["register_number"], "register_number"),
        Column(_("Officers who went there"), "went"),
        *(Column(label[name], name) for name in ("created_at", "updated_at")),
        Column("UUID", "id", str),
    ]


def write(incidents: Any, path: str, *, hear: Hear = lambda _rows: None) -> int:
    """Write the incidents of a queryset into a file; `hear` is told the rows so far, now and then.

    What `hear` raises ends the writing. Returns the number of rows.
    """
    shown = columns()
    rows = 0
    with xlsxwriter.Workbook(path, PLAIN) as book:
        sheet = book.add_worksheet(_("Incidents")[:31])
        pen = _Pen(book, sheet)
        pen.head(shown)
        for rows, cells in enumerate(_lines(incidents, shown), 1):
            pen.line(rows, cells)
            if rows % CHUNK == 0:
                hear(rows)
    return rows


def _lines(incidents: Any, shown: list[Column]) -> Iterator[list[Any]]:
    paths = [each.path for each in shown]
    plain = incidents.select_related(None).annotate(went=WENT)
    for sensitive, *values in plain.values_list("category__sensitive", *paths).iterator(CHUNK):
        yield [
            None if value is None or (sensitive and each.is_protected) else each.say(value)
            for each, value in zip(shown, values, strict=True)
        ]


class _Pen:
    """Writes cells by what they are."""

    def __init__(self, book: Any, sheet: Any) -> None:
        self.sheet = sheet
        self.bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.time = book.add_format({"num_format": TIME_FORMAT})

    def head(self, shown: Iterable[Column]) -> None:
        self.sheet.freeze_panes(1, 1)
        for at, each in enumerate(shown):
            self.sheet.set_column(at, at, WIDE if each.wide else NARROW)
            label = str(each.label)
            self.sheet.write_string(0, at, label[:1].upper() + label[1:], self.bold)

    def line(self, row: int, cells: Iterable[Any]) -> None:
        for at, value in enumerate(cells):
            match value:
                case None | "":
                    pass
                case datetime():
                    local = timezone.localtime(value).replace(tzinfo=None)
                    self.sheet.write_datetime(row, at, local, self.time)
                case int() | float() | Decimal():
                    self.sheet.write_number(row, at, float(value))
                case _:
                    self.sheet.write_string(row, at, str(value))
