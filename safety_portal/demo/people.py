"""The officers of the demo: who they are, which community they serve, from when until when."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from communities.models import Service, Settlement
from officers.models import (
    Assignment,
    AssignmentKind,
    Language,
    Officer,
    OfficerKind,
    OfficerPersonal,
)
from safety_portal.demo.accounts import BILOZERKA
from safety_portal.demo.ground import FRONT, Place
from safety_portal.demo.lists import seeded, shares_of
from safety_portal.demo.names import Name, Names
from safety_portal.demo.paths import begin_paths, stage_now

MARIUPOL = "UA14140050000020560"
LAUNCH = date(2025, 7, 1)  # of the rescue programme
COVERED = date(2025, 10, 28)  # every community has a rescue officer, four months later
IN_POST = 1_900  # rescue officers on that day
SUMMED_UP = date(2025, 12, 20)  # the last one is in post before the year is summed up
PER_COMMUNITY = 1.745  # rescue officers: more than 2,300 in 1,345 communities
POLICE_SHARE = 0.73  # of the communities have a community police officer
DAY = timedelta(days=1)
MARIUPOL_PLACES = (  # what its five served: three settlements, one place outside the codifier
    {"settlement": "UA14140050050016949"},
    {"settlement": "UA14140050040051109"},
    {"area": "Виноградне"},
    {"settlement": "UA14140050020046281"},
    {"settlement": "UA14140050020046281"},  # officer A, in Staryi Krym for three months
)
SECOND_FROM = (15_000, 40_000, 120_000)  # residents from which there is one officer more
PRECINCT_SHARE = 0.5  # of the others have a precinct officer
LIVES = (True, True, True, False, True, None)  # in turn: not everybody was asked
SPEAKS: tuple[list[str], ...] = (
    [Language.UKRAINIAN],
    [Language.UKRAINIAN, Language.ENGLISH],
    [],
)  # in turn
RANKS = {
    Service.POLICE: ("лейтенант поліції", "старший лейтенант поліції", "капітан поліції"),
    Service.RESCUE: (
        "сержант служби цивільного захисту",
        "лейтенант служби цивільного захисту",
        "старший лейтенант служби цивільного захисту",
        "капітан служби цивільного захисту",
    ),
}


@dataclass(slots=True)
class Post:
    """An officer at a community for some days; `ends` is the first day no longer served."""

    place: Place
    kind: str
    name: Name
    rank: str
    badge: str
    starts: date
    ends: date | None = None
    account: int | None = None
    officer: int = 0
    settlement: str = ""  # the code of the one place served, where it is not the whole community
    area: str = ""  # the same in words

    @property
    def service(self) -> str:
        return Service.RESCUE if self.kind == OfficerKind.COMMUNITY_RESCUE else Service.POLICE

    def holds(self, day: date) -> bool:
        return self.starts <= day and (self.ends is None or day < self.ends)


class Roster:
    """Who is in post where on a day."""

    def __init__(self, posts: Iterable[Post]) -> None:
        self.posts = list(posts)
        self._by_place: dict[tuple[str, int], list[Post]] = defaultdict(list)
        for post in self.posts:
            self._by_place[post.service, post.place.pk].append(post)

    def in_post(self, service: str, place: Place, day: date) -> list[Post]:
        """Return the officers of a service who serve a community on a day."""
        return [each for each in self._by_place.get((service, place.pk), ()) if each.holds(day)]


class Recruiter:
    """Invents the officers, place by place, always in the same order."""

    def __init__(self, places: list[Place]) -> None:
        self.places = places
        self.chance = seeded("people")
        self.names = Names()
        self.badges = iter(range(1000, 100_000))

    def posts(self) -> list[Post]:
        return [*self._rescue(), *self._police()]

    def _rescue(self) -> list[Post]:
        """Give every place one officer by the day of full coverage, bigger places several."""
        spare = shares_of(
            round(len(self.places) * (PER_COMMUNITY - 1)), [p.people**0.6 for p in self.places]
        )
        posts: list[Post] = []
        early = max(0, IN_POST - len(self.places))  # besides the first of each place
        for place, more in zip(self.places, spare, strict=True):
            soon = min(more, early)
            early -= soon
            for n in range(1 + more):
                days = (LAUNCH, COVERED) if n <= soon else (COVERED + DAY, SUMMED_UP)
                starts = _between(self.chance, *days)
                posts.append(self._post(place, OfficerKind.COMMUNITY_RESCUE, starts))
            if more and self.chance.random() < 0.12:
                posts[-1].ends = _between(self.chance, date(2026, 1, 15), date(2026, 9, 1))
        return posts

    def _police(self) -> list[Post]:
        posts = []
        for place in self.places:
            if self.chance.random() < POLICE_SHARE or place.code == BILOZERKA:
                posts += self._community_police(place)
            elif self.chance.random() < PRECINCT_SHARE:
                posts.append(self._post(place, OfficerKind.PRECINCT, self._police_start(place)))
        return posts

    def _community_police(self, place: Place) -> list[Post]:
        """Return the officers of one place, sometimes with the one who was there before.

        In the showcase there is one only: who signs in as that officer sees no card but the own.
        """
        count = 1 + sum(place.people > each for each in SECOND_FROM)
        count = 1 if place.code == BILOZERKA else count
        posts = [
            self._post(place, OfficerKind.COMMUNITY_POLICE, self._police_start(place))
            for _each in range(count)
        ]
        followed = self.chance.random() < 0.1 and place.code != BILOZERKA
        if followed and posts[0].starts > date(2023, 9, 1):
            before = self._post(place, OfficerKind.COMMUNITY_POLICE, date(2023, 6, 1))
            before.ends = posts[0].starts
            posts.append(before)
        return posts

    def _police_start(self, place: Place) -> date:
        first = date(2023, 3, 1) if place.zone == FRONT else date(2019, 6, 1)
        return _between(self.chance, first, date(2025, 5, 1))

    def _post(self, place: Place, kind: str, starts: date) -> Post:
        service = Service.RESCUE if kind == OfficerKind.COMMUNITY_RESCUE else Service.POLICE
        return Post(
            place=place,
            kind=kind,
            name=self.names.invent(self.chance),
            rank=self.chance.choice(RANKS[service]),
            badge=f"{next(self.badges):07}" if service == Service.POLICE else "",
            starts=starts,
        )

    def of_mariupol(self, place: Place) -> list[Post]:
        """Return the five who served until the city was occupied."""
        starts = (date(2021, 8, 2), date(2021, 8, 2), date(2021, 9, 1), date(2021, 9, 1))
        posts = [
            self._post(place, OfficerKind.COMMUNITY_POLICE, each)
            for each in (*starts, date(2021, 10, 19))
        ]
        for post, served in zip(posts, MARIUPOL_PLACES, strict=True):
            post.ends = date(2022, 5, 21)
            post.settlement, post.area = served.get("settlement", ""), served.get("area", "")
        return posts


def appoint(*, posts: list[Post], units: dict[tuple[str, str], int]) -> None:
    """Store the officers with their names, paths and posts, and note their keys in the posts."""
    officers = Officer.objects.bulk_create(
        (
            Officer(
                kind=post.kind,
                rank=post.rank,
                badge_number=post.badge,
                languages=SPEAKS[n % len(SPEAKS)],
                unit_id=units[post.service, post.place.oblast],
                user_id=post.account,
                stage=stage_now(post.starts, post.ends),
            )
            for n, post in enumerate(posts)
        ),
        batch_size=2000,
    )
    for post, officer in zip(posts, officers, strict=True):
        post.officer = officer.pk
    OfficerPersonal.objects.bulk_create((_personal(post) for post in posts), batch_size=2000)
    begin_paths(posts)
    made = Assignment.objects.bulk_create((_assignment(post) for post in posts), batch_size=2000)
    _name_settlements(posts, made)


def _name_settlements(posts: list[Post], made: list[Assignment]) -> None:
    """Store the settlements of the assignments that name one, as far as the register knows them."""
    served = {post.settlement for post in posts if post.settlement}
    known = dict(Settlement.objects.filter(code__in=served).values_list("code", "pk"))
    Assignment.settlements.through.objects.bulk_create(
        Assignment.settlements.through(assignment=each, settlement_id=known[post.settlement])
        for post, each in zip(posts, made, strict=True)
        if post.settlement in known
    )


def _personal(post: Post) -> OfficerPersonal:
    return OfficerPersonal(
        officer_id=post.officer,
        last_name=post.name.last,
        first_name=post.name.first,
        patronymic=post.name.patronymic,
    )


def _assignment(post: Post) -> Assignment:
    return Assignment(
        officer_id=post.officer,
        community_id=post.place.pk,
        kind=AssignmentKind.PRIMARY,
        period=(post.starts, post.ends),
        place=post.area,
        lives_in_community=LIVES[post.officer % len(LIVES)],
    )


def _between(chance: random.Random, first: date, last: date) -> date:
    return first + timedelta(days=chance.randint(0, (last - first).days))
