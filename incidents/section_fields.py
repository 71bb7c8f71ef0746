"""The sections of a record on the logging form: fields made of their tables, read back as rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models import ClassifierCode, Details, Incident, ViolenceForm
from incidents.sections import REPEATED, TABLES, columns

EMPTY_ROWS = 2  # of a section that may have several, besides those that are filled
NOT_CHOSEN = [("", _("Not chosen"))]
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Row:
    """One row of a section on the form: its place, and the names of its fields."""

    section: str
    number: int

    @property
    def names(self) -> dict[str, Any]:
        """Return the fields of the table by the names they have on the form."""
        return {f"{self.section}-{self.number}-{each.name}": each for each in columns(self.section)}


class SectionFields:
    """The fields of every section, for one form."""

    def __init__(self, incident: Incident) -> None:
        self.stored = {} if incident._state.adding else _stored(incident)
        self.rows = [Row(section, n) for section in TABLES for n in range(self._places(section))]

    def _places(self, section: str) -> int:
        if section not in REPEATED:
            return 1
        return min(len(self.stored.get(section, ())) + EMPTY_ROWS, settings.LIMITS[section])

    def fields(self) -> dict[str, forms.Field]:
        """Return every field by its name on the form, with what is stored."""
        return {
            name: _field(column, self._value(row, column))
            for row in self.rows
            for name, column in row.names.items()
        }

    def _value(self, row: Row, column: Any) -> Any:
        rows = self.stored.get(row.section, [])
        return getattr(rows[row.number], column.attname) if row.number < len(rows) else None

    def of(self, section: str) -> list[list[str]]:
        """Return the names of a section's fields, row by row."""
        return [list(row.names) for row in self.rows if row.section == section]

    def closed(self, opened: Iterable[str]) -> Iterator[str]:
        """Yield the fields of sections that are not opened: what they say is let go."""
        for row in self.rows:
            if row.section not in opened:
                yield from row.names

    def problems(self, data: Values, opened: Iterable[str]) -> dict[str, Any]:
        """Return what a begun row lacks, by field."""
        return {
            name: _("Say this, or leave the others empty.")
            for row in self._begun(data, opened)
            for name, column in row.names.items()
            if not (column.blank or column.has_default() or data.get(name))
        }

    def said(self, data: Values, opened: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
        """Return the rows of every section that were filled."""
        found: dict[str, list[dict[str, Any]]] = {section: [] for section in TABLES}
        for row in self._begun(data, opened):
            values = {column.name: _told(column, data[name]) for name, column in row.names.items()}
            found[row.section].append(values)
        return found

    def _begun(self, data: Values, opened: Iterable[str]) -> Iterator[Row]:
        for row in self.rows:
            started = (
                name for name, column in row.names.items() if _is_said(column, data.get(name))
            )
            if row.section in opened and any(started):
                yield row


def _stored(incident: Incident) -> dict[str, list[Details]]:
    return {
        section: list(table.objects.filter(incident=incident).order_by("pk"))
        for section, table in TABLES.items()
    }


def _is_said(column: Any, value: Any) -> bool:
    """Say whether a field tells something of its own: what every row begins with does not."""
    return bool(value) and not (column.has_default() and value == column.get_default())


def _told(column: Any, value: Any) -> Any:
    return column.get_default() if value is None and column.has_default() else value


def _field(column: Any, value: Any) -> forms.Field:
    """Return the field for a column; nothing is required before its section is begun."""
    words = {"label": str(column.verbose_name).capitalize(), "required": False, "initial": value}
    if column.name == "forms":
        boxes = forms.CheckboxSelectMultiple
        return forms.MultipleChoiceField(choices=ViolenceForm.choices, widget=boxes, **words)
    if isinstance(column, models.ForeignKey):
        listed = ClassifierCode.objects.complex_filter(column.get_limit_choices_to())
        rows = listed.choosable(kept=value).order_by("pk")
        return forms.ModelChoiceField(rows, empty_label=_("Not chosen"), **words)
    if column.choices:
        empty = [] if column.has_default() else NOT_CHOSEN
        begun = column.get_default() if value is None and column.has_default() else value
        return forms.ChoiceField(choices=[*empty, *column.choices], **(words | {"initial": begun}))
    return _plain(column, words)


def _plain(column: Any, words: dict[str, Any]) -> forms.Field:
    wrong = _("Write the number in figures, for example 3.")
    if isinstance(column, models.BooleanField):
        return forms.BooleanField(**words)
    if isinstance(column, models.CharField):
        return forms.CharField(max_length=column.max_length, **words)
    number: dict[str, Any] = {"validators": column.validators, "error_messages": {"invalid": wrong}}
    if isinstance(column, models.DecimalField):
        number |= {"max_digits": column.max_digits, "decimal_places": column.decimal_places}
        text = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
        return forms.DecimalField(localize=True, widget=text, **number, **words)
    begun = column.get_default() if words["initial"] is None else words["initial"]
    return forms.IntegerField(**number, **(words | {"initial": begun}))
