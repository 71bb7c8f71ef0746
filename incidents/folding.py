"""Keeps the append-only tallies short, and compares them with the records."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Q, Sum
from django.db.models.functions import TruncDate, TruncMonth

from incidents.models import DayTally, Incident, MonthTally, Response
from incidents.models.triggers import COUNTS, EVERYTHING, PEOPLE

LOCK = 7_101_001  # any number of our own; two foldings never run at once
KEYS: dict[Any, tuple[str, ...]] = {
    DayTally: ("community_id", "category_id", "service", "day"),
    MonthTally: ("oblast_id", "category_id", "service", "month"),
}


@transaction.atomic
def fold_tallies() -> int:
    """Replace the rows of each key by one with their sum; return how many rows went away.

    Figures stay exact throughout: rows leave and their sum comes in one transaction, and rows
    added meanwhile are not touched.
    """
    gone = 0
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        for model, key in KEYS.items():
            cursor.execute(_fold(model, key))
            gone += cursor.fetchone()[0]
    return gone


def _fold(model: Any, key: tuple[str, ...]) -> str:
    table, keys, counts = model._meta.db_table, ", ".join(key), ", ".join(COUNTS)
    same = " AND ".join(f"t.{name} = many.{name}" for name in key)
    returned = ", ".join(f"t.{name}" for name in (*key, *COUNTS))
    sums = ", ".join(f"sum({name})" for name in COUNTS)
    empty = " OR ".join(f"sum({name}) <> 0" for name in COUNTS)
    return f"""
        WITH many AS (SELECT {keys} FROM {table} GROUP BY {keys} HAVING count(*) > 1),
        old AS (DELETE FROM {table} t USING many WHERE {same} RETURNING {returned}),
        new AS (
            INSERT INTO {table} ({keys}, {counts})
            SELECT {keys}, {sums} FROM old GROUP BY {keys} HAVING {empty} RETURNING 1
        )
        SELECT (SELECT count(*) FROM old) - (SELECT count(*) FROM new)
    """  # noqa: S608 - only the names of our own models


def rebuild_tallies() -> None:
    """Write the tallies anew from the records, folded; nobody else may be writing either.

    For a load that set the triggers aside.
    """
    days, months = (model._meta.db_table for model in KEYS)
    counts, sums = ", ".join(COUNTS), ", ".join(f"sum({name})" for name in COUNTS)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {days}, {months}")
        cursor.execute(f"""
            INSERT INTO {days} (community_id, category_id, service, day, {counts})
            SELECT community_id, category_id, service, day, {sums} FROM ({EVERYTHING}) counted
            GROUP BY community_id, category_id, service, day
        """)  # noqa: S608 - only the names of our own models
        cursor.execute(f"""
            INSERT INTO {months} (oblast_id, category_id, service, month, {counts})
            SELECT oblast_id, category_id, service, date_trunc('month', day)::date, {sums}
            FROM {days} JOIN communities_community place ON place.id = community_id
            GROUP BY 1, 2, 3, 4
        """)  # noqa: S608


def differences() -> list[str]:
    """Return every key whose tally is not what the records say; empty when all is well."""
    found = []
    for model, key in KEYS.items():
        stored = _stored(model, key)
        counted = _counted("day" if model is DayTally else "month")
        for each in sorted(stored.keys() | counted.keys(), key=str):
            have, want = stored.get(each, {}), counted.get(each, {})
            wrong = [n for n in COUNTS if (have.get(n) or 0) != (want.get(n) or 0)]
            found += [f"{model.__name__} {each}: {n} {have.get(n)} ≠ {want.get(n)}" for n in wrong]
    return found


def _stored(model: Any, key: tuple[str, ...]) -> dict[tuple[Any, ...], dict[str, int]]:
    rows = model._default_manager.order_by().values(*key).annotate(**_sums(COUNTS))
    return {tuple(row[name] for name in key): _plain(row) for row in rows}


def _counted(grain: str) -> dict[tuple[Any, ...], dict[str, int]]:
    """Count the records themselves by day and community, or by month and oblast."""
    place = "community_id" if grain == "day" else "oblast_id"
    found: dict[tuple[Any, ...], dict[str, int]] = {}
    incidents = Incident.objects.filter(counted=True).annotate(when=_when(grain, ""))
    rows = incidents.order_by().values(place, "category_id", "service", "when")
    for row in rows.annotate(
        sum_incidents=Count("pk"),
        sum_war_related=Count("pk", filter=Q(war_related=True)),
        **_sums(PEOPLE),
    ):
        key = (row[place], row["category_id"], row["service"], _day(row["when"]))
        found[key] = _plain(row)
    responses = Response.objects.filter(incident__counted=True).annotate(
        when=_when(grain, "incident__")
    )
    names = (f"incident__{place}", "incident__category_id", "incident__service", "when")
    for *key_parts, when, count in responses.order_by().values_list(*names).annotate(n=Count("pk")):
        found.setdefault((*key_parts, _day(when)), {})["responses"] = count
    return found


def _when(grain: str, prefix: str) -> Any:
    return (TruncDate if grain == "day" else TruncMonth)(f"{prefix}occurred_at")


def _day(when: Any) -> Any:
    return when.date() if hasattr(when, "date") else when


def _sums(names: tuple[str, ...]) -> dict[str, Sum]:
    return {f"sum_{name}": Sum(name) for name in names}


def _plain(row: dict[str, Any]) -> dict[str, int]:
    return {name[4:]: value for name, value in row.items() if name.startswith("sum_")}
