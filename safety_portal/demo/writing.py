"""Writes events into the tables by COPY, chunk by chunk; triggers keep tallies and history."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from typing import Any

from django.db import connection

from incidents.models import IncidentStatus
from safety_portal.demo.days import written, year_of
from safety_portal.demo.happenings import Happening

CHUNK = 5_000  # events
Row = tuple[Any, ...]
TABLES: dict[str, tuple[str, ...]] = {
    "incidents_incident": (
        "id", "number", "community_id", "settlement_id", "category_id", "service",
        "occurred_at", "reported_at", "received_at", "channel", "war_related",
        "latitude", "longitude", "accuracy_m", "rescued", "injured", "killed",
        "children_rescued", "children_injured", "children_killed", "register_number",
        "status", "version", "logged_by_id", "created_at", "updated_at",
    ),
    "incidents_incidenttext": ("incident_id", "address", "narrative", "salt", "digest"),
    "incidents_response": (
        "incident_id", "officer_id", "service", "role",
        "dispatched_at", "arrived_at", "finished_at",
    ),
    "incidents_transition": ("incident_id", "from_status", "to_status", "by_id", "at", "reason"),
}  # fmt: skip
ACCURACY_M = 250  # a point rounded to a thousandth of a degree and moved about


class Numbers:
    """Gives numbers in the order of receipt, after those the database has given already."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, int], int] = {}

    def next(self, event: Happening) -> str | None:
        """Return the number of the oblast and the Kyiv year of receipt; a draft has none."""
        if event.status == IncidentStatus.DRAFT:
            return None
        key = event.place.oblast, year_of(event.received)
        last = self._last.get(key)
        self._last[key] = number = self._ask(*key) if last is None else last + 1
        return f"{key[0]}-{key[1]}-{number:06}"

    def hand_over(self) -> None:
        """Let the database count on from the last number given here."""
        with connection.cursor() as cursor:
            for (oblast, year), last in self._last.items():
                cursor.execute("SELECT setval(%s, %s)", [f"incident_number_{oblast}_{year}", last])

    def _ask(self, oblast: str, year: int) -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT next_incident_number(%s, %s)", [oblast, year])
            return cursor.fetchone()[0]


def write(events: Iterable[Happening], *, say: Callable[[int], object]) -> dict[str, int]:
    """Store the events in the order given; return the rows written by table.

    The events are drawn in a second thread, so they must not ask the database.
    """
    numbers = Numbers()
    rows: dict[str, int] = defaultdict(int)
    with connection.cursor() as cursor:
        # otherwise every foreign key waits in memory until the commit
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    for chunk in _one_ahead(_chunks(events)):
        for table, lines in _lines(chunk, numbers).items():
            _copy(table, lines)
            rows[table] += len(lines)
        say(rows["incidents_incident"])
    numbers.hand_over()
    return dict(rows)


def _chunks(events: Iterable[Happening]) -> Iterator[list[Happening]]:
    left = iter(events)
    while chunk := list(islice(left, CHUNK)):
        yield chunk


def _one_ahead(chunks: Iterator[list[Happening]]) -> Iterator[list[Happening]]:
    """Yield the chunks, inventing the next one while the database is busy with the last."""
    with ThreadPoolExecutor(max_workers=1) as inventor:
        coming = inventor.submit(next, chunks, None)
        while chunk := coming.result():
            coming = inventor.submit(next, chunks, None)
            yield chunk


def _lines(events: Sequence[Happening], numbers: Numbers) -> dict[str, list[Row]]:
    """Return the rows of a chunk by table, the tables in the order of their keys."""
    return {
        "incidents_incident": [_incident(each, numbers.next(each)) for each in events],
        "incidents_incidenttext": [
            (each.id, each.address, each.narrative, each.salt, "") for each in events
        ],
        "incidents_response": [row for each in events for row in _responses(each)],
        "incidents_transition": [row for each in events for row in _transitions(each)],
    }


def _copy(table: str, lines: Iterable[Row]) -> None:
    """Send rows; plans made while the tables were small are forgotten first."""
    with connection.cursor() as cursor:
        cursor.execute("DISCARD PLANS")
        columns = ", ".join(TABLES[table])
        with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
            for line in lines:
                copy.write_row(line)


def _incident(event: Happening, number: str | None) -> Row:
    received = written(event.received)
    latitude, longitude = event.point or (None, None)
    return (
        event.id,
        number,
        event.place.pk,
        event.settlement,
        event.kind.category,
        event.kind.service,
        written(event.occurred),
        written(event.reported),
        received,
        event.channel,
        event.war,
        latitude,
        longitude,
        ACCURACY_M if event.point else None,
        *event.people,
        *event.children,
        event.register_number,
        event.status,
        len(event.steps),
        event.steps[0].by,
        received,
        written(event.steps[-1].at),
    )


def _responses(event: Happening) -> Iterator[Row]:
    for each in event.responses:
        moments = (each.dispatched, each.arrived, each.finished)
        yield (
            event.id,
            each.officer,
            event.kind.service,
            each.role,
            *(None if moment is None else written(moment) for moment in moments),
        )


def _transitions(event: Happening) -> Iterator[Row]:
    for step in event.steps:
        yield (event.id, step.was, step.to, step.by, written(step.at), step.reason)
