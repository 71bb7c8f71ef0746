"""The SQL that writes the change feed: with every statement, whoever sends it, for all its rows at once.

Nothing here waits for another writer: rows are only added.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pgtrigger

from core.triggers import after
from integrations.models.change import Change

TABLE = Change._meta.db_table
FACTS = ("kind", "record", "oblast", "raion", "community", "home", "service", "sensitive")
NO_NUMBER = "NULL::int"


@dataclass(frozen=True)
class Lookup:
    """Another table that says where a record lies: its columns that do, and how it is joined."""

    table: str
    name: str
    on: str
    columns: tuple[str, ...]
    join: str = "JOIN"

    def joined(self, rows: str = "") -> str:
        """Return the join, of `rows` instead of the whole table where some are given."""
        if rows:
            return f"JOIN {rows} {self.name} ON {self.on}"
        return f"{self.join} {self.table} {self.name} ON {self.on}"


@dataclass(frozen=True)
class Source:
    """A kind of records: its table, called `r`, and the expressions of what an entry says of one."""

    kind: str
    table: str
    record: str = "r.code"
    oblast: str = NO_NUMBER
    raion: str = NO_NUMBER
    community: str = NO_NUMBER
    home: str = NO_NUMBER
    service: str = "''"
    sensitive: str = "false"
    version: str = NO_NUMBER
    lookups: tuple[Lookup, ...] = ()

    @property
    def facts(self) -> str:
        return f"'{self.kind}', " + ", ".join(getattr(self, each) for each in FACTS[1:])

    def told(self, operation: str, rows: str, other: tuple[Lookup, str] | None = None) -> str:
        """Return the entries of `rows`; `other` replaces a lookup by rows of it."""
        joins = (e.joined(other[1] if other and other[0] == e else "") for e in self.lookups)
        version = NO_NUMBER if operation == "removed" else self.version
        return f"SELECT '{operation}', {version}, {self.facts} FROM {rows} r {' '.join(joins)}"  # noqa: S608


def _write(*selects: str) -> str:
    columns = ", ".join(("operation", "version", *FACTS))
    return f"INSERT INTO {TABLE} ({columns}) {' UNION ALL '.join(selects)};"


def _after(name: str, operation: pgtrigger.Operation, func: str) -> pgtrigger.Trigger:
    return after(f"feed_{name}", operation, f"{func} RETURN NULL;")


def of_records(source: Source) -> Iterator[pgtrigger.Trigger]:
    """Yield the triggers of a table whose rows are records themselves.

    Where everything goes at once, nobody can follow: a new count begins.
    """
    yield from _of_rows(source, "", "created")
    yield _after("truncate", pgtrigger.Truncate, BEGIN_ANEW)


def of_members(source: Source, name: str = "") -> Iterator[pgtrigger.Trigger]:
    """Yield the triggers of a table whose rows say where a record of another one is seen, too.

    They are named after the kind, or by `name` where a table says it of a kind in two ways.
    """
    yield from _of_rows(source, f"_of_{name or source.kind}", "updated")


def _of_rows(source: Source, name: str, new: str) -> Iterator[pgtrigger.Trigger]:
    was = f"SELECT {source.facts} FROM old_rows r {_joins(source)}"  # noqa: S608
    now = f"SELECT {source.facts} FROM new_rows r {_joins(source)}"  # noqa: S608
    left = f"SELECT 'removed', {NO_NUMBER}, gone.* FROM ({was} EXCEPT {now}) gone"  # noqa: S608
    yield _after(f"insert{name}", pgtrigger.Insert, _write(source.told(new, "new_rows")))
    yield _after(
        f"update{name}", pgtrigger.Update, _write(source.told("updated", "new_rows"), left)
    )
    yield _after(f"delete{name}", pgtrigger.Delete, _write(source.told("removed", "old_rows")))


def _joins(source: Source) -> str:
    return " ".join(each.joined() for each in source.lookups)


def of_lookup(source: Source, lookup: Lookup, name: str = "") -> pgtrigger.Trigger:
    """Return the trigger of a table that says where records of another lie: they move with it.

    It is named after the kind, or by `name` where a table moves records of a kind in two ways.
    """
    columns = [", ".join(f"{side}.{each}" for each in lookup.columns) for side in "on"]
    changed = (
        "(SELECT {side}.* FROM old_rows o JOIN new_rows n ON n.id = o.id"  # noqa: S608
        f" AND ({columns[0]}) IS DISTINCT FROM ({columns[1]}))"
    )
    return _after(
        f"moves_{name or source.kind.replace('-', '_')}",
        pgtrigger.Update,
        _write(
            source.told("removed", source.table, (lookup, changed.format(side="o"))),
            source.told("updated", source.table, (lookup, changed.format(side="n"))),
        ),
    )


def of_parts(source: Source, column: str, *, inserted: bool = True) -> Iterator[pgtrigger.Trigger]:
    """Yield the triggers of a table whose rows are told with the record that `column` names.

    What the transaction told of the record already is not told again. `inserted`: a new row is
    news; it is none where the record cannot be without it.
    """
    both = f"SELECT {column} FROM old_rows UNION SELECT {column} FROM new_rows"  # noqa: S608
    of = {
        pgtrigger.Update: both,
        pgtrigger.Delete: f"SELECT {column} FROM old_rows",  # noqa: S608
    }
    if inserted:
        of[pgtrigger.Insert] = f"SELECT {column} FROM new_rows"  # noqa: S608
    for operation, keys in of.items():
        told = source.told("updated", source.table)
        name = f"{operation}_of_{source.kind}".lower().replace("-", "_")
        func = _write(f"{told} WHERE r.id IN ({keys}) AND {_not_yet(source)}")
        yield _after(name, operation, func)


def _not_yet(source: Source) -> str:
    return f"""NOT EXISTS (
        SELECT FROM {TABLE} c WHERE c.position IS NULL AND c.transaction = pg_current_xact_id()
            AND c.record = {source.record} AND c.kind = '{source.kind}' AND c.operation <> 'removed')"""


BEGIN_ANEW = "UPDATE integrations_count SET epoch = gen_random_uuid(), tail = head;"
