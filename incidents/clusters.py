"""Incidents on a map: counted by the squares of a grid, never one by one.

The grid is as fine as the frame asks. Sensitive records are on no map, and of a long list the
newest stand there: what a map reads does not grow with the records.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Any

from django.conf import settings
from django.db import connection

from communities.models import Community
from core.boxes import UKRAINE, Box

SQUARES = 14  # across the frame, at most
# widths of a square in degrees: the finest is some 350 metres
STEPS = tuple(map(Decimal, (["0.005", "0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2"])))
FLATTER = Decimal("0.6")  # how much a degree of latitude is longer than one of longitude
EXTENT = "SELECT min(lon), min(lat), max(lon), max(lat) FROM ({points}) points"
GRID = """
    SELECT floor(lon / %s)::int, floor(lat / %s)::int, count(*), avg(lon)::float8, avg(lat)::float8,
           mode() WITHIN GROUP (ORDER BY community)
    FROM ({points}) points GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
"""


@dataclass(frozen=True)
class Cluster:
    """The incidents of one square: how many, their middle, the square, the commonest community."""

    count: int
    longitude: float
    latitude: float
    box: Box
    community: Any
    opens: bool  # whether a finer grid can tell them apart


@dataclass(frozen=True)
class Grid:
    """The clusters of a list, the largest first; the frame; whether only the newest are counted."""

    clusters: list[Cluster]
    frame: Box
    is_cut: bool

    @property
    def total(self) -> int:
        """Return how many incidents stand on the map."""
        return sum(each.count for each in self.clusters)


def grid_of(incidents: Any, *, shut: list[int], box: Box | None) -> Grid:
    """Return incidents as clusters, in a box or in what they cover themselves.

    `shut` are the sensitive categories; the reader's scope and filters narrowed the incidents.
    """
    most = settings.LIMITS["map_records"]
    placed = incidents.filter(latitude__isnull=False).exclude(category__in=shut)
    newest = placed.select_related(None).order_by("-occurred_at", "-id")
    points, params = _points(newest[:most])
    frame = box or _framed(_rows(EXTENT.format(points=points), params)[0])
    step = _step(frame)
    rows = _rows(GRID.format(points=points), (step, step * FLATTER, *params))
    clusters = list(_clusters(rows, step))
    return Grid(clusters, frame, sum(each.count for each in clusters) == most)


def _points(incidents: Any) -> tuple[str, tuple[Any, ...]]:
    named = incidents.values_list("longitude", "latitude", "community_id")
    sql, params = named.query.sql_with_params()
    return f"SELECT * FROM ({sql}) found (lon, lat, community)", params  # noqa: S608 - made by Django


def _rows(sql: str, params: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        return cursor.fetchall()


def _framed(extent: tuple[Any, ...]) -> Box:
    """Return the frame around the points, with some room; without any it is Ukraine."""
    if extent[0] is None:
        return Box(*map(Decimal, UKRAINE))
    room = STEPS[2]
    west, south, east, north = extent
    return _within((west - room, south - room, east + room, north + room))


def _within(sides: tuple[Decimal, ...]) -> Box:
    west, south, east, north = map(Decimal, UKRAINE)
    low, high = (west, south), (east, north)
    begins = [max(a, b) for a, b in zip(sides[:2], low, strict=True)]
    ends = [min(a, b) for a, b in zip(sides[2:], high, strict=True)]
    begins = [each.quantize(STEPS[0], ROUND_FLOOR) for each in begins]
    return Box(*begins, *(each.quantize(STEPS[0], ROUND_CEILING) for each in ends))


def _step(frame: Box) -> Decimal:
    wanted = max(frame.east - frame.west, (frame.north - frame.south) / FLATTER) / SQUARES
    return next((step for step in STEPS if step >= wanted), STEPS[-1])


def _clusters(rows: list[tuple[Any, ...]], step: Decimal) -> Iterator[Cluster]:
    known = Community.objects.in_bulk({row[-1] for row in rows})
    for column, line, count, longitude, latitude, community in rows:
        west, south = column * step, line * step * FLATTER
        yield Cluster(
            count,
            round(longitude, 5),
            round(latitude, 5),
            _within((west, south, west + step, south + step * FLATTER)),
            known[community],
            opens=count > 1 and step > STEPS[0],
        )
