"""The paths of the demo's officers: from candidate to their post, and those still on the way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from officers.models import Officer, OfficerKind, OfficerPersonal, OfficerStage, StageChange
from safety_portal.demo.lists import seeded
from safety_portal.demo.names import Names

LED_UP = {  # the stages before a post -> the days from there to its beginning
    OfficerStage.CANDIDATE: 120,
    OfficerStage.SELECTED: 90,
    OfficerStage.TRAINING: 60,
    OfficerStage.CERTIFIED: 7,
}
ON_THE_WAY = {  # the stages of those who have no post yet -> how many of a hundred
    OfficerStage.CANDIDATE: 35,
    OfficerStage.SELECTED: 20,
    OfficerStage.TRAINING: 25,
    OfficerStage.CERTIFIED: 15,
    OfficerStage.REJECTED: 5,
}
RECRUITS = 6  # of each service in an oblast
KINDS = {"police": OfficerKind.COMMUNITY_POLICE, "rescue": OfficerKind.COMMUNITY_RESCUE}
ENDED, REFUSED = "Посаду звільнено", "Не пройшов відбір"
Step = tuple[str, date, str]  # the stage, since when, and why


def stage_now(starts: date, ends: date | None) -> OfficerStage:
    """Return the stage of whoever has a post from a day until another."""
    return OfficerStage.LEFT if ends else OfficerStage.SERVING


def begin_paths(posts: Iterable[Any]) -> None:
    """Store how everybody came to a post, and how those came to an end who left it."""
    _store((post.officer, _to_post(post.starts, post.ends)) for post in posts)


def _to_post(starts: date, ends: date | None) -> Iterator[Step]:
    for stage, days in LED_UP.items():
        yield stage, starts - timedelta(days=days), ""
    yield OfficerStage.SERVING, starts, ""
    if ends:
        yield OfficerStage.LEFT, ends, ENDED


def recruit(*, units: dict[tuple[str, str], int], until: date) -> int:
    """Store the people who are on the way to a first post, and return how many there are."""
    chance, names = seeded("paths"), Names()
    stages = chance.choices(list(ON_THE_WAY), list(ON_THE_WAY.values()), k=RECRUITS * len(units))
    homes = [home for home in sorted(units) for _each in range(RECRUITS)]
    officers = Officer.objects.bulk_create(
        Officer(kind=KINDS[service], unit_id=units[service, oblast], stage=stage)
        for (service, oblast), stage in zip(homes, stages, strict=True)
    )
    invented = [names.invent(chance) for _each in officers]
    OfficerPersonal.objects.bulk_create(
        OfficerPersonal(
            officer=officer,
            last_name=name.last,
            first_name=name.first,
            patronymic=name.patronymic,
        )
        for officer, name in zip(officers, invented, strict=True)
    )
    begun = [until - timedelta(days=chance.randint(10, 60)) for _each in officers]
    _store((o.pk, _on_the_way(o.stage, day)) for o, day in zip(officers, begun, strict=True))
    return len(officers)


def _on_the_way(stage: str, last: date) -> Iterator[Step]:
    """Yield the steps up to a stage that somebody came to on a day."""
    if stage == OfficerStage.REJECTED:
        yield OfficerStage.CANDIDATE, last - timedelta(days=30), ""
        yield OfficerStage.REJECTED, last, REFUSED
        return
    for earlier, days in LED_UP.items():
        yield earlier, last - timedelta(days=days - LED_UP[OfficerStage(stage)]), ""
        if earlier == stage:
            return


def _store(paths: Iterable[tuple[int, Iterable[Step]]]) -> None:
    StageChange.objects.bulk_create(
        (
            StageChange(
                officer_id=officer,
                number=number,
                stage=stage,
                on=on,
                reason=reason,
                at=datetime.combine(on, time(9), UTC),
            )
            for officer, steps in paths
            for number, (stage, on, reason) in enumerate(steps, 1)
        ),
        batch_size=5000,
    )
