"""One invented event with everything that hangs on it: clocks, people, words, steps, responders."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from datetime import date

from communities.models import Service
from incidents.models import Channel, IncidentStatus, ResponseRole
from safety_portal.demo.days import DAY, HOURS, midnight
from safety_portal.demo.ground import Place
from safety_portal.demo.kinds import Draw, Kind
from safety_portal.demo.people import Post

HOUR = Draw(enumerate(HOURS))
CHANNELS: dict[str, Draw[Channel]] = {
    Service.POLICE: Draw(
        (
            (Channel.LINE_102, 62),
            (Channel.LINE_112, 12),
            (Channel.IN_PERSON, 15),
            (Channel.PATROL, 11),
        )
    ),
    Service.RESCUE: Draw(
        ((Channel.LINE_101, 70), (Channel.LINE_112, 18), (Channel.IN_PERSON, 8), (Channel.OTHER, 4))
    ),
}
STREETS = (
    "Центральна", "Шкільна", "Садова", "Миру", "Незалежності", "Соборна", "Зелена", "Набережна",
    "Польова", "Степова", "Вишнева", "Лугова", "Молодіжна", "Нова", "Паркова", "Перемоги",
    "Козацька", "Лісова", "Квіткова", "Світла", "Джерельна", "Заводська", "Ярмаркова", "Кленова",
)  # fmt: skip
ADDRESSES = {
    "open": ("поле за межами села", "лісосмуга", "околиця села", "пустир біля ферми", ""),
    "road": ("узбіччя дороги", "вʼїзд до села", "перехрестя в центрі", "автодорога, обʼїзд"),
    "water": ("ставок", "берег річки", "пляж"),
}
RETURNED = ("Уточніть місце події.", "Уточніть час події.", "Вкажіть, хто реагував.")
VOID = ("Помилковий запис.", "Подію зареєстровано двічі.", "Навчальний запис.")
SETTLED = Draw(
    (
        (IncidentStatus.CLOSED, 560),
        (IncidentStatus.VERIFIED, 385),
        (IncidentStatus.RETURNED, 12),
        (IncidentStatus.SUBMITTED, 12),
        (IncidentStatus.VOID, 23),
        (IncidentStatus.DRAFT, 8),
    )
)
FRESH = Draw(
    (
        (IncidentStatus.CLOSED, 60),
        (IncidentStatus.VERIFIED, 430),
        (IncidentStatus.RETURNED, 50),
        (IncidentStatus.SUBMITTED, 410),
        (IncidentStatus.VOID, 20),
        (IncidentStatus.DRAFT, 30),
    )
)
FRESH_FOR = 10 * DAY
PATHS = {
    IncidentStatus.DRAFT: (IncidentStatus.DRAFT,),
    IncidentStatus.SUBMITTED: (IncidentStatus.SUBMITTED,),
    IncidentStatus.RETURNED: (IncidentStatus.SUBMITTED, IncidentStatus.RETURNED),
    IncidentStatus.VOID: (IncidentStatus.SUBMITTED, IncidentStatus.VOID),
    IncidentStatus.VERIFIED: (IncidentStatus.SUBMITTED, IncidentStatus.VERIFIED),
    IncidentStatus.CLOSED: (
        IncidentStatus.SUBMITTED,
        IncidentStatus.VERIFIED,
        IncidentStatus.CLOSED,
    ),
}


@dataclass(slots=True)
class Step:
    """One change of status."""

    was: str
    to: str
    by: int
    at: int
    reason: str = ""


@dataclass(slots=True)
class Going:
    """One officer on the way to an event; what has not happened yet is None."""

    officer: int
    role: str
    dispatched: int | None
    arrived: int | None
    finished: int | None


@dataclass(slots=True)
class Happening:
    """One event as it goes into the tables; moments are seconds."""

    id: str
    salt: str
    place: Place
    kind: Kind
    occurred: int
    reported: int
    received: int
    channel: str
    war: bool
    settlement: int | None
    point: tuple[str, str] | None
    people: tuple[int, int, int]
    children: tuple[int, int, int]
    register_number: str
    address: str
    narrative: str
    steps: list[Step]
    responses: list[Going] = field(default_factory=list)

    @property
    def status(self) -> str:
        return self.steps[-1].to


def happen(
    chance: random.Random,
    *,
    place: Place,
    kind: Kind,
    day: date,
    horizon: int,
    responders: list[Post],
    war: bool | None = None,
    settled: Draw = SETTLED,
) -> Happening:
    """Invent an event of a kind on a day; nothing of it comes after the second `horizon`."""
    if war is None:
        war = chance.random() < kind.war_share(place.zone)
    occurred, reported, received = _clocks(chance, day, horizon)
    place_word, narrative = chance.choice(kind.words)
    people = _people(chance, kind.people)
    return Happening(
        id=_uuid(received, chance),
        salt=f"{chance.getrandbits(128):032x}",
        place=place,
        kind=kind,
        occurred=occurred,
        reported=reported,
        received=received,
        channel=CHANNELS[kind.service].one(chance.random()),
        war=war,
        settlement=_settlement(chance, place),
        point=None if war else _point(chance, place),
        people=people,
        children=_children(chance, people),
        register_number=f"ЄО-{chance.randrange(10_000)}" if kind.service == Service.POLICE else "",
        address="" if war else _address(chance, place_word),
        narrative=narrative,
        steps=_steps(chance, place, kind, received, horizon, settled),
        responses=_responses(chance, responders, reported, horizon),
    )


def _clocks(chance: random.Random, day: date, horizon: int) -> tuple[int, int, int]:
    """Return when it occurred, was reported and reached the portal; most within the hour."""
    occurred = midnight(day) + HOUR.one(chance.random()) * 3600 + chance.randrange(60) * 60
    occurred = min(occurred, horizon - 180)
    reported = min(occurred + int(chance.expovariate(1 / 15)) * 60, horizon - 120)
    mean = 2_400 if chance.random() < 0.86 else 10 * 3600
    received = reported + 30 + int(chance.expovariate(1 / mean))
    if received > horizon - 60:
        received = reported + int(chance.random() * (horizon - 60 - reported))
    return occurred, reported, received


def _uuid(received: int, chance: random.Random) -> str:
    """Return a UUID that begins with its moment (version 7), so that keys lie close together."""
    random_bits = chance.getrandbits(74)
    return f"{received * 1000:012x}7{random_bits >> 62:03x}{0x8 | random_bits >> 60 & 3:x}{random_bits & (1 << 60) - 1:015x}"


def _settlement(chance: random.Random, place: Place) -> int | None:
    where = chance.random()
    if where < 0.15 or not place.settlements:
        return None
    return place.centre if where < 0.55 else chance.choice(place.settlements)


def _point(chance: random.Random, place: Place) -> tuple[str, str] | None:
    """Return a point near the centre, to about a hundred metres; one event in five has none."""
    if place.latitude is None or place.longitude is None or chance.random() < 0.2:
        return None
    return (
        f"{place.latitude + chance.gauss(0, 0.02):.3f}",
        f"{place.longitude + chance.gauss(0, 0.03):.3f}",
    )


def _people(chance: random.Random, means: tuple[float, float, float]) -> tuple[int, int, int]:
    rescued, injured, killed = (
        0 if not mean or chance.random() > mean else 1 + int(chance.random() < 0.15)
        for mean in means
    )
    return rescued, injured, killed


def _children(chance: random.Random, people: tuple[int, int, int]) -> tuple[int, int, int]:
    rescued, injured, killed = (int(among > 0 and chance.random() < 0.1) for among in people)
    return rescued, injured, killed


def _address(chance: random.Random, place_word: str) -> str:
    found = ADDRESSES.get(place_word)
    if found:
        return chance.choice(found)
    return f"вул. {chance.choice(STREETS)}, {chance.randint(1, 120)}"


def _steps(
    chance: random.Random, place: Place, kind: Kind, received: int, horizon: int, settled: Draw
) -> list[Step]:
    """Return the changes of status; review takes up to some days, and ends before `horizon`."""
    age = horizon - received
    status = (settled if age > FRESH_FOR else FRESH).one(chance.random())
    pause = min(2 * DAY, max(age // 4, 1))
    at, was, steps = received, "", []
    for to in PATHS[status]:
        by = place.reviewer if was else place.loggers[kind.service]
        steps.append(Step(was, to, by, at, _reason(chance, to)))
        at, was = at + 1 + int(chance.random() * pause), to
    return steps


def _reason(chance: random.Random, to: str) -> str:
    if to == IncidentStatus.RETURNED:
        return chance.choice(RETURNED)
    return chance.choice(VOID) if to == IncidentStatus.VOID else ""


def _responses(
    chance: random.Random, responders: list[Post], reported: int, horizon: int
) -> list[Going]:
    goings = []
    for number, post in enumerate(responders):
        dispatched = reported + chance.randrange(1, 8) * 60
        arrived = dispatched + chance.randrange(4, 40) * 60
        finished = arrived + chance.randrange(15, 200) * 60
        moments = (each if each < horizon else None for each in (dispatched, arrived, finished))
        role = ResponseRole.SUPPORT if number else ResponseRole.LEAD
        goings.append(Going(post.officer, role, *moments))
    return goings
