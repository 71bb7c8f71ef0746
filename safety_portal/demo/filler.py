"""The filler: any number of events over the communities, day by day."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from communities.models import Service
from safety_portal.demo.days import days_between, first_day, midnight
from safety_portal.demo.ground import FRONT, NEAR, REAR, Place
from safety_portal.demo.happenings import Happening, happen
from safety_portal.demo.kinds import Draw, Kinds
from safety_portal.demo.lines import Batch
from safety_portal.demo.lists import seeded, shares_of
from safety_portal.demo.people import Post, Roster

RESCUE_SHARE = 0.4
ZONE_FACTOR: dict[
    str, dict[str, float]
] = {  # people left the front, and more happens there to those who stayed
    Service.POLICE: {FRONT: 0.5, NEAR: 0.9, REAR: 1.0},
    Service.RESCUE: {FRONT: 2.0, NEAR: 1.4, REAR: 1.0},
}
SHOWCASE = {"UA65100010000048953": 20}  # the community of the demo accounts has enough to look at
RESPONDED = 0.8
# the founding set alone tells what rescue officers did in their first six months
FOUNDING_FROM, FOUNDING_UNTIL = date(2025, 7, 1), date(2025, 12, 31)
WEEK = (1.0, 0.96, 0.96, 0.98, 1.06, 1.1, 1.02)
MONTH = (0.95, 0.93, 1.05, 1.1, 1.02, 1.0, 1.04, 1.06, 1.02, 0.98, 0.95, 0.98)
GROWTH = 0.12  # a year: ever more officers log
SPAN = 5_000  # events drawn and written at once, at least

Span = list[tuple[date, int]]


class Filler:
    """Draws events from the communities, their officers and the kinds of events.

    Each day has a chance of its own, so that days can be drawn in any order and by anybody.
    """

    def __init__(
        self, *, places: list[Place], roster: Roster, kinds: Kinds, incidents: int, until: date
    ) -> None:
        self.roster = roster
        self.kinds = kinds
        self.incidents = incidents
        self.until = until
        self._places = {
            service: Draw((each, _weight(each, service)) for each in places)
            for service in Service.values
        }

    def spans(self) -> list[Span]:
        """Return the days, and how many events each has, in spans of some thousand events.

        They are the 36 months before that of `until`, and of its own the days until then.
        """
        days = list(days_between(first_day(self.until), self.until))
        counts = shares_of(self.incidents, [_busyness(day, days[0]) for day in days])
        spans: list[Span] = [[]]
        for day, count in zip(days, counts, strict=True):
            if sum(many for _day, many in spans[-1]) >= SPAN:
                spans.append([])
            spans[-1].append((day, count))
        return spans

    def events(self, span: Span) -> Iterator[Happening]:
        """Yield the events of some days; always the same ones."""
        horizon = midnight(self.until)
        for day, count in span:
            chance = seeded(f"filler {day}")
            for _each in range(count):
                yield self._event(chance, day, horizon)

    def batch(self, span: Span) -> Batch:
        """Return the events of some days as lines; those of later days are received later."""
        last, _count = span[-1]
        return Batch.of(list(self.events(span)), until=midnight(last + timedelta(days=1)))

    def _event(self, chance: random.Random, day: date, horizon: int) -> Happening:
        service = Service.RESCUE if chance.random() < RESCUE_SHARE else Service.POLICE
        place = self._places[service].one(chance.random())
        kind = self.kinds.draw(chance, service, place.zone, day.month)
        return happen(
            chance,
            place=place,
            kind=kind,
            day=day,
            horizon=horizon,
            responders=self._responders(chance, service, place, day),
        )

    def _responders(
        self, chance: random.Random, service: str, place: Place, day: date
    ) -> list[Post]:
        if service == Service.RESCUE and FOUNDING_FROM <= day < FOUNDING_UNTIL:
            return []
        near = self.roster.in_post(service, place, day)
        if not near or chance.random() > RESPONDED:
            return []
        lead = int(chance.random() * len(near))
        many = 2 if len(near) > 1 and chance.random() < 0.2 else 1
        return [near[lead - each] for each in range(many)]


def _weight(place: Place, service: str) -> float:
    return place.people * ZONE_FACTOR[service][place.zone] * SHOWCASE.get(place.code, 1)


def _busyness(day: date, first: date) -> float:
    return WEEK[day.weekday()] * MONTH[day.month - 1] * (1 + GROWTH * (day - first).days / 365)
