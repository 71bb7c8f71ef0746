"""The work of the demo's officers that is no incident: the founding set's, and that of each year.

The founding set answers S0-11, S0-12, S0-14, S0-15 (civil defence, shelters, councils, lessons of
rescue officers, 1 July to 30 December 2025), S3-05 and S3-09 (prevention, advice to leaders).
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from communities.models import Service
from officers.models import Activity, ActivityKind, ActivityOfficer, Counterparty
from safety_portal.demo.accounts import BILOZERKA
from safety_portal.demo.days import KYIV
from safety_portal.demo.founding import FIRST, UNTIL
from safety_portal.demo.kinds import Draw
from safety_portal.demo.lists import seeded
from safety_portal.demo.people import COVERED, Post

EACH, MORE = 5, 0.4  # founding consultations of each rescue officer, and of how many one more:
# more than 9,000 with councils by 28.10.
FOUNDING = {  # kind -> how many of a hundred rescue officers did one in the six months
    ActivityKind.LESSON: 90,
    ActivityKind.CIVIL_DEFENCE: 50,
    ActivityKind.SHELTER_CHECK: 60,
    ActivityKind.BRIGADE: 15,
}
YEARLY = Draw(  # what officers do, of a hundred activities
    (
        (ActivityKind.PATROL, 30), (ActivityKind.LESSON, 18), (ActivityKind.RECEPTION, 14),
        (ActivityKind.HOME_VISIT, 12), (ActivityKind.MEETING, 9), (ActivityKind.SHELTER_CHECK, 7),
        (ActivityKind.CONSULTATION, 5), (ActivityKind.PRESENTATION, 3), (ActivityKind.BRIGADE, 2),
    )
)  # fmt: skip
REACHING = {  # kind -> how many people come, at least and at most
    ActivityKind.LESSON: (12, 60),
    ActivityKind.MEETING: (10, 80),
    ActivityKind.PRESENTATION: (15, 90),
    ActivityKind.RECEPTION: (1, 9),
    ActivityKind.BRIGADE: (4, 15),
}
PLACES = {
    ActivityKind.LESSON: "Ліцей",
    ActivityKind.MEETING: "Будинок культури",
    ActivityKind.SHELTER_CHECK: "Укриття школи",
    ActivityKind.PRESENTATION: "Бібліотека",
    ActivityKind.RECEPTION: "Поліцейська станція",
}
SPAN = timedelta(days=365)  # the year before the last day of the demo
SELDOM, OFTEN = 0.9, 40.0  # activities in it: of an officer somewhere, of one of the showcase
BATCH = 5000  # rows written at once


@dataclass(frozen=True)
class Deed:
    """What one officer did on a day."""

    post: Post
    kind: str
    day: date
    counterparty: str = ""


def do_the_work(*, posts: list[Post], until: date) -> int:
    """Store the activities of the officers; return how many."""
    chance = seeded("work")
    deeds = sorted([*founding(posts), *yearly(posts, until)], key=lambda each: each.day)
    rows = [(each, _activity(each, chance)) for each in deeds]
    stored = Activity.objects.bulk_create([row for _deed, row in rows], batch_size=BATCH)
    ActivityOfficer.objects.bulk_create(
        [
            ActivityOfficer(activity=activity, officer_id=deed.post.officer)
            for (deed, _row), activity in zip(rows, stored, strict=True)
        ],
        batch_size=BATCH,
    )
    return len(stored)


def founding(posts: Iterable[Post]) -> Iterator[Deed]:
    """Yield what rescue officers did in the first six months, each from the day he serves."""
    chance = seeded("founding work")
    for post in posts:
        if post.service != Service.RESCUE or not post.starts < COVERED:
            continue
        first = max(post.starts, FIRST)
        for _each in range(EACH + (chance.random() < MORE)):
            day = _day(chance, first, COVERED)
            yield Deed(post, ActivityKind.CONSULTATION, day, _counterparty(chance))
        for kind, share in FOUNDING.items():
            if chance.random() * 100 < share:
                yield Deed(post, kind, _day(chance, first, UNTIL))


def yearly(posts: Iterable[Post], until: date) -> Iterator[Deed]:
    """Yield what officers did in the last year, without what the founding set tells."""
    chance = seeded("yearly work")
    for post in posts:
        many = OFTEN if post.place.code == BILOZERKA else SELDOM
        for _each in range(int(many + chance.random())):
            day, kind = _day(chance, until - SPAN, until), YEARLY.one(chance.random())
            if not post.holds(day) or (post.service == Service.RESCUE and FIRST <= day < UNTIL):
                continue
            yield Deed(
                post,
                kind,
                day,
                Counterparty.LEADERSHIP if kind == ActivityKind.CONSULTATION else "",
            )


def _counterparty(chance: random.Random) -> str:
    """Return whom an officer of the founding set consults: the council, seldom its leaders."""
    return Counterparty.LEADERSHIP if chance.random() < 0.1 else Counterparty.COUNCIL


def _day(chance: random.Random, first: date, until: date) -> date:
    return first + timedelta(days=chance.randrange((until - first).days))


def _activity(deed: Deed, chance: random.Random) -> Activity:
    place = deed.post.place
    at = datetime.combine(deed.day, time(17, chance.randrange(60)), KYIV)
    reached = REACHING.get(ActivityKind(deed.kind))
    attended = chance.randint(*reached) if reached else None
    return Activity(
        kind=deed.kind,
        counterparty=deed.counterparty,
        community_id=place.pk,
        service=deed.post.service,
        held_on=deed.day,
        place=PLACES.get(ActivityKind(deed.kind), ""),
        attended=attended,
        engaged=chance.randint(0, attended) if attended else None,
        recorded_by_id=place.loggers[deed.post.service],
        created_at=at,
        updated_at=at,
    )
