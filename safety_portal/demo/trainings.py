"""The trainings and conferences of the Kherson programme (S4-25, S4-26).

Three days on project proposals in April 2024 with 19 people are told by a source; the other
events are invented, with the topics and the number of people of the founding texts.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from accounts.models import User
from communities.models import Oblast, Programme
from core import clock
from safety_portal.demo.accounts import SIX
from working_groups.models import Person, Presence, Theme, Training, TrainingKind
from working_groups.trainings import add_presence, add_training

KHERSON = "UA65000000000030969"
SEMINAR, TRAINING, CONFERENCE = TrainingKind.SEMINAR, TrainingKind.TRAINING, TrainingKind.CONFERENCE
EVENTS = (  # kind, topic, title, the first and the last day, venue, people
    (
        *(TRAINING, Theme.PROJECTS, "Як написати проєктну заявку"),
        *(date(2024, 4, 18), date(2024, 4, 20), "Миколаїв", 19),
    ),
    (
        *(TRAINING, Theme.COMMUNICATION, "Публічна комунікація в прифронтових громадах"),
        *(date(2024, 6, 12), date(2024, 6, 13), "Миколаїв", 16),
    ),
    (TRAINING, Theme.FIRST_AID, "Домедична допомога", date(2024, 10, 8), None, "Миколаїв", 18),
    (
        *(SEMINAR, Theme.AIR_THREATS, "Самозахист від атак безпілотників"),
        *(date(2025, 2, 20), None, "Онлайн", 21),
    ),
    (
        *(SEMINAR, Theme.MENTAL_HEALTH, "Психосоціальна підтримка після обстрілів"),
        *(date(2025, 5, 15), None, "Онлайн", 14),
    ),
    (
        *(CONFERENCE, Theme.COHESION, "Безпека і згуртованість громад Херсонщини"),
        *(date(2024, 11, 21), date(2024, 11, 22), "Одеса", 15),
    ),
    (
        *(CONFERENCE, Theme.STRATEGY, "Відновлення громад: безпека передусім"),
        *(date(2025, 9, 25), None, "Київ", 13),
    ),
)


def train_participants(*, by: User) -> int:
    """Store the events with who was there: members of the six groups, by turns."""
    oblast, programme = (
        Oblast.objects.get(code=KHERSON),
        Programme.objects.get(code="kherson-recovery"),
    )
    turns = _members()
    for kind, topic, title, begins, ends, venue, people in EVENTS:
        said = {"programme": programme, "kind": kind, "topic": topic, "title": title}
        said |= {"held_on": begins, "last_day": ends, "venue": venue, "oblast": oblast}
        training = add_training(said=said, by=by, at=clock.now())
        state = Presence.ONLINE if venue == "Онлайн" else Presence.PRESENT
        for person in [next(turns) for _each in range(people)]:
            there = {"training": training, "person": person, "state": state}
            add_presence(said=there, by=by, at=clock.now())
    return Training.objects.count()


def _members() -> Iterator[Person]:
    """Yield members of the six groups one after another, and again from the first."""
    rows = Person.objects.filter(memberships__group__community__code__in=SIX)
    people = list(rows.distinct().order_by("pk"))
    while True:
        yield from people
