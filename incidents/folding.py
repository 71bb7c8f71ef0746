"""Keeps the append-only tallies short: many signed rows of a key become one with their sum."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.db import connection, transaction

from core.periods import Month, Period
from incidents.models.counting import (
    COUNTS,
    DAYS,
    GRAINS,
    REWRITE_LOCK,
    Grain,
    said_by_days,
    said_by_records,
)

Hear = Callable[[Month, int], object]
SUMS = ", ".join(f"sum({name})" for name in COUNTS)


class RewrittenElsewhere(Exception):
    """Another process folds or mends the tallies at this moment."""


def fold_tallies(hear: Hear = lambda _month, _gone: None) -> int:
    """Fold month by month, each in its own transaction; return how many rows went away.

    Figures stay exact throughout: the rows of a key leave and their sum comes in one statement,
    and rows added meanwhile are not touched. `hear` is told each month and the rows it lost.
    """
    gone = 0
    for month in months_on_record():
        lost = _fold_month(month)
        gone += lost
        hear(month, lost)
    return gone


def months_on_record() -> Iterator[Month]:
    """Yield every month from the first to the last that a record or a tally stands in."""
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT least(i.first, d.first, m.first), greatest(i.last, d.last, m.last) FROM
            (SELECT (min(occurred_at) AT TIME ZONE 'Europe/Kyiv')::date AS first,
                    (max(occurred_at) AT TIME ZONE 'Europe/Kyiv')::date AS last
             FROM incidents_incident) i,
            (SELECT min(day) AS first, max(day) AS last FROM incidents_daytally) d,
            (SELECT min(month) AS first, max(month) AS last FROM incidents_monthtally) m
        """)
        first, last = cursor.fetchone()
    if first is not None:
        yield from Period.of_months(Month.of(first), Month.of(last)).months()


@transaction.atomic
def _fold_month(month: Month) -> int:
    days = Period.of_months(month)
    gone = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [REWRITE_LOCK])
        if not cursor.fetchone()[0]:
            raise RewrittenElsewhere
        for grain in GRAINS:
            cursor.execute(_fold(grain), [days.start, days.end])
            gone += cursor.fetchone()[0]
    return gone


def _fold(grain: Grain) -> str:
    """Return the one statement; rows go by their place, which is quick whatever is known of them."""
    table, keys, counts = grain.table, ", ".join(grain.key), ", ".join(COUNTS)
    returned = ", ".join(f"t.{name}" for name in (*grain.key, *COUNTS))
    kept = " OR ".join(f"sum({name}) <> 0" for name in COUNTS)
    return f"""
        WITH rows AS (
            SELECT ctid AS place, count(*) OVER (PARTITION BY {keys}) AS alike FROM {table}
            WHERE {grain.on} >= %s AND {grain.on} < %s
        ),
        old AS (
            DELETE FROM {table} t USING rows WHERE t.ctid = rows.place AND rows.alike > 1
            RETURNING {returned}
        ),
        new AS (
            INSERT INTO {table} ({keys}, {counts})
            SELECT {keys}, {SUMS} FROM old GROUP BY {keys} HAVING {kept} RETURNING 1
        )
        SELECT (SELECT count(*) FROM old) - (SELECT count(*) FROM new)
    """  # noqa: S608 - only the names of our own tables


@transaction.atomic
def rebuild_tallies() -> None:
    """Write the tallies anew from the records, folded, for a load that set the triggers aside.

    Nobody else may be writing meanwhile.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(grain.table for grain in GRAINS)}")
        for grain in GRAINS:  # the days first, for the others are sums of them
            said = said_by_records(grain) if grain is DAYS else said_by_days(grain)
            columns = ", ".join((*grain.key, *COUNTS))
            cursor.execute(f"INSERT INTO {grain.table} ({columns}) {said}")
