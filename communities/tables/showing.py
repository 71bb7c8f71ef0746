"""A sheet of records as its page tells it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from communities.importing.showing import OwnShown
from communities.importing.words import LOOKS
from communities.tables.listing import table_of
from communities.tables.table import Table
from core.models import ImportLine, What
from core.numbers import number

SAID = 6  # cells of a row that are shown


@dataclass(frozen=True)
class ShownRow:
    """A row of a sheet: what it says, what becomes of it, what it changes, and what is wrong."""

    line: ImportLine
    look: tuple[str, str]
    said: list[str]
    changes: list[tuple[str, str, str]]  # the heading, what was, what becomes
    problems: list[tuple[str, str]]  # the heading of the column, empty for the row; what is wrong


class ShownSheet(OwnShown):
    """A preview with the words around it."""

    counted = (What.CREATED, What.CHANGED, What.REJECTED)
    rejected_route = "tables:rejected"

    @property
    def table(self) -> Table:
        return table_of(self.preview.kind)

    @property
    def url(self) -> str:
        return reverse("tables:detail", args=[self.preview.pk])

    @property
    def list_url(self) -> str:
        return reverse("tables:list")

    @property
    def crumbs(self) -> list[tuple[str, str | None]]:
        return [(_("Sheets of records"), self.list_url), (self.preview.file_name, None)]

    @property
    def button(self) -> str:
        words = ngettext("Store %(count)s record", "Store %(count)s records", self.preview.changes)
        return words % {"count": number(self.preview.changes)}

    def rows(self, lines: Iterable[ImportLine]) -> list[ShownRow]:
        """Return lines as they are shown."""
        return [self._row(line) for line in lines]

    def _row(self, line: ImportLine) -> ShownRow:
        labels = {each.name: str(each.label) for each in self.table.columns}
        problems = (line.problems or {}).get(get_language(), {})
        said = [text for text in self.table.in_order(line.cells).values() if text]
        return ShownRow(
            line=line,
            look=LOOKS[What(line.what)],
            said=[line.name] if line.name else said[:SAID],
            changes=[
                (labels.get(name, name), self._value(name, was), self._value(name, becomes))
                for name, (was, becomes) in self.table.in_order(line.changes).items()
            ],
            problems=[
                (labels.get(name, ""), text) for name, text in self.table.in_order(problems).items()
            ],
        )

    def _value(self, name: str, value: Any) -> str:
        """Write a value as people do: by the words of its list, empty as a dash."""
        if value is None or value == "" or value == []:
            return "—"
        if isinstance(value, bool):
            return _("Yes") if value else _("No")
        if isinstance(value, list):
            return "; ".join(self._value(name, each) for each in value)
        column = self.table.by_name.get(name)
        if isinstance(value, dict) and column:
            return str(column.field.in_cell(value))
        return str(column.choices.get(value, value)) if column else str(value)
