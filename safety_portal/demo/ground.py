"""The communities of the demo: how many people live there, how near the front they are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from communities.models import Community, Organisation, Service, Settlement
from communities.models.states import CommunityState

KYIV = 2_950_000  # a weight only: the register of residents has no figure for the capital
TYPICAL = 11_700  # the median of the communities that have one
FRONT, NEAR, REAR = "front", "near", "rear"
ZONES = {
    CommunityState.ACTIVE: FRONT,
    CommunityState.PARTLY_OCCUPIED: FRONT,
    CommunityState.POSSIBLE: NEAR,
}


@dataclass(slots=True)
class Place:
    """One community as the generators see it."""

    pk: int
    code: str
    oblast: str  # its two digits
    oblast_id: int
    raion: int | None
    zone: str
    people: int
    latitude: float | None
    longitude: float | None
    centre: int | None
    settlements: list[int] = field(default_factory=list)
    loggers: dict[str, int] = field(default_factory=dict)  # account by service
    reviewer: int = 0


def places_on(*days: date) -> list[Place]:
    """Return the communities that are eligible on every one of the days, in order of codes."""
    rows = Community.objects.with_status_on(days[-1]).with_residents_on(days[-1])
    for day in days:
        eligible = Community.objects.eligible_on(day)
        rows = rows.filter(pk__in=list(eligible.values_list("pk", flat=True)))
    places = [_place(each) for each in rows.select_related("oblast").order_by("code")]
    _settle(places)
    return places


def place_of(code: str) -> Place:
    """Return one community by its code, whoever holds it today."""
    rows = Community.objects.with_status_on(date(2022, 1, 1)).with_residents_on(date(2022, 1, 1))
    place = _place(rows.select_related("oblast").get(code=code))
    _settle([place])
    return place


def directorates() -> dict[tuple[str, str], int]:
    """Return the keys of the oblast directorates by service and the digits of the oblast."""
    prefixes = {Service.POLICE: "npu", Service.RESCUE: "ses"}
    codes = dict(Organisation.objects.exclude(code="").values_list("code", "pk"))
    return {
        (service, code.removeprefix(f"{prefix}-")): pk
        for service, prefix in prefixes.items()
        for code, pk in codes.items()
        if code.startswith(f"{prefix}-")
    }


def _place(row: Community) -> Place:
    assumed = KYIV if row.is_capital else TYPICAL
    return Place(
        pk=row.pk,
        code=row.code,
        oblast=row.oblast.number,
        oblast_id=row.oblast_id,
        raion=row.raion_id,
        zone=ZONES.get(row.status, REAR),  # type: ignore[attr-defined]
        people=row.residents or assumed,  # type: ignore[attr-defined]
        latitude=row.latitude,
        longitude=row.longitude,
        centre=row.centre_id,
    )


def _settle(places: Iterable[Place]) -> None:
    by_key = {each.pk: each for each in places}
    found = Settlement.objects.shown().filter(community__in=by_key).order_by("code")
    for community, pk in found.values_list("community", "pk"):
        by_key[community].settlements.append(pk)
