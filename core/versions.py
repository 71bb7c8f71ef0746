"""What history says, in words: values by their labels and names, and who made each change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import moments, numbers

API = "/api/"
OWN_COLUMNS = "pgh_"  # what events have beside the columns of their rows
Joins = Mapping[Any, tuple[str, ...]]  # what a row of a model needs joined to say its name


class Way(models.TextChoices):
    """How a change came into the portal."""

    PAGE = "page", gettext_lazy("a page")
    API = "api", gettext_lazy("the API")
    COMMAND = "command", gettext_lazy("a command or an import")
    DATABASE = "database", gettext_lazy("the database itself")


class ChangeKind(models.TextChoices):
    INSERT = "insert", gettext_lazy("Made")
    UPDATE = "update", gettext_lazy("Changed")
    DELETE = "delete", gettext_lazy("Deleted")


@dataclass(frozen=True)
class Author:
    """Who made a change, on which way, and in which request."""

    name: str
    way: Way
    place: str  # the address of the page, the name of the command
    request: str


class Authors:
    """The authors of some events, by one query."""

    def __init__(self, events: Iterable[Any]) -> None:
        self.events = list(events)

    def of(self, event: Any) -> Author:
        if event.pgh_context is None:
            role = event.pgh_role or "—"
            return Author(_("database role %(role)s") % {"role": role}, Way.DATABASE, "", "")
        said: dict[str, Any] = event.pgh_context.metadata
        person = self._accounts.get(said.get("user") or 0)
        source = str(said.get("source") or "")
        name = str(person or source or _("the portal"))
        place = source or str(said.get("url") or "")
        return Author(name, _way(source, place), place, str(said.get("request") or ""))

    @cached_property
    def _accounts(self) -> Mapping[int, Any]:
        contexts = (each.pgh_context for each in self.events)
        keys = {each.metadata.get("user") for each in contexts if each} - {None}
        return get_user_model()._default_manager.in_bulk(keys)


def _way(source: str, place: str) -> Way:
    if source:
        return Way.COMMAND
    return Way.API if place.startswith(API) else Way.PAGE


class Words:
    """The values of some columns of events in words; each kind of name by one query."""

    def __init__(self, fields: Sequence[Any], events: Iterable[Any], joins: Joins) -> None:
        self.fields, self.events, self.joins = fields, list(events), joins

    def of(self, field: Any, value: Any) -> str | None:
        """Return the words for a value; None stands for an empty one."""
        if value is None or value == "":
            return None
        if field.is_relation:
            return str(self.names[field.name].get(value, value))
        if isinstance(value, list):
            return _listed(field.base_field, value)
        if isinstance(value, bool):
            return _("yes") if value else _("no")
        if isinstance(value, date):
            return _dated(value)
        if hasattr(value, "lower") and hasattr(value, "upper") and not isinstance(value, str):
            return f"{moments.day(value.lower)} – {moments.day(value.upper)}"
        if isinstance(value, int) and not field.flatchoices:
            return numbers.number(value)
        return str(dict(field.flatchoices).get(value, value))

    @cached_property
    def names(self) -> dict[str, dict[Any, str]]:
        return {each.name: self._named(each) for each in self.fields if each.is_relation}

    def _named(self, field: Any) -> dict[Any, str]:
        model = field.related_model
        keys = {getattr(row, field.attname) for row in self.events} - {None}
        joined = model._default_manager.select_related(*self.joins.get(model, ()))
        found = joined.in_bulk(keys)
        return {key: str(getattr(row, "name", None) or row) for key, row in found.items()}


def _dated(value: date) -> str:
    return moments.when(value) if isinstance(value, datetime) else moments.day(value)


def _listed(field: Any, values: list[Any]) -> str | None:
    labels = dict(field.flatchoices)
    return ", ".join(str(labels.get(each, each)) for each in values) or None


@dataclass(frozen=True)
class Difference:
    """A field of two versions of a row; None stands for an empty one."""

    name: str
    label: str
    was: str | None
    became: str | None


def told_fields(model: Any, *, but: Iterable[str] = ()) -> list[Any]:
    """Return the columns of a tracked model that its history tells of."""
    kept = {each.name for each in model.pgh_event_model._meta.concrete_fields}
    left_out = {model._meta.pk.name, *but}
    fields = model._meta.concrete_fields
    return [each for each in fields if each.name in kept and each.name not in left_out]


def differences(
    words: Words, before: Any, after: Any, *, hidden: Iterable[str] = ()
) -> list[Difference]:
    """Return the fields in which two versions of a row differ; `hidden` ones without values."""
    found = []
    for field in words.fields:
        was, became = (getattr(row, field.attname) for row in (before, after))
        if was == became:
            continue
        told = [words.of(field, was), words.of(field, became)]
        if field.name in set(hidden):
            told = [_("not shown") if each is not None else None for each in told]
        found.append(Difference(field.name, str(field.verbose_name), *told))
    return found
