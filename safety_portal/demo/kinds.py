"""What happens how often: the categories with their weights by service, season and front."""

from __future__ import annotations

import random
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from typing import Generic, TypeVar

from incidents.models import Category
from safety_portal.demo.ground import FRONT, NEAR, REAR
from safety_portal.demo.lists import curated

# one figure a month; shares between fires follow the State Emergency Service (2019, 2020)
SEASONS = {
    "even": (1,) * 12,
    "winter": (1.5, 1.5, 1.3, 1.0, 0.8, 0.7, 0.7, 0.7, 0.8, 1.0, 1.3, 1.5),
    "summer": (0.7, 0.7, 0.8, 1.0, 1.2, 1.4, 1.5, 1.4, 1.1, 0.9, 0.7, 0.7),
    "grass": (0.1, 0.3, 2.2, 2.6, 1.0, 0.8, 1.3, 1.6, 1.3, 0.6, 0.2, 0.1),
    "storm": (1.4, 1.3, 1.1, 0.7, 0.8, 1.2, 1.2, 0.8, 0.7, 0.7, 1.0, 1.4),
    "fields": (0.3, 0.4, 1.2, 1.6, 1.4, 1.1, 1.0, 1.1, 1.4, 1.2, 0.7, 0.3),
}
NEARNESS = {FRONT: 1.0, NEAR: 0.45, REAR: 0.0}  # how much of the front's factors applies
REAR_WAR = 0.04  # of the front's share of war-related events
PEOPLE = ("rescued", "injured", "killed")
Thing = TypeVar("Thing")


@dataclass(frozen=True, slots=True)
class Kind:
    """One category as one service meets it."""

    code: str
    category: int
    service: str
    weight: float
    season: tuple[float, ...]
    front: float
    war: float
    people: tuple[float, float, float]  # the mean of rescued, injured and killed
    words: tuple[tuple[str, str], ...]  # kind of place and narrative

    def weight_in(self, zone: str, month: int) -> float:
        return self.weight * self.season[month - 1] * self.front ** NEARNESS[zone]

    def war_share(self, zone: str) -> float:
        """Return how often such an event is of the war; what is only of the war always is."""
        if self.war == 1:
            return 1.0
        return self.war * max(NEARNESS[zone], REAR_WAR)


class Draw(Generic[Thing]):
    """Draws one of several things by weight; the same fraction gives the same thing."""

    __slots__ = ("_reached", "_things", "_whole")

    def __init__(self, weighed: Iterable[tuple[Thing, float]]) -> None:
        pairs = list(weighed)
        self._things = [thing for thing, _weight in pairs]
        self._reached = list(accumulate(weight for _thing, weight in pairs))
        self._whole = self._reached[-1]

    def one(self, fraction: float) -> Thing:
        return self._things[bisect(self._reached, fraction * self._whole)]


class Kinds:
    """The kinds of events, and a draw of them for each service, zone and month."""

    def __init__(self) -> None:
        keys = dict(Category.objects.open_for_use(sensitive=False).values_list("code", "pk"))
        words = _words()
        self.all = [
            _kind(line, keys[line["category"]], words[line["category"]])
            for line in curated("kinds")
            if line["category"] in keys
        ]
        self.by_code = {(each.service, each.code): each for each in self.all}
        self._draws: dict[tuple[str, str, int], Draw[Kind]] = {}

    def draw(self, chance: random.Random, service: str, zone: str, month: int) -> Kind:
        """Return what an event of a service is, near or far from the front, in a month."""
        found = self._draws.get((service, zone, month))
        if found is None:
            mine = [each for each in self.all if each.service == service]
            found = Draw((each, each.weight_in(zone, month)) for each in mine)
            self._draws[service, zone, month] = found
        return found.one(chance.random())


def _words() -> dict[str, tuple[tuple[str, str], ...]]:
    words = defaultdict(list)
    for line in curated("narratives"):
        words[line["category"]].append((line["place"], line["text"]))
    return {code: tuple(lines) for code, lines in words.items()}


def _kind(line: dict[str, str], category: int, words: tuple[tuple[str, str], ...]) -> Kind:
    rescued, injured, killed = (float(line[who]) for who in PEOPLE)
    return Kind(
        code=line["category"],
        category=category,
        service=line["service"],
        weight=float(line["weight"]),
        season=SEASONS[line["season"]],
        front=float(line["front"]),
        war=float(line["war"]),
        people=(rescued, injured, killed),
        words=words,
    )
