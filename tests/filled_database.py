"""Filled databases of their own: filled once a run, copied for each test that stands on them.

Loading the demo set takes most of a minute, copying two seconds. What a run has filled stays until
the next.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from communities.models import rights

A_DAY = date(2026, 6, 11)  # until which the set is filled where a test counts on its very rows
RUN = os.environ.get("PYTEST_XDIST_TESTRUNUID", uuid4().hex)[:8]  # the same for all workers
PREFIX = "demo_of_tests_"
LOCK = "SELECT pg_advisory_lock(hashtextextended(%s, 0))"


def load(until: date | None = None) -> None:
    """Load the register and a small demo set, until a day (none: today)."""
    call_command("load_reference_data", verbosity=0)
    call_command("load_demo", incidents=300, until=until, verbosity=0)


@contextmanager
def files_in(name: str, place: Path) -> Iterator[None]:
    """Let a block keep its files in a folder of a place that the workers of this run share."""
    storage = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": place / f"{name}-{RUN}"},
    }
    with override_settings(STORAGES=settings.STORAGES | {"default": storage}):
        yield


@contextmanager
def copy_of(name: str, fill: Callable[[], None]) -> Iterator[None]:
    """Let a block work on a copy of the database that `fill` has filled, whichever worker did."""
    with copied(name, fill) as copy, connected_to(copy):
        yield


@contextmanager
def copied(name: str, fill: Callable[[], None]) -> Iterator[str]:
    """Yield the name of such a copy; it is removed after the block."""
    copy = f"{connection.settings_dict['NAME']}_{name}"
    with connection.creation._nodb_cursor() as cursor:
        prefix = f"{PREFIX}{name}_"
        cursor.execute(
            LOCK, [prefix]
        )  # one worker loads, the others wait; freed with the connection
        _create(copy, _filled(prefix, fill, cursor), cursor)
    try:
        yield copy
    finally:
        with connection.creation._nodb_cursor() as cursor:
            _drop(copy, cursor)


def _filled(prefix: str, fill: Callable[[], None], cursor) -> str:
    """Return the database of this run, filled first where it is not yet; only a whole one has the name."""
    cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
    known = {row[0] for row in cursor.fetchall()}
    if prefix + RUN not in known:
        for old in known:
            _drop(old, cursor)
        unfinished = f"{prefix}unfinished"
        _create(unfinished, connection.settings_dict["TEST"]["TEMPLATE"], cursor)
        with connected_to(unfinished):
            fill()
        cursor.execute(f'ALTER DATABASE "{unfinished}" RENAME TO "{prefix}{RUN}"')
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
