"""Stores a new event by one statement: its row, its words and its first step, all or nothing.

The framework would make three statements and compile each anew; logging is what the portal does
most often. Many events are copied in.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

from django.db import connection, models


def insert(first: models.Model, *others: models.Model) -> bool:
    """Insert a row, and with it those of other tables that point at it; False if its key is taken.

    A taken key is no error of the database, which would write the whole statement, words of
    people and all, into its log. Every row names its keys: nothing is read back.
    """
    lead, *rest = (_insert_into(type(row)) for row in (first, *others))
    key = connection.ops.quote_name(str(first._meta.pk.column))
    parts = [f"stored AS ({lead.values} ON CONFLICT ({key}) DO NOTHING RETURNING 1)"]
    parts += [f"row_{number} AS ({each.where_stored})" for number, each in enumerate(rest)]
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {', '.join(parts)} SELECT count(*) FROM stored",  # noqa: S608 - our own names
            [
                value
                for row, each in zip((first, *others), (lead, *rest), strict=True)
                for value in each.read(row)
            ],
        )
        [(stored,)] = cursor.fetchall()
    for row in (first, *others):
        row._state.adding, row._state.db = not stored, connection.alias
    return bool(stored)


def copy(rows: Sequence[models.Model]) -> None:
    """Insert many rows of one table by COPY, triggers and all; IntegrityError where a key is taken.

    COPY is a statement of its own kind: what names the author of changes has to be set before it
    (`core.history.authored_by`).
    """
    if not rows:
        return
    told = _insert_into(type(rows[0]))
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(f"COPY {told.columns} FROM STDIN") as lines,
    ):
        for row in rows:
            lines.write_row(told.read(row))


@dataclass(frozen=True, slots=True)
class Insert:
    """The statement for one row of a table, and what reads its parameters from a row."""

    columns: str  # the table, with the columns that are written
    places: str
    read: Callable[[models.Model], tuple[Any, ...]]  # plain values: psycopg knows each of them

    @property
    def values(self) -> str:
        return f"INSERT INTO {self.columns} VALUES ({self.places})"  # noqa: S608 - our own names

    @property
    def where_stored(self) -> str:
        return f"INSERT INTO {self.columns} SELECT {self.places} FROM stored"  # noqa: S608 - our own names


@cache
def _insert_into(model: type[models.Model]) -> Insert:
    fields = [
        field
        for field in model._meta.concrete_fields
        if not (field.generated or isinstance(field, models.AutoField))
    ]
    quoted = connection.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    places = ", ".join("%s" for _field in fields)
    read = attrgetter(*(field.attname for field in fields))
    return Insert(f"{quoted(model._meta.db_table)} ({columns})", places, read)
