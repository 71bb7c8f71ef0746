"""The founding set: the records from which the founding texts' figures come out, always whole.

It is the same for every number of filler events. Each part below says which statement of the
founding texts it answers; later parts (certificates, quantities of explosives, handovers,
working groups) join it as their tables come.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta

from communities.models import Service
from incidents.models import IncidentStatus
from safety_portal.demo.days import midnight
from safety_portal.demo.ground import FRONT, NEAR, Place
from safety_portal.demo.happenings import Happening, happen
from safety_portal.demo.kinds import Draw, Kind, Kinds
from safety_portal.demo.lists import seeded
from safety_portal.demo.people import Post, Roster

FIRST, UNTIL = date(2025, 7, 1), date(2025, 12, 31)  # six months of the rescue programme
HORIZON = midnight(date(2026, 1, 20))  # by then everything of them is settled
SETTLED = Draw(((IncidentStatus.CLOSED, 62), (IncidentStatus.VERIFIED, 38)))

EMERGENCIES = 978  # responses, "almost a thousand": more than 970
FIRES = 33_560  # responses: more than 33,500
EXPLOSIVES = 1_490  # finds; with about three objects each they make the more than 4,300
OTHERS = 3_400  # responses to all else a rescue officer goes to
EMERGENCY_KINDS = Draw(
    (
        ("event.shelling", 56), ("event.utilities", 18), ("event.collapse", 8),
        ("emergency.military", 8), ("emergency.technogenic", 6), ("emergency.natural", 3),
        ("emergency.social", 1),
    )
)  # fmt: skip
FIRE_KINDS = Draw(  # the State Emergency Service's shares of sectors
    (
        ("fire.residential", 0.431), ("fire.ecosystem", 0.437), ("fire.transport", 0.046),
        ("fire.industrial", 0.027), ("fire.other", 0.059),
    )
)  # fmt: skip
OTHER_KINDS = Draw(
    (
        ("assistance.person", 45), ("danger.weather", 18), ("danger.gas", 10),
        ("road.accident_injured", 12), ("water.rescue", 6), ("assistance.missing", 6),
        ("danger.chemical", 1), ("other", 2),
    )
)  # fmt: skip
# finds by oblast, as the bulletins of 2024 and 2025 name them; the rest of the country shares one
PYROTECHNIC = {"63": 38, "65": 25, "32": 11, "14": 9, "48": 8, "59": 6, "74": 3}
ELSEWHERE = 0.15

MARIUPOL_QUARTER = (date(2021, 10, 1), date(2022, 1, 1))
MARIUPOL_KINDS = {  # domestic violence, the first of the three, is sensitive: no open figure tells it
    "crime.theft": 58,
    "conflict.domestic": 41,
    "offence.public_order": 17,
    "conflict.neighbours": 12,
    "road.accident": 11,
    "crime.fraud": 9,
    "offence.alcohol": 8,
    "assistance.person": 7,
    "crime.injury": 4,
}


class Founding:
    """Draws the founding events: an officer in post first, then what they went to."""

    def __init__(
        self, *, places: list[Place], mariupol: Place, roster: Roster, kinds: Kinds
    ) -> None:
        self.roster = roster
        self.kinds = kinds
        self.mariupol = mariupol
        posts = [each for each in roster.posts if each.service == Service.RESCUE]
        self._anyone = Draw((each, each.place.people**0.35) for each in posts)
        self._near_front = Draw(
            (each, each.place.people**0.35 * (3 if each.place.zone == FRONT else 1))
            for each in posts
            if each.place.zone in {FRONT, NEAR}
        )
        self._sappers = Draw(
            (each, PYROTECHNIC.get(each.place.oblast, ELSEWHERE)) for each in posts
        )

    def events(self) -> Iterator[Happening]:
        """Yield every founding event in the order of receipt."""
        parts = (self._emergencies, self._fires, self._explosives, self._others, self._mariupol)
        yield from sorted(
            (event for part in parts for event in part()), key=lambda event: event.received
        )

    def _emergencies(self) -> Iterator[Happening]:
        """More than 970 responses to emergencies and extraordinary events, most of the war."""
        chance, left = seeded("founding emergencies"), EMERGENCIES
        while left:
            kind = self._rescue(EMERGENCY_KINDS.one(chance.random()))
            war = chance.random() < kind.war
            who = self._near_front if war else self._anyone
            event = self._attended(chance, kind, who, left, war)
            left -= len(event.responses)
            yield event

    def _fires(self) -> Iterator[Happening]:
        """More than 33,500 responses to fires."""
        chance, left = seeded("founding fires"), FIRES
        while left:
            kind = self._rescue(FIRE_KINDS.one(chance.random()))
            event = self._attended(chance, kind, self._anyone, left)
            left -= len(event.responses)
            yield event

    def _explosives(self) -> Iterator[Happening]:
        """Finds of explosive objects, each by one officer; quantities come with their section."""
        chance = seeded("founding explosives")
        kind = self._rescue("explosives.found")
        for _each in range(EXPLOSIVES):
            yield self._attended(chance, kind, self._sappers, 1)

    def _others(self) -> Iterator[Happening]:
        chance, left = seeded("founding others"), OTHERS
        while left:
            kind = self._rescue(OTHER_KINDS.one(chance.random()))
            event = self._attended(chance, kind, self._anyone, left)
            left -= len(event.responses)
            yield event

    def _mariupol(self) -> Iterator[Happening]:
        """What the officers of Mariupol met most in the last quarter of 2021."""
        chance = seeded("founding mariupol")
        first, until = MARIUPOL_QUARTER
        for code, count in MARIUPOL_KINDS.items():
            kind = self.kinds.by_code[Service.POLICE, code]
            for _each in range(count):
                day = first + timedelta(days=chance.randrange((until - first).days))
                team = self.roster.in_post(Service.POLICE, self.mariupol, day)
                yield happen(
                    chance,
                    place=self.mariupol,
                    kind=kind,
                    day=day,
                    horizon=midnight(date(2022, 2, 1)),
                    responders=[chance.choice(team)],
                    war=False,
                    settled=SETTLED,
                )

    def _rescue(self, code: str) -> Kind:
        return self.kinds.by_code[Service.RESCUE, code]

    def _attended(
        self, chance: random.Random, kind: Kind, who: Draw, most: int, war: bool | None = None
    ) -> Happening:
        """Return an event on a day its officers were in post: one officer, sometimes more."""
        lead: Post = who.one(chance.random())
        day = _day_in_season(chance, kind, lead)
        team = [lead]
        if most > 1 and chance.random() < 0.65:
            near = self.roster.in_post(Service.RESCUE, lead.place, day)
            team += [each for each in near if each is not lead][: min(2, most - 1)]
        return happen(
            chance,
            place=lead.place,
            kind=kind,
            day=day,
            horizon=HORIZON,
            responders=team,
            war=war,
            settled=SETTLED,
        )


def _day_in_season(chance: random.Random, kind: Kind, post: Post) -> date:
    """Return a day of an officer's first six months, more often when such events are common."""
    first = max(post.starts, FIRST)
    while True:
        day = first + timedelta(days=chance.randrange((UNTIL - first).days))
        if chance.random() * max(kind.season) <= kind.season[day.month - 1]:
            return day
