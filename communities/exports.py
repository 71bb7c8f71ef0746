"""The columns of the register's files: what a list shows, by the names the API uses."""

from __future__ import annotations

from typing import Any

from core.exports import Column, point
from core.points import POINT

COMMUNITIES = (
    Column("code", lambda row: row.code),
    Column("name_uk", lambda row: row.name_uk),
    Column("name_en", lambda row: row.name_en),
    Column("oblast", lambda row: row.oblast.code),
    Column("oblast_name", lambda row: row.oblast.name_uk),
    Column("raion", lambda row: row.raion.code if row.raion else None),
    Column("raion_name", lambda row: row.raion.name_uk if row.raion else None),
    Column("type", lambda row: row.type),
    Column("pcode", lambda row: row.pcode),
    Column("centre", lambda row: row.centre.code if row.centre else None),
    Column("centre_name", lambda row: row.centre.name_uk if row.centre else None),
    Column("latitude", lambda row: row.latitude),
    Column("longitude", lambda row: row.longitude),
    Column("status", lambda row: row.status),
    Column("population", lambda row: row.residents),
    Column("settlements", lambda row: row.places),
)
SETTLEMENTS = (
    Column("code", lambda row: row.code),
    Column("name_uk", lambda row: row.name_uk),
    Column("name_en", lambda row: row.name_en),
    Column("category", lambda row: row.category),
    Column("community", lambda row: row.community.code if row.community else None),
    Column("raion", lambda row: row.raion.code if row.raion else None),
    Column("latitude", lambda row: row.latitude),
    Column("longitude", lambda row: row.longitude),
)


def _coordinate(name: str) -> Column:
    """Return the column of a coordinate of the place where files put a record."""

    def cell(row: Any) -> float | None:
        value = getattr(row.place_in_files, name, None)
        return None if value is None else float(value)

    return Column(name, cell)


def in_files(row: Any) -> Any:
    """Return the point where files put a record; None: nowhere."""
    return point(row.place_in_files) if row.place_in_files else None


PLACE = tuple(_coordinate(name) for name in POINT)
STATIONS = (
    Column("id", lambda row: row.pk),
    Column("community", lambda row: row.community.code),
    Column("settlement", lambda row: row.settlement.code if row.settlement else None),
    Column("kind", lambda row: row.kind),
    Column("address", lambda row: row.address),
    Column("has_office", lambda row: row.has_office),
    Column("has_rest_room", lambda row: row.has_rest_room),
    Column("opened_on", lambda row: row.opened_on),
    Column("closed_on", lambda row: row.closed_on),
    *PLACE,
)
SAFETY_ASSETS = (
    Column("id", lambda row: row.pk),
    Column("community", lambda row: row.community.code),
    Column("settlement", lambda row: row.settlement.code if row.settlement else None),
    Column("kind", lambda row: row.kind),
    Column("address", lambda row: row.address),
    Column("quantity", lambda row: row.quantity),
    Column("capacity", lambda row: row.capacity),
    Column("in_service_since", lambda row: row.in_service_since),
    Column("condition", lambda row: row.condition),
    Column("last_checked_on", lambda row: row.last_checked_on),
    *PLACE,
)
