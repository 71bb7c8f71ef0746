"""Tables without what makes rows dear, for one load: keys, indexes and triggers set aside.

What is set aside is read from the catalogue, so that nothing added to a table later is
forgotten, and put back by the words the catalogue gave. All of it happens in the caller's
transaction: whoever else looks sees the tables as they were, or whole again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic

from django.db import connection
from django.db.models import Model

Say = Callable[[str], object]
LONG = 1  # second after which somebody who waits likes to hear what was done
MEMORY = "256MB"  # for sorting an index or checking a foreign key, given back with the transaction


@dataclass(frozen=True, slots=True)
class Part:
    """Something that hangs on a table: how it goes, and how it comes back."""

    name: str
    go: str
    come: str


# foreign keys, also those of other tables that point here; then primary and unique keys
CONSTRAINTS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint
    WHERE (contype = 'f' AND (conrelid = ANY(%(tables)s) OR confrelid = ANY(%(tables)s)))
       OR (contype IN ('p', 'u', 'x') AND conrelid = ANY(%(tables)s))
    ORDER BY contype = 'f' DESC, conrelid::regclass::text, conname
"""
INDEXES = """
    SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index
    WHERE indrelid = ANY(%(tables)s)
      AND NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND conrelid = indrelid)
    ORDER BY 1, 2
"""
TRIGGERS = """
    SELECT tgrelid::regclass::text, quote_ident(tgname), '' FROM pg_trigger
    WHERE tgrelid = ANY(%(tables)s) AND NOT tgisinternal AND tgenabled = 'O'
    ORDER BY 1, 2
"""


@contextmanager
def bare(models: Sequence[type[Model]], *, say: Say) -> Iterator[None]:
    """Set keys, indexes and triggers of the models' tables aside for the block.

    Coming back, every key is checked and every index built over all the rows. An exception
    leaves that to the end of the transaction, which undoes everything.
    """
    with connection.cursor() as cursor:
        # what waits for the commit would stand in the way; and a load has no use for waiting
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SELECT set_config('maintenance_work_mem', %s, true)", [MEMORY])
    parts = _parts(models)
    for part in parts:
        _execute(part.go)
    yield
    for part in reversed(parts):
        began = monotonic()
        _execute(part.come)
        if monotonic() - began > LONG:
            say(f"  {part.name}")


def _parts(models: Sequence[type[Model]]) -> list[Part]:
    """Return what hangs on the tables, in the order in which it may go."""
    return [
        *(
            Part(
                name,
                f"ALTER TABLE {table} DISABLE TRIGGER {name}",
                f"ALTER TABLE {table} ENABLE TRIGGER {name}",
            )
            for table, name, _none in _found(TRIGGERS, models)
        ),
        *(
            Part(
                name,
                f"ALTER TABLE {table} DROP CONSTRAINT {name}",
                f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}",
            )
            for table, name, definition in _found(CONSTRAINTS, models)
        ),
        *(
            Part(name, f"DROP INDEX {name}", definition)
            for _table, name, definition in _found(INDEXES, models)
        ),
    ]


def _found(query: str, models: Sequence[type[Model]]) -> list[tuple[str, str, str]]:
    tables = "ARRAY[" + ", ".join(f"'{each._meta.db_table}'::regclass" for each in models) + "]"
    with connection.cursor() as cursor:
        cursor.execute(query % {"tables": tables})
        return cursor.fetchall()


def _execute(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
