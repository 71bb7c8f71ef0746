"""The databases that benches read: made by the demo generator once, kept, brought up to date."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

from bench.measuring import say

ROOT = Path(__file__).resolve().parent.parent
SMALL = 100_000  # incidents of the database that growth is measured from


@dataclass(frozen=True, slots=True)
class Made:
    """How a database was made; kept with it as its comment, written when it is whole."""

    incidents: int
    until: str  # first day without incidents
    rows: int  # of all tables a load writes
    seconds: float  # that the load took
    busy: float  # load average of the machine meanwhile


@dataclass(frozen=True, slots=True)
class Database:
    """One database of the cluster that DATABASE_URL names."""

    made: Made

    @property
    def name(self) -> str:
        return _name(self.made.incidents)

    def environment(self) -> dict[str, str]:
        """Return what Django's settings need to use it, and its own corner of the cache."""
        return {
            "DATABASE_URL": _address(self.name),
            "PORTAL_INSTANCE": self.name,
            "PORTAL_DEMO": "1",
            "API_CALLS": "1000000000",  # a minute: what is measured is never refused
            "DJANGO_SETTINGS_MODULE": "safety_portal.settings",
        }

    def connect(self) -> psycopg.Connection[tuple[Any, ...]]:
        """Open a connection past Django; each statement is committed by itself."""
        return psycopg.connect(_for_psycopg(_address(self.name)), autocommit=True)


@dataclass(frozen=True, slots=True)
class Pair:
    """The large database that is measured and the small one it is compared with."""

    large: Database
    small: Database

    @classmethod
    def ready(cls, *, large: int, fresh: bool) -> Pair:
        """Make what is missing, of another month or not whole, and migrate what is kept."""
        _manage("collectstatic", "--no-input", "--verbosity", "0", name="")
        return cls(large=_ready(large, fresh=fresh), small=_ready(SMALL, fresh=fresh))


def _ready(incidents: int, *, fresh: bool) -> Database:
    made = None if fresh else _kept(incidents)
    name = _name(incidents)
    if made is None:
        made = _make(incidents)
    else:
        _manage("migrate", "--no-input", "--verbosity", "0", name=name)
    return Database(made)


def _kept(incidents: int) -> Made | None:
    """Return how the database was made if it is whole and its last month is the last month."""
    with _cluster() as cluster:
        row = cluster.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s",
            [_name(incidents)],
        ).fetchone()
    if not row or not row[0]:
        return None
    made = Made(**json.loads(row[0]))
    return made if made.until[:7] == date.today().isoformat()[:7] else None  # noqa: DTZ011


def _make(incidents: int) -> Made:
    name, until = _name(incidents), datetime.now(UTC).date().isoformat()
    say(f"Making {name} …")
    _create(name)
    _manage("load_reference_data", "--verbosity", "0", name=name)
    began = time.monotonic()
    _manage("load_demo", "--incidents", str(incidents), "--until", until, name=name)
    seconds = time.monotonic() - began
    busy = os.getloadavg()[1]
    with psycopg.connect(_for_psycopg(_address(name)), autocommit=True) as database:
        database.execute("VACUUM (ANALYZE)")
        made = Made(incidents, until, rows_of(database), round(seconds, 1), round(busy, 1))
        note = sql.SQL("COMMENT ON DATABASE {} IS {}")
        database.execute(note.format(sql.Identifier(name), sql.Literal(json.dumps(asdict(made)))))
    return made


def make_empty(name: str) -> str:
    """Make a database with tables and no rows anew; return its name in the cluster."""
    full = f"portal_bench_{name}"
    _create(full)
    return full


def _create(name: str) -> None:
    with _cluster() as cluster:
        cluster.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name)))
        cluster.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    _manage("migrate", "--no-input", "--verbosity", "0", name=name)


def rows_of(database: psycopg.Connection[tuple[Any, ...]]) -> int:
    """Return how many rows the tables of incidents and their history hold, as last counted."""
    row = database.execute(
        "SELECT sum(reltuples)::bigint FROM pg_class WHERE relkind = 'r'"
        " AND relname LIKE 'incidents\\_%' AND relname NOT LIKE '%tally'"
    ).fetchone()
    return row[0] if row else 0


def _manage(*words: str, name: str) -> None:
    """Run a command of manage.py on one of the databases; empty is the portal's own."""
    env = os.environ | ({"DATABASE_URL": _address(name)} if name else {})
    subprocess.run([sys.executable, ROOT / "manage.py", *words], check=True, env=env)  # noqa: S603 - ours


def _name(incidents: int) -> str:
    return f"portal_bench_{incidents}"


def _cluster() -> psycopg.Connection[tuple[Any, ...]]:
    return psycopg.connect(_for_psycopg(os.environ["DATABASE_URL"]), autocommit=True)


def _address(name: str) -> str:
    parts = urlsplit(os.environ["DATABASE_URL"])
    return urlunsplit((parts.scheme, parts.netloc, f"/{name}", parts.query, ""))


def _for_psycopg(address: str) -> str:
    return f"postgresql{address[address.index(':') :]}"
