"""What a back-up says of itself, and what a database says of itself: held against each other."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

FORM = 1


@dataclass(frozen=True)
class Manifest:
    """What was backed up: when, by which versions, and how many rows each table had."""

    form: int
    made_at: str
    postgres: int  # major version
    migrations: list[str]
    rows: dict[str, int]


def describe(made_at: str) -> Manifest:
    """Return the manifest of the database, as the transaction that asks sees it."""
    return Manifest(
        form=FORM,
        made_at=made_at,
        postgres=connection.pg_version // 10_000,  # type: ignore[attr-defined]
        migrations=migrations(),
        rows=rows(),
    )


def migrations() -> list[str]:
    """Return what was applied to the database."""
    return sorted(".".join(key) for key in MigrationRecorder(connection).applied_migrations())


def rows() -> dict[str, int]:
    """Count every table."""
    return {
        table: _one(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608
        for table in sorted(connection.introspection.table_names())
    }


def is_empty() -> bool:
    """Tell whether the database holds nothing of anybody."""
    return not connection.introspection.table_names(include_views=True)


def _one(question: str) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(question)
        return cursor.fetchone()[0]
