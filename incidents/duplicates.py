"""Which records may be of the event that somebody is about to record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import asin, cos, radians, sin, sqrt
from typing import Any

from django.conf import settings

from communities.models import scope_of
from incidents.filters import VIEW
from incidents.models import Incident
from incidents.models.incident import PATHS
from incidents.services import ADD

WITHIN = timedelta(hours=2)
METRES = 500
EARTH = 6_371_000  # its mean radius in metres
Point = tuple[float, float]


@dataclass(frozen=True)
class Likeness:
    """A record that may be of the same event: how far from it in time and on the ground."""

    incident: Incident
    minutes: int
    metres: int | None
    opens: bool  # for this reader, the whole record

    @property
    def key(self) -> Any:
        """Return the key of the record, for whoever may open it."""
        return self.incident.pk if self.opens else None


def likely_duplicates(fields: Mapping[str, Any], user: Any) -> list[Likeness]:
    """Return the records that may be of the event, the likeliest first.

    Of the same group of categories, at most two hours apart, in the same community or, where
    both points are known, at most 500 metres apart; of either service, where the reader records
    events of one of them: number, category, time and status of what the other service logged are
    common knowledge there, never those of sensitive records.
    """
    when, where = fields["occurred_at"], _point(fields)
    ground = scope_of(user, ADD).either.q(PATHS)
    near = Incident.objects.counted().filter(
        ground,
        oblast=fields["community"].oblast_id,
        occurred_at__range=(when - WITHIN, when + WITHIN),
        category__group=fields["category"].group,
    )
    rows = near.select_related("category", "community").order_by("occurred_at", "pk")
    seen = scope_of(user, VIEW)
    found = [
        Likeness(
            each,
            abs(each.occurred_at - when) // timedelta(minutes=1),
            metres,
            seen.of(each.service).covers(each.community),
        )
        for each in rows[: settings.LIMITS["duplicates_compared"]]
        if _is_near(each, fields, metres := _metres(where, _point_of(each)))
    ]
    found.sort(key=lambda each: (each.metres is None, each.metres or 0, each.minutes))
    return found[: settings.LIMITS["duplicates_shown"]]


def _is_near(incident: Incident, fields: Mapping[str, Any], metres: int | None) -> bool:
    if metres is not None:
        return metres <= METRES
    return incident.community_id == fields["community"].pk


def _point(fields: Mapping[str, Any]) -> Point | None:
    latitude, longitude = fields.get("latitude"), fields.get("longitude")
    if latitude is None or longitude is None:
        return None
    return float(latitude), float(longitude)


def _point_of(incident: Incident) -> Point | None:
    return _point({"latitude": incident.latitude, "longitude": incident.longitude})


def _metres(one: Point | None, other: Point | None) -> int | None:
    """Return the distance along a great circle, None where a point is unknown."""
    if one is None or other is None:
        return None
    (north, east), (up, right) = (map(radians, point) for point in (one, other))
    half = sin((up - north) / 2) ** 2 + cos(north) * cos(up) * sin((right - east) / 2) ** 2
    return round(2 * EARTH * asin(sqrt(half)))
