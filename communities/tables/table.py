"""A table people may bring: which records it holds, its columns, and how a record is known again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.utils.functional import Promise
from django.utils.text import capfirst
from rest_framework import serializers

from core.sheets.reading import Layout

Finder = Callable[
    [str, Any], Any
]  # the words of a cell, the account -> what the API takes; ValueError
Body = dict[str, Any]  # what a row says, as the API takes it


@dataclass(frozen=True)
class Capital:
    """Words that begin with a capital, in the language of the moment."""

    words: str | Promise

    def __str__(self) -> str:
        return str(capfirst(str(self.words)))


Label = str | Promise | Capital


def words_of(model: Any, name: str) -> Capital:
    """Return what the field of a model is called, as a heading."""
    return Capital(model._meta.get_field(name).verbose_name)


@dataclass(frozen=True)
class Asker:
    """An account in the place of a request: a sheet is read when no request is there any more."""

    user: Any
    method: str = "GET"


@dataclass(frozen=True, eq=False)
class Column:
    """Where the value of a field stands; of a field that takes several, one cell holds them all."""

    name: str
    field: Any
    label: Label
    needed: bool
    many: bool = False

    @property
    def model(self) -> Any:
        """Return the table a value is a row of, None where it is none."""
        rows = getattr(self.field, "queryset", None)
        return None if rows is None else rows.model

    @property
    def choices(self) -> dict[str, Any]:
        """Return the values of a fixed list and what they are called."""
        return dict(getattr(self.field, "choices", {})) if self.model is None else {}

    @property
    def types(self) -> tuple[type, ...]:
        """Return the types of JSON the field takes."""
        return getattr(self.field, "json_types", (str,))

    @property
    def is_day(self) -> bool:
        return isinstance(self.field, serializers.DateField)

    @property
    def is_moment(self) -> bool:
        return isinstance(self.field, serializers.DateTimeField)


@dataclass(frozen=True, kw_only=True)
class Table:
    """Records of one resource of the API, brought as rows.

    `view` is the class of the resource: its serializer reads rows, its rights and its rules hold.
    `identity` names the columns by which a record is known again, each with the lookup it means:
    the same sheet brought twice changes nothing. Those of them that `may_lack` a value know a
    record without it by an empty cell. `labels` are headings where the words of the model do not
    do; `finders` read cells that name rows of other tables. Where a change is said `whole`, the
    service is told the whole row, otherwise what differs. `advice` stands above the headings.
    """

    code: str
    label: str | Promise
    view: type[Any]
    identity: Mapping[str, str]
    finders: Mapping[Any, Finder]
    labels: Mapping[str, Label] = field(default_factory=dict)
    whole: bool = False
    may_lack: frozenset[str] = frozenset()
    advice: str | Promise = ""

    @property
    def model(self) -> Any:
        return self.view.queryset.model

    def asked_by(self, user: Any, method: str = "GET") -> Any:
        """Return the resource as an account asks it."""
        view = self.view()
        view.request, view.kwargs, view.format_kwarg = Asker(user, method), {}, None
        return view

    @property
    def right(self) -> str:
        """Return the right to write such records."""
        return str(self.view().add)

    def allows(self, user: Any) -> bool:
        """Say whether an account writes such records anywhere."""
        return bool(user.has_perm(self.right))

    @cached_property
    def columns(self) -> tuple[Column, ...]:
        """Return every column: one for each value the API lets a program write."""
        return tuple(self._columns())

    def _columns(self) -> Iterator[Column]:
        for name, each in self.view.serializer_class().fields.items():
            if each.read_only:
                continue
            inner = getattr(each, "child_relation", None) or getattr(each, "child", None)
            needed = each.required or name in self.named_by
            yield Column(name, inner or each, self._label(name), needed, inner is not None)

    def _label(self, name: str) -> Label:
        if name in self.labels:
            return self.labels[name]
        try:
            return words_of(self.model, name)
        except FieldDoesNotExist:
            return name

    @cached_property
    def by_name(self) -> dict[str, Column]:
        return {each.name: each for each in self.columns}

    def in_order(self, said: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return what is said by column in the order of the columns: storing shuffles it."""
        order = {name: at for at, name in enumerate(self.by_name)}
        pairs = (said or {}).items()
        return dict(sorted(pairs, key=lambda pair: order.get(pair[0], -1)))

    @property
    def layout(self) -> Layout:
        """Return what a sheet of such records has to look like."""
        needed = frozenset(each.name for each in self.columns if each.needed)
        return Layout({each.name: each.label for each in self.columns}, needed)

    @property
    def named_by(self) -> list[str]:
        """Return the columns without which nobody knows which record a row is about."""
        return [name for name in self.identity if name not in self.may_lack]

    def known(self, view: Any, body: Body) -> Any:
        """Return the record in reach that a row is about, None where there is none."""
        if not set(self.named_by) <= set(body):
            return None
        said = {lookup: body.get(name) for name, lookup in self.identity.items()}
        return view.get_queryset().filter(**said).first()
