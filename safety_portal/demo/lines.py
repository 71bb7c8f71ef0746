"""Events as the lines that COPY reads; nothing here asks the database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from operator import attrgetter
from typing import Any

from incidents.models import IncidentStatus
from safety_portal.demo.days import written, year_of
from safety_portal.demo.happenings import Happening

INCIDENTS, TEXTS = "incidents_incident", "incidents_incidenttext"
RESPONSES, TRANSITIONS = "incidents_response", "incidents_transition"
# the columns that the tables' triggers would fill (territory, digest) are among them
COLUMNS: dict[str, tuple[str, ...]] = {
    INCIDENTS: (
        "id", "community_id", "oblast_id", "raion_id", "settlement_id", "category_id", "service",
        "occurred_at", "reported_at", "received_at", "channel", "war_related",
        "latitude", "longitude", "accuracy_m", "rescued", "injured", "killed",
        "children_rescued", "children_injured", "children_killed", "register_number",
        "status", "version", "logged_by_id", "created_at", "updated_at", "number",
    ),
    TEXTS: ("incident_id", "address", "narrative", "salt", "digest"),
    RESPONSES: (
        "incident_id", "officer_id", "service", "role",
        "dispatched_at", "arrived_at", "finished_at",
    ),
    TRANSITIONS: ("incident_id", "from_status", "to_status", "by_id", "at", "reason"),
}  # fmt: skip
NULL = r"\N"
ACCURACY_M = 250  # a point rounded to a thousandth of a degree and moved about
SPECIAL = str.maketrans({"\\": r"\\", "\t": r"\t", "\n": r"\n", "\r": r"\r"})

Series = tuple[str, int]  # the oblast's digits and the year of receipt: what numbers run by
Numbered = tuple[int, Series | None, str]


@dataclass(frozen=True, slots=True)
class Batch:
    """Some events as lines: `rows` and their count by table, the incidents apart.

    An incident is its second of receipt, the series it takes its number from (a draft has
    none), and its line up to the number, which only the whole load in its order can give.
    Whatever comes in later batches is received at the second `until` or after.
    """

    until: int
    incidents: list[Numbered]
    rows: dict[str, tuple[int, str]]

    @classmethod
    def of(cls, events: Sequence[Happening], *, until: int) -> Batch:
        """Write events out; within a batch they are in the order of receipt."""
        ordered = sorted(events, key=attrgetter("received"))
        tables = {
            TEXTS: [_text(each) for each in ordered],
            RESPONSES: [line for each in ordered for line in _responses(each)],
            TRANSITIONS: [line for each in ordered for line in _transitions(each)],
        }
        return cls(
            until=until,
            incidents=[(each.received, _series(each), _incident(each)) for each in ordered],
            rows={table: (len(lines), "".join(lines)) for table, lines in tables.items()},
        )


def _series(event: Happening) -> Series | None:
    if event.status == IncidentStatus.DRAFT:
        return None
    return event.place.oblast, year_of(event.received)


def _incident(event: Happening) -> str:
    place, kind, steps = event.place, event.kind, event.steps
    received = written(event.received)
    latitude, longitude = event.point or (NULL, NULL)
    columns = (
        event.id, place.pk, place.oblast_id, _or_null(place.raion), _or_null(event.settlement),
        kind.category, kind.service, written(event.occurred), written(event.reported), received,
        event.channel, "t" if event.war else "f",
        latitude, longitude, ACCURACY_M if event.point else NULL, *event.people, *event.children,
        _escaped(event.register_number), event.status, len(steps), steps[0].by,
        received, written(steps[-1].at),
    )  # fmt: skip
    return "\t".join(map(str, columns))


def _text(event: Happening) -> str:
    """Return the words with the digest that their trigger would give them."""
    salt = _uuid_as_text(event.salt)
    told = f"{salt}\x1f{event.address}\x1f{event.narrative}"
    address, narrative = _escaped(event.address), _escaped(event.narrative)
    digest = sha256(told.encode()).hexdigest()
    return f"{event.id}\t{address}\t{narrative}\t{salt}\t{digest}\n"


def _responses(event: Happening) -> Iterator[str]:
    for each in event.responses:
        moments = (each.dispatched, each.arrived, each.finished)
        times = "\t".join(NULL if moment is None else written(moment) for moment in moments)
        yield f"{event.id}\t{each.officer}\t{event.kind.service}\t{each.role}\t{times}\n"


def _transitions(event: Happening) -> Iterator[str]:
    for step in event.steps:
        at, reason = written(step.at), _escaped(step.reason)
        yield f"{event.id}\t{step.was}\t{step.to}\t{step.by}\t{at}\t{reason}\n"


def _uuid_as_text(digits: str) -> str:
    """Write a UUID's digits as PostgreSQL turns it to text, and so into the digest."""
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _or_null(value: Any) -> Any:
    return NULL if value is None else value


@lru_cache(maxsize=20_000)
def _escaped(text: str) -> str:
    return text.translate(SPECIAL)
