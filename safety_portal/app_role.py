"""The two roles of the database: the owner makes the tables, the app role serves from them.

The app role gets exactly what serving needs: rows of the tables of our models, no truncation, no
new tables; history it reads and adds to, and never changes.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction
from pghistory.models import Context, Event
from psycopg import sql

ROWS = "SELECT, INSERT, UPDATE, DELETE"
ADDED_ONLY = "SELECT, INSERT"
# The author of a change is completed while the request goes on, by the function of pghistory.
OF_CONTEXT = "SELECT, INSERT, UPDATE (metadata, updated_at)"
READ = "SELECT"
SEQUENCES = ("accounts_rights_version",)  # of columns that ask for a number themselves
FUNCTIONS = ("next_incident_number(text, integer)",)


class NoSuchRole(Exception):
    """The role does not exist, or is the one that asks."""


def tables() -> dict[str, str]:
    """Return what the app role may do with each table, by its name."""
    found = {"django_migrations": READ}
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            found[model._meta.db_table] = ADDED_ONLY if _is_added_only(model) else ROWS
    found[Context._meta.db_table] = OF_CONTEXT
    return found


def _is_added_only(model: Any) -> bool:
    return issubclass(model, Event) or getattr(model, "added_only", False)


@transaction.atomic
def grant(role: str) -> int:
    """Give a role what it needs and take away whatever else it had; return the number of tables."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname <> current_user FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() != (True,):
            raise NoSuchRole(role)
        for statement in _statements():
            cursor.execute(sql.SQL(statement).format(role=sql.Identifier(role)))
    return len(tables())


def _statements() -> Iterator[str]:
    """Yield the SQL, once; every name in it is one of ours."""
    for kind in ("TABLES", "SEQUENCES", "FUNCTIONS"):
        yield f"REVOKE ALL ON ALL {kind} IN SCHEMA public FROM {{role}}"
    yield "REVOKE ALL ON SCHEMA public FROM {role}"
    yield "GRANT USAGE ON SCHEMA public TO {role}"
    for table, rights in tables().items():
        yield f'GRANT {rights} ON "{table}" TO {{role}}'
    for sequence in SEQUENCES:
        yield f"GRANT USAGE ON SEQUENCE {sequence} TO {{role}}"
    for function in FUNCTIONS:
        yield f"GRANT EXECUTE ON FUNCTION {function} TO {{role}}"


@contextmanager
def as_owner() -> Iterator[None]:
    """Work as the role of DATABASE_OWNER_URL for the block, where one is given."""
    if settings.DATABASE_OWNER is None:
        yield
        return
    own = dict(connection.settings_dict)
    connection.close()
    connection.settings_dict.update(settings.DATABASE_OWNER)
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict.update(own)
