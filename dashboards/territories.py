"""The tree of the register: the country, an oblast, a raion, and what lies one step below.

Names, codes and statuses of the codifier are public, so every reader opens every page. What is
known of communities - residents, state, who is in post - is shown for those in the reader's reach.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from communities.looks import state_tag
from communities.models import CityDistrict, Community, ControlStatus, Oblast, Settlement, scope_of
from communities.models.states import CommunityState
from communities.territories import Territory
from core.language import in_english
from core.periods import Period
from dashboards.figures import strip
from dashboards.questions import TERRITORY, Question, last_month
from indicators import communities, incidents, officers

FIGURES = (communities.ELIGIBLE, communities.POPULATION, officers.IN_POST, incidents.RECORDED)
NO_KEY = 0


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit one step below, with what its communities add up to; `known` where all are in reach."""

    unit: Any
    communities: int
    settlements: int
    known: bool
    occupied: int = 0
    residents: int | None = None
    police: int = 0
    rescue: int = 0
    state: dict[str, str] | None = None


def content(user: Any, territory: Territory, today: date) -> dict[str, Any]:
    """Return the parts of the page of a territory."""
    question = Question(user, territory, Period.of_months(last_month()))
    region = scope_of(user, TERRITORY).either
    return {
        "territory": territory,
        "unit": territory.unit,
        "level": territory.level,
        "children_level": territory.children_level,
        "branches": branches(territory, region, today),
        "figures": strip(question, FIGURES, sparks=False) if region.covers(territory.unit) else [],
        "note": territory.code or _("The official register of units"),
        "when": question.when,
        "overview": question.url("dashboards:overview") if region.covers(territory.unit) else "",
        "sees_officers": user.has_perm("officers.view_assignment"),
        "facts": _facts(territory),
        "statuses": _statuses(territory),
        "districts": _districts(territory),
        "outside": _outside_communities(territory),
        "crumbs": crumbs(territory),
    }


def crumbs(territory: Territory, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way down the tree, the country first."""
    way = [*territory.parents, territory]
    last = len(way) - (0 if more else 1)
    found: list[tuple[str, str | None]] = [
        (each.name, address(each) if at < last else None) for at, each in enumerate(way)
    ]
    return [*found, *more]


def address(territory: Territory) -> str:
    """Return the page of a territory in the tree."""
    return territory.unit.get_absolute_url() if territory.unit else reverse("dashboards:register")


def branches(territory: Territory, region: Any, today: date) -> list[Branch]:
    """Return the units one step below, in Ukrainian order, with what is known of each."""
    level = territory.children_level
    units = list(territory.children())
    inside = Community.objects.shown().inside(territory.region)
    rows = inside.with_status_on(today).with_residents_on(today).with_ring_on(today)
    by_unit: dict[int, list[Any]] = {}
    for row in rows.order_by("pk"):
        by_unit.setdefault(_key(row, level), []).append(row)
    settled = Settlement.objects.filter(community__in=inside).order_by()
    places = Counter(settled.values_list(_path(level), flat=True))
    found = (_branch(each, by_unit.get(each.pk, []), places, region) for each in units)
    return [each for each in found if each.known or level != "community"]


def _key(row: Community, level: str) -> int:
    return row.pk if level == "community" else getattr(row, f"{level}_id") or NO_KEY


def _path(level: str) -> str:
    return "community" if level == "community" else f"community__{level}"


def _branch(unit: Any, rows: Iterable[Any], places: Counter[Any], region: Any) -> Branch:
    rows = list(rows)
    plain = Branch(unit, len(rows), places[unit.pk], known=False)
    if not region.covers(unit):
        return plain
    people = [each.residents for each in rows if each.residents is not None]
    is_community = isinstance(unit, Community)
    return Branch(
        unit,
        len(rows),
        places[unit.pk],
        known=True,
        occupied=sum(each.status == CommunityState.OCCUPIED for each in rows),
        residents=sum(people) if people else None,
        police=sum(each.police for each in rows),
        rescue=sum(each.rescue for each in rows),
        state=state_tag(rows[0].status) if is_community and rows else None,
    )


def _facts(territory: Territory) -> list[tuple[str, Any]]:
    unit = territory.unit
    if unit is None:
        return []
    facts = [(_("Code"), unit.code), (_("P-code of the UN"), unit.pcode)]
    if isinstance(unit, Oblast):
        facts.append(("ISO 3166-2", unit.iso))
    names = ", ".join(each.name for each in unit.aliases.order_by("name"))
    return [
        *facts,
        (_("Name in English"), in_english(unit.name_en)),
        (_("Other names"), names or "—"),
    ]


def _statuses(territory: Territory) -> Any:
    """Return the lines of the act about the unit itself; those below say theirs themselves."""
    if territory.unit is None:
        return ControlStatus.objects.none()
    return ControlStatus.objects.filter(**{territory.level: territory.unit}).order_by(
        "starts_on", "pk"
    )


def _districts(territory: Territory) -> Any:
    """Return the districts of a city that is an oblast without communities: Sevastopol."""
    if territory.level != "oblast":
        return CityDistrict.objects.none()
    return CityDistrict.objects.filter(oblast=territory.unit).order_by("sort_key", "pk")


def _outside_communities(territory: Territory) -> Any:
    """Return the settlements of a raion that lie in no community: the exclusion zone."""
    if territory.level != "raion":
        return Settlement.objects.none()
    rows = Settlement.objects.filter(raion=territory.unit, community=None)
    return rows.order_by("sort_key", "pk")
