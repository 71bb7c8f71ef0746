"""An incident as the API tells it: the one shape of lists, single records and answers to writes.

Written out by hand and read as plain values, because a list of a hundred records costs three
times as much when each is made a model, and then told field by field.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import reduce
from typing import Any

from django.db.models import QuerySet
from django.db.models.constants import LOOKUP_SEP
from django.utils.timezone import get_current_timezone

from incidents.models import Incident, Response
from incidents.models.people import PEOPLE

WriteMoment = Callable[[datetime | None], str | None]
MOMENTS = ("dispatched_at", "arrived_at", "finished_at")
RESPONSE = ("incident_id", "officer_id", "role", *MOMENTS)
# where each value stands, in the words of a query
COLUMNS = (
    "id", "number", "community__code", "settlement__code", "category__code",
    "occurred_at", "reported_at", "received_at", "channel", "service", "war_related",
    "latitude", "longitude", "accuracy_m", "text__address", "text__narrative", *PEOPLE,
    "register_number", "status", "version", "logged_by_id", "created_at", "updated_at",
)  # fmt: skip


def plain(incidents: QuerySet[Incident]) -> QuerySet[Incident, dict[str, Any]]:
    """Return a list of incidents as the values that `tell_all` wants."""
    return incidents.select_related(None).prefetch_related(None).values(*COLUMNS)


def tell_all(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Tell incidents, with one more query for who went to all of them."""
    rows, went = list(rows), defaultdict(list)
    found = Response.objects.filter(incident__in=[each["id"] for each in rows]).order_by("pk")
    for response in found.values(*RESPONSE):
        went[response["incident_id"]].append(response)
    moment = _writer_of_moments()
    return [_told(each, went[each["id"]], moment) for each in rows]


def tell(incident: Incident) -> dict[str, Any]:
    """Tell one incident that is at hand as a record."""
    row = {name: _at(incident, name) for name in COLUMNS}
    responses = sorted(incident.responses.all(), key=lambda each: each.pk)
    went = [{name: getattr(each, name) for name in RESPONSE} for each in responses]
    return _told(row, went, _writer_of_moments())


def _at(incident: Incident, path: str) -> Any:
    return reduce(lambda part, name: getattr(part, name, None), path.split(LOOKUP_SEP), incident)


def _told(
    row: Mapping[str, Any], responses: Iterable[Mapping[str, Any]], moment: WriteMoment
) -> dict[str, Any]:
    return {
        "id": str(row["id"]),
        "number": row["number"],
        "community": row["community__code"],
        "settlement": row["settlement__code"],
        "category": row["category__code"],
        "occurred_at": moment(row["occurred_at"]),
        "reported_at": moment(row["reported_at"]),
        "received_at": moment(row["received_at"]),
        "channel": row["channel"],
        "service": row["service"],
        "war_related": row["war_related"],
        "latitude": _number(row["latitude"]),
        "longitude": _number(row["longitude"]),
        "accuracy_m": row["accuracy_m"],
        "address": row["text__address"],
        "narrative": row["text__narrative"],
        "people": {name: row[name] for name in PEOPLE},
        "register_number": row["register_number"],
        "responses": [
            {
                "officer": each["officer_id"],
                "role": each["role"],
                **{name: moment(each[name]) for name in MOMENTS},
            }
            for each in responses
        ],
        "status": row["status"],
        "version": row["version"],
        "logged_by": row["logged_by_id"],
        "created_at": moment(row["created_at"]),
        "updated_at": moment(row["updated_at"]),
    }


def _writer_of_moments() -> WriteMoment:
    """Return what writes a moment with the offset of Kyiv; an unknown one stays None."""
    here = get_current_timezone()

    def write(moment: datetime | None) -> str | None:
        return None if moment is None else moment.astimezone(here).isoformat()

    return write


def _number(degrees: Any) -> float | None:
    return None if degrees is None else float(degrees)
