"""Reference tables kept equal to an authority's list: create, change, never delete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models import QuerySet
from psycopg.types.json import Jsonb

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Changes:
    """What bringing a table up to date did, in rows."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    removed: int = 0

    def __add__(self, other: Changes) -> Changes:
        return Changes(
            self.created + other.created,
            self.changed + other.changed,
            self.unchanged + other.unchanged,
            self.removed + other.removed,
        )

    def __str__(self) -> str:
        said = f"{self.created} created, {self.changed} changed, {self.unchanged} unchanged"
        return f"{said}, {self.removed} removed" if self.removed else said


@dataclass(frozen=True, slots=True)
class Differing:
    """A stored row that the list has otherwise: how it becomes, and what it was where it changes."""

    pk: Any
    row: Row
    before: dict[str, Any]


@dataclass(frozen=True)
class Difference:
    """How a table differs from a list; `absent` are the rows that only it holds, by key."""

    model: type[models.Model]
    fields: list[str]
    missing: list[Row]
    different: list[Differing]
    unchanged: int
    absent: dict[tuple[Any, ...], Any]

    @property
    def changes(self) -> Changes:
        return Changes(len(self.missing), len(self.different), self.unchanged)


def bring_up_to_date(
    model: type[models.Model], rows: Sequence[Row], *, key: Sequence[str] = ("code",)
) -> Changes:
    """Create the rows that are missing and change those that differ, found by `key`.

    Every row names the same fields, foreign keys by their column (`oblast_id`). Rows of the
    table that are not among them stay as they are.
    """
    difference = compare(model, rows, key=key)
    write(difference)
    return difference.changes


def compare(
    model: type[models.Model],
    rows: Sequence[Row],
    *,
    key: Sequence[str] = ("code",),
    among: QuerySet[Any] | None = None,
) -> Difference:
    """Say how a table, or the rows of it `among` which to look, differs from a list."""
    fields = [name for name in rows[0] if name not in key] if rows else []
    stored = _stored(model._default_manager.all() if among is None else among, key, fields)
    missing, different, met = [], [], 0
    for row in rows:
        found = stored.pop(tuple(row[name] for name in key), None)
        if found is None:
            missing.append(row)
            continue
        pk, values = found
        if values == tuple(row[name] for name in fields):
            met += 1
        else:
            pairs = zip(fields, values, strict=True)
            different.append(Differing(pk, row, {n: was for n, was in pairs if was != row[n]}))
    return Difference(
        model, fields, missing, different, met, {key: pk for key, (pk, _values) in stored.items()}
    )


def write(difference: Difference) -> None:
    """Create what is missing and change what differs; what only the table holds stays."""
    model = difference.model
    copy_rows(model, difference.missing)
    changed = [model(pk=each.pk, **each.row) for each in difference.different]
    if changed:
        names = _names(model, difference.fields)
        model._default_manager.bulk_update(changed, names, batch_size=500)


def _stored(
    found: QuerySet[Any], key: Sequence[str], fields: Iterable[str]
) -> dict[tuple[Any, ...], tuple[Any, tuple[Any, ...]]]:
    width = len(key)
    return {
        row[:width]: (row[width], row[width + 1 :])
        for row in found.order_by().values_list(*key, "pk", *fields)
    }


def copy_rows(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Insert rows by COPY: the register is thirty thousand rows, and instances cost seconds."""
    if not rows:
        return
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.generated
    ]
    defaults = {field.attname: field.get_default() for field in fields}
    packed = {field.attname for field in fields if isinstance(field, models.JSONField)}
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(
                [
                    Jsonb(row[name])
                    if name in packed and row.get(name) is not None
                    else row.get(name, default)
                    for name, default in defaults.items()
                ]
            )


def _names(model: type[models.Model], columns: Iterable[str]) -> list[str]:
    """Return the names of fields whose columns are given: `oblast` for `oblast_id`."""
    by_column = {field.attname: field.name for field in model._meta.concrete_fields}
    return [by_column[column] for column in columns]
