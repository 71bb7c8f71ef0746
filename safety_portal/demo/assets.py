"""What keeps people safe in the communities of the Kherson working groups, all of it invented.

The founding texts say that hydrants, cameras and signs were put up and brigades helped, not where:
places, points, numbers and days are made up.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from communities.models import Community, FireBrigade, SafetyAsset
from core.points import POINT

HANDED_OVER, CHECKED = date(2024, 4, 15), date(2025, 10, 6)
ASSETS: tuple[tuple[tuple[int, int] | None, dict[str, Any]], ...] = (
    # thousandths of a degree to the north and to the east of the centre; None: no point is known
    (
        (-6, -14),
        {
            "kind": "hydrant",
            "address": "вул. Центральна, біля школи",
            "capacity": 15,
            "in_service_since": HANDED_OVER,
            "condition": "works",
            "last_checked_on": CHECKED,
        },
    ),
    (
        (-22, -38),
        {"kind": "hydrant", "address": "вул. Садова, край села", "condition": "needs_repair"},
    ),
    (
        (14, -32),
        {
            "kind": "camera",
            "address": "площа перед радою",
            "quantity": 4,
            "in_service_since": HANDED_OVER,
            "condition": "works",
        },
    ),
    (
        (-34, -8),
        {
            "kind": "shelter",
            "address": "підвал школи",
            "capacity": 120,
            "condition": "works",
            "last_checked_on": CHECKED,
        },
    ),
    ((6, -60), {"kind": "siren", "address": "дах ради", "condition": "does_not_work"}),
    (
        None,
        {
            "kind": "road_sign",
            "address": "дороги біля шкіл і дитячих садків",
            "quantity": 36,
            "in_service_since": HANDED_OVER,
        },
    ),
    (
        (-14, -62),
        {"kind": "ups", "address": "амбулаторія", "capacity": 5, "condition": "works"},
    ),
)
BRIGADES: tuple[dict[str, Any], ...] = (
    {
        "kind": "local",
        "name": "Місцева пожежна охорона громади",
        "formed_on": date(2019, 5, 20),
        "members": 14,
        "vehicles": 2,
    },
    {"kind": "volunteer", "name": "Добровільна пожежна команда «Щит»", "formed_on": HANDED_OVER},
)


def protect(community: Community, make: Callable[..., None]) -> None:
    """Give a community its assets around its centre, and its brigades; `make` stores a record."""
    for offset, said in ASSETS:
        place = {"settlement": community.centre, **_point(community, offset)}
        make(SafetyAsset(community=community), **place, **said)
    for said in BRIGADES:
        make(FireBrigade(community=community), **said)


def _point(community: Community, offset: tuple[int, int] | None) -> dict[str, Decimal]:
    if offset is None or community.latitude is None or community.longitude is None:
        return {}
    at = zip(POINT, (community.latitude, community.longitude), offset, strict=True)
    return {name: Decimal(f"{middle + off / 1000:.5f}") for name, middle, off in at}
