"""Pages of a list at one price however deep: from the last row seen on, never by an offset."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, F, Func, Model, QuerySet, Value
from django.db.models.constants import LOOKUP_SEP

Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """The place a page begins at: next to the row with this key, on the way on or back."""

    key: Key
    backwards: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of one page, and the marks of the pages around it (None: there is none)."""

    rows: list[Any]
    previous: Mark | None
    next: Mark | None


class Beyond(Func):
    """Row values compared: (a, b) < (1, 2).

    It compiles several times faster than the framework's own comparison of tuples.
    """

    output_field = BooleanField()

    def __init__(self, names: Sequence[str], operator: str, key: Key) -> None:
        self.operator = operator
        super().__init__(*map(F, names), *map(Value, key))

    def as_sql(self, compiler: Any, connection: Any, *_args: Any, **_more: Any) -> tuple[str, Any]:
        told = [compiler.compile(each) for each in self.source_expressions]
        columns, values = told[: len(told) // 2], told[len(told) // 2 :]
        left, right = (", ".join(sql for sql, _params in half) for half in (columns, values))
        return f"({left}) {self.operator} ({right})", [e for _sql, params in told for e in params]


class Keyset:
    """An ordering that pages can be cut by.

    `ordering` names columns without nulls, related ones with `__`, the last of them unique. A
    leading minus on the first means downwards, and holds for all. `read` makes of a row what
    holds the columns, where it is something else; it is asked of the outer rows of a page only.
    """

    def __init__(
        self, ordering: Sequence[str], read: Callable[[Any], Any] = lambda row: row
    ) -> None:
        self.names = tuple(name.lstrip("-") for name in ordering)
        self.falling = ordering[0].startswith("-")
        self.read = read

    def cut(self, rows: QuerySet[Any, Any], size: int, mark: Mark | None = None) -> Slice:
        """Return the page of at most `size` rows at a mark, by default the first one.

        Rows may be records, dictionaries that hold the columns, or what `read` makes one of.
        """
        backwards = bool(mark and mark.backwards)
        downwards = self.falling != backwards
        rows = rows.order_by(*(f"-{name}" if downwards else name for name in self.names))
        if mark:
            rows = rows.filter(Beyond(self.names, "<" if downwards else ">", mark.key))
        found = list(rows[: size + 1])
        more, found = len(found) > size, found[:size]
        if backwards:
            found.reverse()
        has_previous = found and mark and (more or not backwards)
        has_next = found and (more or backwards)
        return Slice(
            rows=found,
            previous=Mark(self.key(found[0]), backwards=True) if has_previous else None,
            next=Mark(self.key(found[-1])) if has_next else None,
        )

    def key(self, row: Any) -> Key:
        """Return what tells a row's place in the ordering."""
        row = self.read(row)
        if isinstance(row, Mapping):
            return tuple(row[name] for name in self.names)
        return tuple(reduce(getattr, name.split(LOOKUP_SEP), row) for name in self.names)

    def parse(self, model: type[Model], texts: Sequence[str]) -> Key:
        """Return the key that `written` wrote; ValueError where it is not one of this ordering."""
        try:
            return tuple(
                _field(model, name).to_python(text)
                for name, text in zip(self.names, texts, strict=True)
            )
        except ValidationError as error:
            raise ValueError(texts) from error


def written(key: Key) -> list[str]:
    """Write a key as texts that `Keyset.parse` reads."""
    return [each.isoformat() if isinstance(each, datetime) else str(each) for each in key]


def _field(model: Any, path: str) -> Any:
    *steps, name = path.split(LOOKUP_SEP)
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.pk if name == "pk" else model._meta.get_field(name)
