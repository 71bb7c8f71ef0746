"""Filled databases of their own: filled once a run, copied for each test that stands on them.

Loading the demo set takes most of a minute, copying two seconds. What a run has filled stays until
the next.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from communities.models import rights
from core.planner import analyze

RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex)[:8]  # the same for all workers
PREFIX = "demo_of_tests_"
LOCK = "SELECT pg_advisory_lock(hashtextextended(%s, 0))"
UNLOCK = "SELECT pg_advisory_unlock(hashtextextended(%s, 0))"


def load_register() -> None:
    """Load the register."""
    call_command("load_reference_data", verbosity=0)
    analyze()  # what autovacuum does elsewhere: plans rest on it


def load_demo() -> None:
    """Load a small demo set, until today."""
    call_command("load_demo", incidents=300, verbosity=0)


@contextmanager
def files_in(name: str, place: Path) -> Iterator[None]:
    """Let a block keep its files in a folder of a place that the workers of this run share."""
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": place / f"{name}-{RUN}"},
    }
    with override_settings(STORAGES=settings.STORAGES | {"default": storage}):
        yield


@dataclass(frozen=True)
class Filling:
    """What a database is called, how it is filled, and which filled one it begins as, if any."""

    name: str
    fill: Callable[[], None]
    upon: "Filling | None" = None


REGISTER = Filling("register", load_register)
TODAY = Filling("today", load_demo, upon=REGISTER)


@contextmanager
def copy_of(filling: Filling) -> Iterator[None]:
    """Let a block work on a copy of the filled database, whichever worker filled it."""
    with copied(filling) as copy, connected_to(copy):
        yield


@contextmanager
def copied(filling: Filling) -> Iterator[str]:
    """Yield the name of such a copy; it is removed after the block."""
    copy = f"{connection.settings_dict['NAME']}_{filling.name}"
    with connection.creation._nodb_cursor() as cursor:
        _create(copy, _filled(filling, cursor), cursor)
    try:
        yield copy
    finally:
        with connection.creation._nodb_cursor() as cursor:
            _drop(copy, cursor)


def _filled(filling: Filling, cursor) -> str:
    """Return the database of this run, filled first where it is not yet; only a whole one has the name.

    One worker fills it, the others wait for it, and not for what is filled upon it.
    """
    prefix = f"{PREFIX}{filling.name}_"
    cursor.execute(LOCK, [prefix])  # freed with the connection, if anything fails
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
    known = {row[0] for row in cursor.fetchall()}
    if prefix + RUN not in known:
        for old in known:
            _drop(old, cursor)
        empty = connection.settings_dict["TEST"]["TEMPLATE"]
        unfinished = f"{prefix}unfinished"
        _create(unfinished, _filled(filling.upon, cursor) if filling.upon else empty, cursor)
        with connected_to(unfinished):
            filling.fill()
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{prefix}{RUN}"')
    cursor.execute(UNLOCK, [prefix])
    return prefix + RUN


@contextmanager
def connected_to(name: str) -> Iterator[None]:
    """Point the connection, and those of threads and programs that begin in the block, elsewhere."""
    was = connection.settings_dict["NAME"]
    _point_to(name)
    try:
        yield
    finally:
        _point_to(was)


def _point_to(name: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    ContentType.objects.clear_cache()  # the same kind may have another number there
    rights.forget()  # the same account and version may hold something else there


def _create(name: str, template: str, cursor) -> None:
    _drop(name, cursor)
    cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')


def _drop(name: str, cursor) -> None:
    cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
