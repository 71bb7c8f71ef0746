"""The columns of a workbook of events: one for each value a program may write of an event.

They are read off `IncidentSerializer`, so a new field of the record has its column at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.text import capfirst
from rest_framework import serializers

from core.sheets.reading import Layout
from incidents.api.serializers import IncidentSerializer
from incidents.forms import IncidentForm
from incidents.models import Section

SECTIONS = tuple(f"{each}." for each in Section.values)  # whose labels name the section, too
LEFT_OUT = {
    "reason": "of an amendment, which no new event is",
    Section.DOMESTIC_VIOLENCE: "of events that no file records",
}
DEFAULTED = ("community", "reported_at")  # may be left empty here: reading.py says what then counts


@dataclass(frozen=True, eq=False)
class Column:
    """Where a value stands in the JSON of an event, the field that reads it, and its heading.

    Of a list (`group`) a cell holds the values of all its items, divided by `APART`; so it does
    where the field itself takes `many`.
    """

    name: str
    field: Any
    label: Any
    group: str = ""
    many: bool = False
    optional: bool = False  # a value of a part that an event need not have

    @property
    def leaf(self) -> str:
        return self.name.rpartition(".")[2]

    @property
    def is_several(self) -> bool:
        return self.many or bool(self.group)

    @property
    def is_required(self) -> bool:
        """Say whether no event can be recorded without it."""
        needed = self.field.required and not (self.group or self.optional)
        return needed and self.name not in DEFAULTED

    @property
    def types(self) -> tuple[type, ...]:
        """Return the types of JSON the field takes."""
        return getattr(self.field, "json_types", (str,))

    @property
    def model(self) -> type[models.Model] | None:
        """Return the table a value is a row of, None where it is none."""
        rows = getattr(self.field, "queryset", None)
        return None if rows is None else rows.model

    @property
    def choices(self) -> dict[str, Any]:
        """Return the values of a fixed list and what they are called."""
        return dict(getattr(self.field, "choices", {})) if self.model is None else {}

    @property
    def is_moment(self) -> bool:
        return isinstance(self.field, serializers.DateTimeField)


@cache
def columns() -> tuple[Column, ...]:
    """Return every column in the order of the record."""
    return tuple(_columns(IncidentSerializer()))


def in_order(names: Iterable[str]) -> list[str]:
    """Return names of columns in their order, what is none of them first: storing shuffles them."""
    order = {each.name: at for at, each in enumerate(columns())}
    return sorted(names, key=lambda name: order.get(name, -1))


def by_name() -> dict[str, Column]:
    return {each.name: each for each in columns()}


def _columns(serializer: Any, path: str = "", group: str = "") -> Iterator[Column]:
    for name, field in serializer.fields.items():
        full = f"{path}{name}"
        if field.read_only or full in LEFT_OUT:
            continue
        if isinstance(field, serializers.ListSerializer):
            yield from _columns(field.child, f"{full}.", full)
        elif isinstance(field, serializers.BaseSerializer):
            yield from _columns(field, f"{full}.", group)
        else:
            several = isinstance(field, serializers.ManyRelatedField | serializers.ListField)
            one = getattr(field, "child_relation", None) or getattr(field, "child", None)
            label = _Label(name, serializer, own=bool(group) or path.startswith(SECTIONS))
            needless = bool(path) or (several and not field.required)
            yield Column(full, one if several else field, label, group, several, needless)


@dataclass(frozen=True)
class _Label:
    """What people call a field, in the language of the moment: as the form does, where it is there."""

    name: str
    serializer: Any
    own: bool  # names its list, too

    def __str__(self) -> str:
        shown = IncidentForm.base_fields.get(self.name)
        if shown is not None and shown.label and not self.own:
            return str(shown.label)
        meta = self.serializer.Meta.model._meta
        try:
            label = str(capfirst(meta.get_field(self.name).verbose_name))
        except FieldDoesNotExist:
            label = str(self.serializer.fields[self.name].label)
        return f"{capfirst(meta.verbose_name_plural)}: {label}" if self.own else label


def layout() -> Layout:
    """Return what a sheet of events has to look like."""
    needed = frozenset(each.name for each in columns() if each.is_required)
    return Layout({each.name: each.label for each in columns()}, needed)
