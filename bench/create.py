"""`create`: one PUT of an incident against the bare rows of one, also while a bulk is open."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from bench.databases import Database, Pair
from bench.measuring import Line, medians, percentile
from bench.servers import Client, serving, signed_in

LIST = "/api/v1/incidents"
OFFICER, COMMUNITY = "bilozerka.police", "UA65100010000048953"
CREATED = 201
BULK = 500  # records of the chunk that stays open
CLIENTS, EACH = 8, 40
WEB: Any = {"workers": 2, "threads": 8}  # as `./portal up` serves

INSERT = """
    WITH incident AS (
        INSERT INTO incidents_incident (
            id, number, community_id, oblast_id, raion_id, category_id, service, occurred_at,
            reported_at, received_at, channel, war_related, rescued, injured, killed,
            children_rescued, children_injured, children_killed, register_number, status,
            version, logged_by_id, created_at, updated_at
        )
        SELECT %(id)s, 'B-' || left(%(id)s::text, 18), c.id, c.oblast_id, c.raion_id, k.id,
            'police', now(), now(), now(), '102', false, 0, 0, 0, 0, 0, 0, '', 'submitted',
            1, u.id, now(), now()
        FROM communities_community c, incidents_category k, accounts_user u
        WHERE c.code = %(community)s AND k.code = 'crime.theft' AND u.username = %(officer)s
        RETURNING id, logged_by_id
    ), words AS (
        INSERT INTO incidents_incidenttext (incident_id, address, narrative, salt, digest)
        SELECT id, '', 'Bench.', gen_random_uuid(), '' FROM incident
    )
    INSERT INTO incidents_transition (incident_id, from_status, to_status, by_id, at, reason)
    SELECT id, '', 'submitted', logged_by_id, now(), '' FROM incident
"""


def one_record(pair: Pair) -> Iterator[Line]:
    """A durable PUT through the web server as the portal runs it, and the same rows by psycopg."""
    with tidied(pair.large), serving(pair.large, **WEB) as port:
        officer = _officer(port)
        plain = pair.large.connect()
        measured, bare = medians(lambda: _put(officer), lambda: _insert(plain))
        yield Line("create", "one PUT against its rows by psycopg", measured, bare, 5)
        with _open_bulk(pair.large):
            measured, bare = medians(lambda: _put(officer), lambda: _insert(plain))
        yield Line("create", "the same while a bulk is open in the oblast", measured, bare, 5)
        yield Line("create", f"p95 of {CLIENTS} clients at once", _p95(port), None, 60)


@contextmanager
def tidied(database: Database) -> Iterator[None]:
    """Take out again what the block stores: the generator made nothing on its last day.

    Otherwise the newest page of a list would be of records as bare as these.
    """
    try:
        yield
    finally:
        with database.connect() as plain:
            for rest in (
                "incidents_transition WHERE incident_id IN (SELECT id FROM new)",
                "incidents_incidenttext WHERE incident_id IN (SELECT id FROM new)",
                "incidents_incident WHERE id IN (SELECT id FROM new)",
            ):
                plain.execute(
                    "WITH new AS (SELECT id FROM incidents_incident WHERE occurred_at >= %s)"  # noqa: S608
                    f" DELETE FROM {rest}",
                    [f"{database.made.until} 00:00 Europe/Kyiv"],
                )


def _officer(port: int) -> Client:
    officer = signed_in(port, OFFICER)
    officer.get("/incidents/log/")  # a page with a form brings the token of a writing browser
    token = officer.cookies["csrf"]
    officer.headers = {"X-CSRFToken": token, "Content-Type": "application/json"}
    return officer


def _put(officer: Client) -> float:
    """Log one incident; return the milliseconds until the answer was read."""
    body = record()
    began = time.perf_counter()
    status, answer = officer.send("PUT", f"{LIST}/{uuid.uuid4()}/", body)
    if status != CREATED:
        raise RuntimeError(f"The PUT was answered with {status}: {answer[:300]!r}")
    return (time.perf_counter() - began) * 1000


def record() -> dict[str, str]:
    """Return what a new incident of the benches says."""
    moment = (datetime.now(UTC) - timedelta(minutes=5)).isoformat(timespec="seconds")
    return {
        "community": COMMUNITY,
        "category": "crime.theft",
        "occurred_at": moment,
        "reported_at": moment,
        "channel": "102",
        "narrative": "Bench.",
    }


def _insert(plain: Any) -> None:
    plain.execute(INSERT, {"id": uuid.uuid4(), "community": COMMUNITY, "officer": OFFICER})


@contextmanager
def _open_bulk(database: Database) -> Iterator[None]:
    """Leave a chunk of a bulk written and not yet committed, in the community itself."""
    with database.connect() as bulk:
        bulk.execute("BEGIN")
        for _record in range(BULK):
            _insert(bulk)
        yield
        bulk.execute("ROLLBACK")


def _p95(port: int) -> float:
    """Return the time that 95 of 100 PUTs of several clients at once do not exceed."""
    clients = [_officer(port) for _client in range(CLIENTS)]
    with ThreadPoolExecutor(CLIENTS) as crowd:
        times = crowd.map(lambda client: [_put(client) for _record in range(EACH)], clients)
        return percentile([each for some in times for each in some], 95)
