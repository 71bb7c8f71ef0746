"""What the demo's officers work with: a kit for each, and what Mariupol's five got on 19 January 2022.

The founding set answers S1-04, S1-05 and S1-06 (keys of cars and weapons for five officers, presented
by the mayor and the chief of the oblast police) and S1-21 (from that day there is a car).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from accounts.models import User
from communities.models import Organisation, Service
from core import clock
from officers.models import EquipmentIssue, EquipmentItem, EquipmentKind
from safety_portal.demo.lists import seeded
from safety_portal.demo.people import MARIUPOL, Post

PRESENTED_ON = date(2022, 1, 19)
PRESENTED_BY = [
    "Вадим Бойченко, міський голова Маріуполя",
    "Руслан Осипенко, начальник Головного управління Національної поліції в Донецькій області",
]
SHARES = {  # kind -> how many of a hundred officers of a service have one
    Service.POLICE: {
        EquipmentKind.CAR: 82, EquipmentKind.TABLET: 95, EquipmentKind.RADIO: 97,
        EquipmentKind.WEAPON: 99, EquipmentKind.BODY_CAMERA: 60, EquipmentKind.BREATHALYSER: 20,
    },
    Service.RESCUE: {
        EquipmentKind.CAR: 74, EquipmentKind.TABLET: 90, EquipmentKind.RADIO: 96,
        EquipmentKind.DRONE: 8,
    },
}  # fmt: skip
MODELS = {
    EquipmentKind.CAR: ("Renault Duster", "Mitsubishi L200", "Peugeot 301"),
    EquipmentKind.TABLET: ("Samsung Galaxy Tab Active3",),
    EquipmentKind.RADIO: ("Motorola DP4401e", "Hytera PD505"),
    EquipmentKind.WEAPON: ("ПМ", "Форт-12"),
    EquipmentKind.BREATHALYSER: ("Dräger Alcotest 6820",),
    EquipmentKind.DRONE: ("DJI Mavic 3",),
}
BATCH = 5000  # rows written at once


@dataclass(frozen=True)
class Given:
    """One thing of an officer, and what is said of its issue."""

    post: Post
    kind: str
    issue: dict[str, Any]


def equip(*, posts: Iterable[Post], units: dict[tuple[str, str], int], by: User) -> int:
    """Store the equipment of the officers, and who holds it; return how many things there are."""
    at, chance = clock.now(), seeded("equipment")
    given = list(_given(posts, chance))
    recorded = {"recorded_by": by, "created_at": at, "updated_at": at}
    items = EquipmentItem.objects.bulk_create(
        [
            EquipmentItem(
                kind=each.kind,
                model=chance.choice(MODELS.get(EquipmentKind(each.kind), ("",))),
                inventory_number=f"{number:08}",
                owner_id=units[each.post.service, each.post.place.oblast],
                **recorded,
            )
            for number, each in enumerate(given, start=1)
        ],
        batch_size=BATCH,
    )
    EquipmentIssue.objects.bulk_create(
        [
            EquipmentIssue(item=item, officer_id=each.post.officer, **each.issue, **recorded)
            for item, each in zip(items, given, strict=True)
        ],
        batch_size=BATCH,
    )
    return len(items)


def _given(posts: Iterable[Post], chance: random.Random) -> Iterator[Given]:
    for post in posts:
        if post.place.code == MARIUPOL:
            yield from _mariupol(post)
            continue
        for kind, share in SHARES[Service(post.service)].items():
            if chance.random() * 100 < share:
                yield Given(post, kind, {"starts_on": post.starts, "ends_on": post.ends})


def _mariupol(post: Post) -> Iterator[Given]:
    """Yield the keys and the weapon of one of the five; each had worked without a car until then."""
    giver = Organisation.objects.get(code="npu-14")
    handed = {
        "starts_on": PRESENTED_ON,
        "ends_on": post.ends,
        "giver": giver,
        "presented_by": PRESENTED_BY,
        "act_date": PRESENTED_ON,
    }
    yield Given(post, EquipmentKind.CAR, handed | {"keys_only": True})
    yield Given(post, EquipmentKind.WEAPON, handed)
