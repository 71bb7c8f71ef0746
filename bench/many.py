"""`export` and `bulk`: many records out of the portal and into it, against PostgreSQL's own COPY."""

from __future__ import annotations

import http.client
import io
import json
import statistics
import time
import uuid
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from bench.create import OFFICER, WEB, record, tidied
from bench.databases import Database, Pair
from bench.measuring import Line, medians, say
from bench.servers import HOST, SERVERS, Client, serving, signed_in

MOST, ROUNDS = 1_000_000, 3  # records of an export; each side takes seconds
RECORDS = 10_000  # of a bulk
FASTEST = 5000  # records a second that a bulk has to store
BLOCK = 1 << 16
TABLES = {  # what a bulk writes: the table and how its rows name the incident
    "incidents_incident": "id",
    "incidents_incidenttext": "incident_id",
    "incidents_transition": "incident_id",
}


def export(pair: Pair) -> Iterator[Line]:
    """A million incidents as CSV over HTTP, and the same statement by COPY."""
    database = pair.large
    query, sql = _newest(database)
    with serving(database, threads=2) as port:
        reader = signed_in(port, "ministry")
        first: list[float] = []
        before = _memory(port)
        measured, bare = medians(
            lambda: first.append(_download(reader, f"/incidents/export.csv?{query}")),
            lambda: _copied_out(database, sql),
            rounds=ROUNDS,
        )
        say(f"export: the web process grew by {(_memory(port) - before) / 1024:.0f} MB (≤ 64)")
    yield Line(
        "export", f"the newest incidents, {MOST:,} at most, as CSV against COPY", measured, bare, 2
    )
    yield Line("export", "to the first byte", max(first), None, 1000)


def bulk(pair: Pair) -> Iterator[Line]:
    """10,000 incidents as lines, and COPY of the same rows with indexes and triggers."""
    database = pair.large
    with tidied(database), serving(database, **WEB) as port:
        officer = signed_in(port, OFFICER)
        officer.get("/incidents/log/")
        token = officer.cookies["csrf"]
        officer.headers = {"X-CSRFToken": token, "Content-Type": "application/x-ndjson"}
        _warm, *times = [_both_ways(officer, database) for _round in range(ROUNDS + 1)]
        measured, bare = (statistics.median(side) for side in zip(*times, strict=True))
    yield Line("bulk", f"{RECORDS:,} records against COPY", measured, bare, 4)
    yield Line("bulk", f"at {FASTEST:,} records a second", measured, None, RECORDS / FASTEST * 1000)


def _newest(database: Database) -> tuple[str, str]:
    """Return the filter of about a million incidents, and the statement that writes them."""
    from incidents.files import LINES
    from incidents.models import Incident
    from incidents.telling import telling

    with database.connect() as plain:
        order = "SELECT occurred_at FROM incidents_incident ORDER BY occurred_at DESC"
        found = plain.execute(f"{order} OFFSET %s LIMIT 1", [MOST]).fetchone()
    since = (
        (found[0] + timedelta(days=1)).date() if found else datetime(1990, 1, 1, tzinfo=UTC).date()
    )
    rows = Incident.objects.filter(occurred_at__gte=f"{since}T00:00:00+02:00")
    ordered = telling(rows.order_by("-occurred_at", "-id"), sql=LINES[False])
    sql, params = ordered.query.sql_with_params()
    return f"since={since.isoformat()}", sql % tuple(f"'{each}'" for each in params)


def _download(reader: Client, path: str) -> float:
    """Read a file to its end; return the milliseconds to its first byte."""
    line = http.client.HTTPConnection(HOST, reader.port, timeout=600)
    cookies = "; ".join(f"{name}={text}" for name, text in reader.cookies.items())
    began = time.perf_counter()
    line.request("GET", path, headers={"Host": f"localhost:{reader.port}", "Cookie": cookies})
    answer = line.getresponse()
    if answer.status != http.client.OK or not answer.read(1):
        raise RuntimeError(f"{path} was answered with {answer.status}")
    first = (time.perf_counter() - began) * 1000
    while answer.read(BLOCK):
        pass
    return first


def _copied_out(database: Database, sql: str) -> None:
    with database.connect() as plain, plain.cursor().copy(f"COPY ({sql}) TO STDOUT") as rows:
        for _row in rows:
            pass


def _sent(officer: Client) -> list[str]:
    """Send a bulk of new records; return their ids once every line is answered."""
    said = record()
    ids = [str(uuid.uuid4()) for _record in range(RECORDS)]
    text = "\n".join(json.dumps({"id": each, **said}) for each in ids)
    status, answer = officer.send("POST", "/api/v1/incidents/bulk/", text)
    if status != http.client.OK or answer.count(b'"created"') != RECORDS:
        raise RuntimeError(f"The bulk was answered with {status}: {answer[:300]!r}")
    return ids


def _both_ways(officer: Client, database: Database) -> tuple[float, float]:
    """Store new records by a bulk, take their rows out, and copy the same rows in; time both."""
    began = time.perf_counter()
    ids = _sent(officer)
    by_bulk = time.perf_counter() - began
    with database.connect() as plain:
        kept = {table: _taken(plain, table, key, ids) for table, key in TABLES.items()}
        for table, key in reversed(TABLES.items()):
            plain.execute(f"DELETE FROM {table} WHERE {key} = ANY(%s::uuid[])", [ids])  # noqa: S608
        plain.commit()
        began = time.perf_counter()
        for table, (columns, rows) in kept.items():
            with plain.cursor().copy(f"COPY {table} ({columns}) FROM STDIN") as into:
                into.write(rows)
        plain.commit()
        return by_bulk * 1000, (time.perf_counter() - began) * 1000


def _taken(plain: Any, table: str, key: str, ids: list[str]) -> tuple[str, bytes]:
    found = plain.execute(
        "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
        " WHERE table_name = %s AND is_generated = 'NEVER'",
        [table],
    ).fetchone()
    rows = io.BytesIO()
    named = ", ".join(f"'{each}'" for each in ids)
    select = f"SELECT {found[0]} FROM {table} WHERE {key} IN ({named})"  # noqa: S608
    with plain.cursor().copy(f"COPY ({select}) TO STDOUT") as out:
        for some in out:
            rows.write(some)
    return found[0], rows.getvalue()


def _memory(port: int) -> int:
    """Return the kilobytes that the processes of a web server hold together."""
    return sum(_held(pid) for pid in _family(SERVERS[port]))


def _family(pid: int) -> list[int]:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    return [pid, *(each for child in children for each in _family(int(child)))]


def _held(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)
