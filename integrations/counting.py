"""Positions: given to entries once nobody can come before them any more (docs/decisions/0027).

A number taken while writing would not do: a transaction that took a smaller one may commit
later, behind the back of whoever has read past it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.db import connection, transaction

from integrations.models import Change, Count

LOCK = 7_101_002  # any number of our own: one sequencer at a time
AT_ONCE = 10_000  # entries that one statement gives positions to, or forgets

# Transactions older than the oldest one at work are over: theirs is everything before it. Entries
# of one record stand in the order of their numbers, because its writers waited for each other.
GIVE = f"""
WITH ready AS (
    SELECT id, row_number() OVER (ORDER BY id) AS place FROM (
        SELECT id FROM {Change._meta.db_table}
        WHERE position IS NULL AND transaction < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY id LIMIT {AT_ONCE}
    ) AS oldest
), given AS (
    UPDATE {Change._meta.db_table} AS c SET position = head + place
    FROM ready, {Count._meta.db_table} WHERE c.id = ready.id RETURNING 1
)
UPDATE {Count._meta.db_table} SET head = head + (SELECT count(*) FROM given)
WHERE EXISTS (SELECT FROM given) RETURNING (SELECT count(*) FROM given)
"""  # noqa: S608
# What is old stands at the beginning: positions follow the time of commits closely enough.
FORGET = f"""
WITH oldest AS (
    SELECT position, at FROM {Change._meta.db_table} WHERE position > (
        SELECT tail FROM {Count._meta.db_table}
    ) ORDER BY position LIMIT {AT_ONCE}
), stays AS (
    SELECT min(position) AS first FROM oldest WHERE at >= %(before)s
), gone AS (
    DELETE FROM {Change._meta.db_table} AS c USING oldest, stays
    WHERE c.position = oldest.position AND (first IS NULL OR oldest.position < first)
    RETURNING c.position
)
UPDATE {Count._meta.db_table}
SET tail = greatest(tail, (SELECT coalesce(max(position), 0) FROM gone))
RETURNING (SELECT count(*) FROM gone)
"""  # noqa: S608


def give_positions() -> int:
    """Give positions to all entries that can have one; return how many got one."""
    given = 0
    while Change.objects.filter(position=None).exists() and (more := _give()):
        given += more
    return given


@transaction.atomic
def _give() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        Count.objects.bulk_create([Count()], ignore_conflicts=True)
        cursor.execute(GIVE)  # a statement of its own: it sees what the last one committed
        found = cursor.fetchone()
    return found[0] if found else 0


def forget_old(*, at: datetime) -> int:
    """Forget entries older than is promised, some at a time; return how many."""
    before = at - timedelta(days=settings.LIMITS["feed_days"])
    forgotten = 0
    while more := _forget(before):
        forgotten += more
    return forgotten


@transaction.atomic
def _forget(before: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(FORGET, {"before": before})
        found = cursor.fetchone()
    return found[0] if found else 0


@transaction.atomic
def begin_anew() -> str:
    """Begin another count, for rows that came past the triggers; return its name.

    Whoever follows the feed is told to load again.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(f"DELETE FROM {Change._meta.db_table}")  # noqa: S608 - our own name
    Count.objects.bulk_create([Count()], ignore_conflicts=True)
    count = Count.objects.get()
    count.epoch, count.tail = uuid4(), count.head
    count.save()
    return str(count.epoch)


def name_of(count: Count) -> str:
    """Return a count as cursors name it.

    The time line of PostgreSQL is part of it: a database that was brought back to a moment, or a
    standby that took over, may have lost what was told already.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT left(pg_walfile_name(pg_current_wal_lsn()), 8)")
        return f"{count.epoch}.{cursor.fetchone()[0]}"


def count_now() -> Count:
    """Return the count as it stands; a new database has given no position yet."""
    return Count.objects.get_or_create(id=1)[0]
