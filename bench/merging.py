"""`merge`: two communities of many incidents merged while writers go on logging in them."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from bench.create import INSERT, OFFICER
from bench.databases import Database, Pair
from bench.measuring import Line

INCIDENTS = 100_000  # of each of the two
WRITERS = 4
BEFORE, AFTER = 1.0, 0.5  # seconds the writers work around the merge
BAR = 1000  # ms: nobody is blocked for a second
CODES = ("UA70000000000000001", "UA70000000000000002", "UA70000000000000003")

LAND = """
    INSERT INTO communities_community (code, name_uk, name_en, oblast_id, raion_id, type, kind, projected)
    SELECT %(code)s, %(code)s, '', oblast_id, raion_id, 'rural', 'territorial', false
    FROM communities_community WHERE code = 'UA65100010000048953'
"""
FILL = """
    INSERT INTO incidents_incident (
        id, number, community_id, oblast_id, raion_id, category_id, service, occurred_at,
        reported_at, received_at, channel, war_related, rescued, injured, killed,
        children_rescued, children_injured, children_killed, register_number, status,
        version, logged_by_id, created_at, updated_at
    )
    SELECT gen_random_uuid(), 'M-' || right(%(code)s, 1) || n, c.id, c.oblast_id, c.raion_id, k.id,
        'police', at, at, at, '102', false, 0, 0, 0, 0, 0, 0, '', 'submitted', 1, u.id, at, at
    FROM generate_series(1, %(count)s) n, communities_community c, incidents_category k,
        accounts_user u, LATERAL (SELECT now() - n * interval '5 minutes' AS at) moment
    WHERE c.code = %(code)s AND k.code = 'crime.theft' AND u.username = %(officer)s
"""
AWAY = (
    "incidents_transition WHERE incident_id IN (SELECT id FROM incidents_incident WHERE {of})",
    "incidents_incidenttext WHERE incident_id IN (SELECT id FROM incidents_incident WHERE {of})",
    "incidents_incident WHERE {of}",
    "incidents_daytally WHERE {of}",
    "incidents_communitymonthtally WHERE {of}",
    "communities_succession WHERE predecessor_id IN ({keys})",
    "communities_communityalias WHERE {of}",
    "communities_population WHERE {of}",
    "communities_community WHERE id IN ({keys})",
)


def while_writers_work(pair: Pair) -> Iterator[Line]:
    """Merge the two and commit, with writers at work before, meanwhile and after."""
    with _land(pair.large):
        waits: list[tuple[float, float]] = []
        done = threading.Event()
        crowd = [
            threading.Thread(target=_write, args=(pair.large, CODES[each % 2], waits, done))
            for each in range(WRITERS)
        ]
        for each in crowd:
            each.start()
        time.sleep(BEFORE)
        began = time.perf_counter()
        _merge()
        ended = time.perf_counter()
        time.sleep(AFTER)
        done.set()
        for each in crowd:
            each.join()
        meanwhile = [
            (last - first) * 1000 for first, last in waits if first < ended and last > began
        ]
        words = f"merging two communities of {INCIDENTS:,} incidents".replace(",", " ")
        yield Line("merge", words, (ended - began) * 1000, None, BAR)
        yield Line("merge", "longest insert of a writer meanwhile", max(meanwhile), None, BAR)


def _merge() -> None:
    from django.utils import timezone

    from communities.models import Community
    from communities.services import merge_communities

    found = Community.objects.in_bulk(CODES, field_name="code")
    first, second, heir = (found[code] for code in CODES)
    merge_communities(
        predecessors=[first, second],
        successor=heir,
        on=timezone.localdate(),
        act="Bench",
        by=None,
        at=datetime.now(UTC),
    )


def _write(
    database: Database, code: str, waits: list[tuple[float, float]], done: threading.Event
) -> None:
    with database.connect() as plain:
        while not done.is_set():
            began = time.perf_counter()
            plain.execute(INSERT, {"id": uuid.uuid4(), "community": code, "officer": OFFICER})
            waits.append((began, time.perf_counter()))


@contextmanager
def _land(database: Database) -> Iterator[None]:
    """Make three communities, two of them with their incidents, and take all of it out again."""
    with database.connect() as plain:
        try:
            for code in CODES:
                plain.execute(LAND, {"code": code})
            for code in CODES[:2]:
                plain.execute(FILL, {"code": code, "count": INCIDENTS, "officer": OFFICER})
            yield
        finally:
            _clear(plain)


def _clear(plain: Any) -> None:
    keys = "SELECT id FROM communities_community WHERE code = ANY(%s)"
    for rest in AWAY:
        of = f"community_id IN ({keys})"
        plain.execute(f"DELETE FROM {rest.format(of=of, keys=keys)}", [list(CODES)])  # noqa: S608
