"""Reference tables kept equal to an authority's list: create, change, never delete."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

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


def bring_up_to_date(
    model: type[models.Model], rows: Sequence[Row], *, key: Sequence[str] = ("code",)
) -> Changes:
    """Create the rows that are missing and change those that differ, found by `key`.

    Every row names the same fields, foreign keys by their column (`oblast_id`). Rows of the
    table that are not among them stay as they are.
    """
    if not rows:
        return Changes()
    fields = [name for name in rows[0] if name not in key]
    stored = _stored(model, key, fields)
    missing, different = [], []
    for row in rows:
        pk, values = stored.get(tuple(row[name] for name in key), (None, None))
        if pk is None:
            missing.append(row)
        elif values != tuple(row[name] for name in fields):
            different.append(model(pk=pk, **row))
    _copy(model, missing)
    model._default_manager.bulk_update(different, _names(model, fields), batch_size=500)
    return Changes(len(missing), len(different), len(rows) - len(missing) - len(different))


def _stored(
    model: type[models.Model], key: Sequence[str], fields: Iterable[str]
) -> dict[tuple[Any, ...], tuple[Any, tuple[Any, ...]]]:
    found = model._default_manager.values_list(*key, "pk", *fields)
    width = len(key)
    return {row[:width]: (row[width], row[width + 1 :]) for row in found}


def _copy(model: type[models.Model], rows: Sequence[Row]) -> None:
    """Insert rows by COPY: the register is thirty thousand rows, and instances cost seconds."""
    if not rows:
        return
    fields = [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.generated
    ]
    defaults = {field.attname: field.get_default() for field in fields}
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    statement = f"COPY {quote(model._meta.db_table)} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row([row.get(name, default) for name, default in defaults.items()])


def _names(model: type[models.Model], columns: Iterable[str]) -> list[str]:
    """Return the names of fields whose columns are given: `oblast` for `oblast_id`."""
    by_column = {field.attname: field.name for field in model._meta.concrete_fields}
    return [by_column[column] for column in columns]
