"""Stores a new event by one statement: its row, its words and its first step, all or nothing.

The framework would make three statements and compile each anew; logging is what the portal does
most often.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import connection, models


def insert(first: models.Model, *others: models.Model) -> None:
    """Insert rows of several tables that may point at one another; defaults are theirs to fill.

    Every row names its keys before: nothing that the database fills in is read back.
    """
    rows = (*others, first)
    parts = [_insert_into(type(row)) for row in rows]
    *leading, last = (sql for sql, _fields in parts)
    named = ", ".join(f"row_{number} AS ({sql})" for number, sql in enumerate(leading))
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {named} {last}" if named else last,
            [
                field.get_db_prep_save(getattr(row, field.attname), connection)
                for row, (_sql, fields) in zip(rows, parts, strict=True)
                for field in fields
            ],
        )
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


@cache
def _insert_into(model: type[models.Model]) -> tuple[str, list[Any]]:
    """Return the statement for one row of a table, and the fields of its parameters in order."""
    fields = [
        field
        for field in model._meta.concrete_fields
        if not (field.generated or isinstance(field, models.AutoField))
    ]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    places = ", ".join("%s" for _field in fields)
    table = quoted(model._meta.db_table)
    return f"INSERT INTO {table} ({columns}) VALUES ({places})", fields  # noqa: S608 - our own names
