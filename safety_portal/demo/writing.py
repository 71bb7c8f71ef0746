"""Writes batches into bare tables, then what triggers would have written, by the whole set."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import Any

from django.db import connection

from core.history import record_first_events
from incidents.finding import let_wait
from incidents.folding import rebuild_tallies
from incidents.models import (
    CommunityMonthTally,
    DayTally,
    ExplosivesDetails,
    FireDetails,
    Incident,
    IncidentText,
    MonthTally,
    Response,
    Transition,
)
from safety_portal.demo.bare import bare
from safety_portal.demo.details import say_details
from safety_portal.demo.lines import COLUMNS, INCIDENTS, NULL, Batch, Numbered, Series

Say = Callable[[str], object]
TRACKED: tuple[Any, ...] = (Incident, IncidentText, Response, FireDetails, ExplosivesDetails)
LOADED = (
    *TRACKED,
    Transition,
    *(each.pgh_event_model for each in TRACKED),
    DayTally,
    CommunityMonthTally,
    MonthTally,
)
RECEIVED = itemgetter(0)
OFTEN = 5_000  # incidents between two words about the progress, at least
WORDS = 50  # of them in a long load


class Numbers:
    """Gives numbers in the order of receipt, after those the database has given already."""

    def __init__(self) -> None:
        self._last: dict[Series, int] = {}

    def next(self, series: Series | None) -> str:
        """Return the next number of an oblast and year as COPY reads it; a draft has none."""
        if series is None:
            return NULL
        last = self._last.get(series)
        self._last[series] = number = self._ask(*series) if last is None else last + 1
        return f"{series[0]}-{series[1]}-{number:06}"

    def hand_over(self) -> None:
        """Let the database count on from the last number given here."""
        with connection.cursor() as cursor:
            for (oblast, year), last in self._last.items():
                cursor.execute("SELECT setval(%s, %s)", [f"incident_number_{oblast}_{year}", last])

    def _ask(self, oblast: str, year: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT next_incident_number(%s, %s)", [oblast, year])
            return cursor.fetchone()[0]


def write(batches: Iterable[Batch], *, incidents: int, say: Say) -> dict[str, int]:
    """Store the batches in empty tables, with tallies and history; return the rows by table.

    `incidents` is about how many there will be, for the words about the progress.
    """
    with bare(LOADED, say=say):
        rows = _copy_all(batches, _progress(say, incidents))
        rows |= say_details()
        say("Tallies …")
        rebuild_tallies()
        say("History …")
        for model in TRACKED:
            record_first_events(model)
        say("Indexes and keys …")
    let_wait()  # for a worker, which writes the words they are found by
    return rows


def _copy_all(batches: Iterable[Batch], progress: Callable[[int], object]) -> dict[str, int]:
    """Copy every batch; an incident waits until all that was received before it is there."""
    numbers, rows = Numbers(), Counter({INCIDENTS: 0})
    waiting: list[Numbered] = []
    _empty()
    for batch in batches:
        for table, (count, text) in batch.rows.items():
            _copy(table, text)
            rows[table] += count
        waiting = sorted([*waiting, *batch.incidents], key=RECEIVED)
        due = bisect_left(waiting, batch.until, key=RECEIVED)
        _copy_incidents(waiting[:due], numbers)
        waiting = waiting[due:]
        rows[INCIDENTS] += due
        progress(rows[INCIDENTS])
    _copy_incidents(waiting, numbers)
    rows[INCIDENTS] += len(waiting)
    numbers.hand_over()
    return dict(rows)


def _empty() -> None:
    """Let the rows of this transaction be written as finished ones (FREEZE): nobody sees them
    before it ends, and no later reader or vacuum has to mark them."""
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(COLUMNS)}")


def _copy_incidents(incidents: Iterable[Numbered], numbers: Numbers) -> None:
    lines = (f"{line}\t{numbers.next(series)}\n" for _received, series, line in incidents)
    _copy(INCIDENTS, "".join(lines))


def _copy(table: str, text: str) -> None:
    columns = ", ".join(COLUMNS[table])
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {table} ({columns}) FROM STDIN (FREEZE)") as copy,
    ):
        copy.write(text)


def _progress(say: Say, incidents: int) -> Callable[[int], None]:
    """Return a listener that speaks now and then."""
    step, told = max(OFTEN, incidents // WORDS), 0

    def heard(count: int) -> None:
        nonlocal told
        if count >= told + step:
            told = count
            say(f"  {count:,} incidents")

    return heard
