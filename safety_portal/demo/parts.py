"""Starosta districts and police beats of the demo oblast: invented, and numbered so that it shows."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from typing import Any

from communities.models import Beat, Community, Settlement, StarostaDistrict
from communities.models.districts import RURAL_MOST
from safety_portal.demo.accounts import KHERSON
from safety_portal.demo.ground import Place

IN_A_DISTRICT = 4  # settlements; the centre of the community lies in none


def divide(places: Iterable[Place]) -> int:
    """Divide the communities of the demo oblast; return how many parts were made."""
    mine = [each for each in places if each.oblast == KHERSON[2:4]]
    units = Community.objects.in_bulk([each.pk for each in mine])
    districts = _districts(mine, units)
    return districts + _beats(mine, units)


def _districts(places: list[Place], units: dict[int, Community]) -> int:
    groups = [
        (place, number, keys)
        for place in places
        for number, keys in enumerate(_groups(_villages(place)), 1)
    ]
    made = StarostaDistrict.objects.bulk_create(
        StarostaDistrict(
            community=units[place.pk],
            name_uk=f"Старостинський округ № {number}",
            name_en=f"Starosta district No. {number}",
        )
        for place, number, _keys in groups
    )
    for district, (_place, _number, keys) in zip(made, groups, strict=True):
        Settlement.objects.filter(pk__in=keys).update(starosta_district=district)
    return len(made)


def _villages(place: Place) -> list[int]:
    return [each for each in place.settlements if each != place.centre]


def _groups(keys: list[int]) -> list[list[int]]:
    return [keys[at : at + IN_A_DISTRICT] for at in range(0, len(keys), IN_A_DISTRICT)]


def _beats(places: list[Place], units: dict[int, Community]) -> int:
    """Give each community as many beats as its residents want; one of them may hold too many."""
    made: list[Beat] = []
    links: list[Any] = []
    for place in places:
        count = max(1, round(place.people / RURAL_MOST))
        for number in range(1, count + 1):
            beat = Beat(
                community=units[place.pk],
                name_uk=f"Дільниця № {number}",
                name_en=f"Beat No. {number}",
                population=ceil(place.people / count),
            )
            made.append(beat)
            links.append((beat, _share(place, number, count)))
    Beat.objects.bulk_create(made)
    through = Beat.settlements.through
    through.objects.bulk_create(
        through(beat_id=beat.pk, settlement_id=key) for beat, keys in links for key in keys
    )
    return len(made)


def _share(place: Place, number: int, count: int) -> list[int]:
    """Return the settlements of a beat; where there are fewer than beats, they share the centre."""
    mine = place.settlements[number - 1 :: count]
    return mine or [each for each in (place.centre,) if each]
