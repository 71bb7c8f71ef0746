"""The sections of a record as its page tells them: every filled field with its label."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from core import numbers
from incidents.models import Category, Details, Incident, Section, ViolenceForm
from incidents.sections import TABLES, columns, opened_by

Told = dict[str, Any]


def further_of(incident: Incident) -> list[Category]:
    """Return what else the event was, in the order it was said."""
    if not incident.further_categories:
        return []
    found = {e.code: e for e in Category.objects.filter(code__in=incident.further_categories)}
    return [found[code] for code in incident.further_categories if code in found]


def sections_of(incident: Incident, further: list[Category]) -> list[Told]:
    """Return the sections that are filled: title and rows, each a list of label and words."""
    opened = opened_by(incident.category, further)
    found = []
    for section in Section:
        if section not in opened:
            continue
        rows = TABLES[section].objects.filter(incident=incident).order_by("pk")
        joined = [each.name for each in columns(section) if each.is_relation]
        told = [list(_words(row)) for row in rows.select_related(*joined)]
        if told:
            found.append({"code": section.value, "title": section.label, "rows": told})
    return found


def _words(row: Details) -> Iterator[tuple[str, str]]:
    for column in columns(row.section):
        value = getattr(row, column.name)
        if value not in (None, "", False, []):
            yield str(column.verbose_name).capitalize(), _word(row, column, value)


def _word(row: Details, column: Any, value: Any) -> str:
    if column.name == "forms":
        return ", ".join(str(ViolenceForm(each).label) for each in value)
    if value is True:
        return _("yes")
    if column.choices:
        return str(getattr(row, f"get_{column.name}_display")())
    if isinstance(value, int | Decimal):
        return numbers.number(value)
    return str(value)
