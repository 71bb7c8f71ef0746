"""The page of coverage: where officers are in post, where nobody is and since when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from communities import state_maps
from communities.looks import line_of
from communities.models import Boundary, Community, Service
from communities.models.states import CommunityState
from core import clock, looks
from dashboards.figures import strip
from dashboards.questions import Question
from indicators import communities, load, officers, vacancies
from indicators import coverage as covered
from indicators.base import Measure
from officers.models import Officer
from officers.models.training import LAPSES_WITHIN
from officers.vacancies import vacant_on

VIEW = "officers.view_assignment"
FIGURES: tuple[Measure, ...] = (
    covered.POLICE,
    covered.RESCUE,
    officers.IN_POST,
    covered.WITHOUT_OFFICER,
    vacancies.VACANT_DAYS,
    load.LOAD,
)
COLUMNS: tuple[Measure, ...] = (
    communities.ELIGIBLE,
    covered.POLICE,
    covered.RESCUE,
    officers.IN_POST,
    vacancies.VACANT_DAYS,
    load.LOAD,
    load.OVER_LIMIT,
)
LONGEST = 50  # vacancies shown; all of them stand behind the number
PATTERNS = (f"state-{CommunityState.OCCUPIED.value}", "vacant")


def content(question: Question) -> dict[str, Any]:
    """Return the parts of the page, all of the last day of the period."""
    services = question.services(VIEW)
    if not services:
        return {"services": ()}
    day = question.period.last_day
    ground = Community.objects.inside(question.territory.region)
    return {
        "services": services,
        "day": day,
        "figures": strip(question, FIGURES, sparks=False),
        **_compared(question),
        **_map(question, ground, services, day),
        **_vacant(question, ground, services, day),
        "lapsing": _lapsing(question, services),
    }


@dataclass(frozen=True)
class Line:
    """A unit one step below, the way down to it, and a cell for each column."""

    name: str
    url: str
    cells: list[dict[str, Any]]


def _compared(question: Question) -> dict[str, Any]:
    """Return the units one step below as lines; the last line is counted again, not added up."""
    level = question.territory.children_level
    columns = [each for each in COLUMNS if question.ask(each)]
    found = {each.code: each.split(question.put_to(each), level) for each in columns if level}
    lines = [
        Line(
            line_of(unit, unit.title, False),
            _drill(question, level, unit.code),
            [
                _cell(question, each, found[each.code].get((unit.code,), each.nothing), unit.code)
                for each in columns
            ],
        )
        for unit in (question.children if level else ())
    ]
    total = [_cell(question, each, each.total(question.put_to(each)), "") for each in columns]
    return {"columns": columns, "lines": lines, "total": total}


def _cell(question: Question, measure: Measure, value: Any, code: str) -> dict[str, Any]:
    """Return a number as its cell shows it, with the page behind it."""
    changes = {"territory": code} if code else {}
    return {
        "label": measure.label,
        "value": value,
        "places": measure.decimals,
        "percent": measure.unit == "%",
        "url": question.url("dashboards:measure", measure.code, **changes),
    }


def _drill(question: Question, level: str, code: str) -> str:
    if level == "community":
        return reverse("dashboards:community", args=[code])
    return question.url("dashboards:coverage", territory=code)


def _map(question: Question, ground: Any, services: tuple[str, ...], day: date) -> dict[str, Any]:
    """Draw the communities by how many of the services have somebody in post."""
    standing = ground.standing_on(day)
    rings = {
        code: {Service.POLICE: police, Service.RESCUE: rescue}
        for code, police, rescue in standing.with_ring_on(day).values_list(
            "code", "police", "rescue"
        )
    }
    counts: dict[str, int] = {}

    def look(place: state_maps.Place) -> tuple[str, str]:
        kind, words = _look(place, rings[place.code], services)
        counts[kind] = counts.get(kind, 0) + 1
        return kind, words

    nation = question.territory.level == "nation"
    drawing = state_maps.draw(
        state_maps.places(standing.with_status_on(day)),
        list(state_maps.land_on(day, nation=nation)),
        nation=nation,
        label=_("Map of communities by officers in post. The table beside says the same."),
        look=look,
        patterns=PATTERNS,
    )
    return {
        "drawing": drawing,
        "credit": Boundary.objects.credit(),
        "keys": [
            {"kind": kind, "words": words, "count": counts.get(kind, 0)}
            for kind, words in _kinds(services)
        ],
    }


def _kinds(services: tuple[str, ...]) -> list[tuple[str, str]]:
    """Return the classes of the map from full to empty, with their words."""
    both = len(services) > 1
    full = _("police officer and rescue officer in post") if both else _("officer in post")
    empty = _("nobody of the ring in post") if both else _("vacant")
    return [
        ("fill-4", full),
        *([("fill-2", _("one of the two in post"))] if both else []),
        ("vacant", empty),
        (PATTERNS[0], str(CommunityState.OCCUPIED.label)),
    ]


def _look(
    place: state_maps.Place, ring: dict[Any, bool], services: tuple[str, ...]
) -> tuple[str, str]:
    """Return the class of a community on the map, and what it says."""
    if place.status == CommunityState.OCCUPIED:
        return state_maps.look_of_state(place)
    held = sum(ring[Service(each)] for each in services)
    kind = "fill-4" if held == len(services) else "fill-2" if held else "vacant"
    if len(services) > 1:
        return kind, looks.coverage(ring[Service.POLICE], ring[Service.RESCUE])
    return kind, _("officer in post") if held else _("vacant")


def _vacant(
    question: Question, ground: Any, services: tuple[str, ...], day: date
) -> dict[str, Any]:
    """Return the longest vacancies, and how many communities have one."""
    rows = vacant_on(ground.eligible_on(day), services, day)
    found = rows.select_related("oblast", "raion")[:LONGEST]
    return {
        "vacant_count": rows.order_by().count(),
        "longest": LONGEST,
        "vacant": [
            {
                "community": each,
                "posts": [_post(each, service, day) for service in services],
            }
            for each in found
        ],
        "vacant_url": question.url("dashboards:measure", vacancies.VACANT_DAYS.code),
    }


def _post(community: Any, service: str, day: date) -> dict[str, Any]:
    """Return what stands in the column of a service: held, vacant since a day, or never held."""
    since = getattr(community, f"{service}_until")
    return {
        "service": service,
        "label": Service(service).label,
        "held": getattr(community, service),
        "since": since,
        "days": (day - since).days + 1 if since else None,
    }


def _lapsing(question: Question, services: tuple[str, ...]) -> list[dict[str, Any]]:
    """Count the officers in post today whose certificate ends soon, each with their list."""
    today, user = clock.today(), question.user
    region = question.territory.region
    serving = (
        Officer.objects.visible_to(user).filter(service__in=services).serving_in(region, today)
    )
    narrowed = {"territory": question.territory.code, "service": question.service}
    found = []
    for days in LAPSES_WITHIN:
        asked = {**narrowed, "certificate": str(days)}
        query = urlencode({name: value for name, value in asked.items() if value})
        found.append(
            {
                "days": days,
                "count": serving.lapsing(today, days).count(),
                "url": f"{reverse('officers:list')}?{query}",
            }
        )
    return found
