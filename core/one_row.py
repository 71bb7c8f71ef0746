"""One row, with the rows it names, by a statement that is written once: what every request asks first.

Django compiles a query each time it is asked. Of a few joined tables that takes several times as
long as to run it.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.db import connection
from django.db.models import Model


class OneRow:
    """Reads whole rows of the tables that `source` joins, by the names it gives them.

    `source` is what stands behind FROM; of a table that is joined from the left the row may be
    missing.
    """

    def __init__(self, source: str, **models: type[Model]) -> None:
        self.source, self.models = source, models

    def read(self, *params: Any) -> list[Any] | None:
        """Return a record of each table in the order of their names (None: no row); None for none."""
        with connection.cursor() as cursor:
            cursor.execute(self._statement, params)
            row = cursor.fetchone()
        return row and list(self._records(iter(row)))

    @cached_property
    def _statement(self) -> str:
        quoted = connection.ops.quote_name
        columns = ", ".join(
            f"{quoted(name)}.{quoted(str(field.column))}"
            for name, model in self.models.items()
            for field in model._meta.concrete_fields
        )
        return f"SELECT {columns} FROM {self.source}"  # noqa: S608 - our own names

    def _records(self, values: Iterator[Any]) -> Iterator[Any]:
        for model in self.models.values():
            fields = model._meta.concrete_fields
            own = {field: _read(field, next(values)) for field in fields}
            is_there = own[model._meta.pk] is not None
            names = [field.attname for field in fields]
            yield model.from_db(connection.alias, names, own.values()) if is_there else None


def _read(field: Any, value: Any) -> Any:
    """Return what a column holds as its field reads it."""
    for convert in field.get_db_converters(connection):
        value = convert(value, field.cached_col, connection)
    return value
