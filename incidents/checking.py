"""Compares the tallies with the records, and puts right what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from core.periods import Month, Period
from incidents.folding import months_on_record
from incidents.models.counting import COUNTS, GRAINS, REWRITE_LOCK, Grain, said_by_records

Hear = Callable[[Month], object]


@dataclass(frozen=True)
class Difference:
    """A key whose tally is not what the records say: each wrong count as (tally, records)."""

    tally: str
    place: str
    category: str
    service: str
    on: date
    counts: dict[str, tuple[int, int]]

    def __str__(self) -> str:
        wrong = ", ".join(
            f"{name} {have}, not {said}" for name, (have, said) in self.counts.items()
        )
        return f"{self.tally} {self.on} {self.place} {self.category} {self.service}: {wrong}"


def differences(hear: Hear = lambda _month: None) -> Iterator[Difference]:
    """Yield every key whose tally is wrong, month by month.

    Each month is compared by one statement, so that writers at work make no difference.
    `hear` is told each month once it is done.
    """
    for month in months_on_record():
        for grain in GRAINS:
            yield from _read(month, grain, _compare(grain))
        hear(month)


def repair(hear: Hear = lambda _month: None) -> Iterator[Difference]:
    """Add to the tallies what they lack, and yield what was wrong.

    Empty tallies are filled by it. Nothing is updated, so writers go on meanwhile.
    """
    for month in months_on_record():
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REWRITE_LOCK])
            found = [row for grain in GRAINS for row in _read(month, grain, _mend(grain))]
        yield from found
        hear(month)


def _read(month: Month, grain: Grain, sql: str) -> Iterator[Difference]:
    days = Period.of_months(month)
    with connection.cursor() as cursor:
        cursor.execute(sql, [days.starts_at, days.ends_at, days.start, days.end])
        for place, category, service, on, *counts in cursor.fetchall():
            yield Difference(grain.table, place, category, service, on, _wrong(counts))


def _wrong(counts: list[Any]) -> dict[str, tuple[int, int]]:
    pairs = zip(counts[: len(COUNTS)], counts[len(COUNTS) :], strict=True)
    named = zip(COUNTS, pairs, strict=True)
    return {name: (have, said) for name, (have, said) in named if have != said}


def _compare(grain: Grain, *, mended: str = "") -> str:
    """Select the keys of some days whose counts differ: the key, then what they have, then say.

    Its four parameters are the moments, then the days, between which it looks. `mended` may be
    a further table of WITH that reads `compared`.
    """
    keys, sums = ", ".join(grain.key), ", ".join(f"sum({name}) AS {name}" for name in COUNTS)
    have = ", ".join(f"coalesce(stored.{name}, 0)" for name in COUNTS)
    said = ", ".join(f"coalesce(said.{name}, 0)" for name in COUNTS)
    named = ", ".join(f"{whose}_{name}" for whose in ("have", "said") for name in COUNTS)
    return f"""
        WITH part AS NOT MATERIALIZED (
            SELECT * FROM incidents_incident WHERE occurred_at >= %s AND occurred_at < %s
        ),
        said AS ({said_by_records(grain, "part")}),
        stored AS (
            SELECT {keys}, {sums} FROM {grain.table}
            WHERE {grain.on} >= %s AND {grain.on} < %s GROUP BY {keys}
        ),
        compared ({keys}, {named}) AS (
            SELECT {keys}, {have}, {said} FROM stored FULL JOIN said USING ({keys})
            WHERE ({have}) <> ({said})
        ){mended}
        SELECT place.code, category.code, service, {grain.on}, {named} FROM compared
        JOIN communities_{grain.place} place ON place.id = {grain.place}_id
        JOIN incidents_category category ON category.id = category_id
        ORDER BY {grain.on}, place.code, category.code, service"""  # noqa: S608 - our own names


def _mend(grain: Grain) -> str:
    """Compare, and add what each key lacks in the same statement."""
    keys, counts = ", ".join(grain.key), ", ".join(COUNTS)
    lacking = ", ".join(f"said_{name} - have_{name}" for name in COUNTS)
    insert = f"INSERT INTO {grain.table} ({keys}, {counts}) SELECT {keys}, {lacking} FROM compared"  # noqa: S608
    return _compare(grain, mended=f", mended AS ({insert})")
