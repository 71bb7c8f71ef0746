"""Walks the portal: every route, filled with every canary, as every account."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, cached_property
from typing import Any

from django.test import Client
from django.urls import URLPattern, get_resolver, resolve

from accounts.models import User
from communities.models import (
    RECORDS,
    CityDistrict,
    Oblast,
    Organisation,
    Programme,
    Raion,
    Settlement,
)
from core import clock
from indicators.catalogue import BY_CODE
from officers.models import TrainingCourse
from safety_portal.demo.canary import Canary
from safety_portal.demo.holders import CLOSED, Holder, holders, issue_token
from safety_portal.demo.walls import sees
from safety_portal.policy import Route, policy
from tests.contracts.telling import Canaries
from working_groups.models import KnowledgeProduct

MEASURES = ("incidents.recorded", "communities.population")  # of a service, and of the ground
FILLED_WITH: dict[str, str | tuple[str, ...]] = {  # the beginning of an address -> the kinds of
    # canary its parameter names
    "incidents/": ("incident", "case"),
    "api/v1/incidents/": ("incident", "case"),
    "incidents/strikes/": "strike",
    "api/v1/strikes/": "strike",
    "working-groups/": "group",
    "working-groups/meetings/": "meeting",
    "working-groups/meetings/groups/": "group",
    "working-groups/meetings/agenda/": "agenda_item",
    "working-groups/problems/": "problem",
    "working-groups/problems/groups/": "group",
    "working-groups/actions/": "action_point",
    "working-groups/actions/items/": "agenda_item",
    "working-groups/actions/decisions/": "decision",
    "api/v1/problems/": "problem",
    "api/v1/decisions/": "decision",
    "api/v1/action-points/": "action_point",
    "api/v1/meetings/": "meeting",
    "api/v1/agenda-items/": "agenda_item",
    "api/v1/attendances/": "attendance",
    "working-groups/initiatives/": "initiative",
    "working-groups/initiatives/groups/": "group",
    "working-groups/initiatives/communities/": "alias",
    "working-groups/initiatives/handouts/": "handout",
    "api/v1/initiatives/": "initiative",
    "api/v1/handouts/": "handout",
    "working-groups/priorities/": "priority",
    "working-groups/priorities/groups/": "group",
    "api/v1/priorities/": "priority",
    "working-groups/proposals/": "proposal",
    "api/v1/proposals/": "proposal",
    "working-groups/trainings/": "training",
    "working-groups/trainings/people/": "presence",
    "api/v1/trainings/": "training",
    "api/v1/training-attendances/": "presence",
    "working-groups/communities/": "alias",
    "working-groups/members/": "membership",
    "api/v1/working-groups/": "group",
    "api/v1/memberships/": "membership",
    "working-groups/funding/": "funding",
    "working-groups/funding/initiatives/": "initiative",
    "working-groups/grants/": "money_grant",
    "api/v1/fundings/": "funding",
    "api/v1/grants/": "money_grant",
    "people/": "person",
    "people/positions/": "position",
    "api/v1/people/": "person",
    "api/v1/positions/": "position",
    "incidents/workbooks/": "export",
    "incidents/import/": "workbook",
    "sheets/": "sheet",
    "officers/": "officer",
    "api/v1/officers/": "officer",
    "officers/assignments/": "post",
    "api/v1/assignments/": "post",
    "officers/activities/": "activity",
    "api/v1/activities/": "activity",
    "officers/equipment/": "item",
    "officers/equipment/issues/": "issue",
    "officers/public-reports/": "public_report",
    "api/v1/public-reports/": "public_report",
    "officers/handovers/": "handover",
    "api/v1/handovers/": "handover",
    "api/v1/equipment/": "item",
    "api/v1/equipment-issues/": "issue",
    "communities/": "alias",
    "communities/starosta-districts/": "starosta",
    "communities/beats/": "beat",
    **{
        f"{begin}{each.anchor}/": each.slug("_")
        for begin in ("communities/", "api/v1/")
        for each in RECORDS
    },
    "api/v1/starosta-districts/": "starosta",
    "api/v1/beats/": "beat",
    "api/v1/communities/": "alias",
    "api/v1/webhooks/": "webhook",
    "api/v1/jobs/": "bulk",
    "reports/jobs/": "job",
    "reports/<": "report",
    "imports/": "import",
    "administration/accounts/": "account",
    "administration/grants/": "grant",
    "administration/api-clients/": "client",
}
NO_RECORD = {
    "welcome/": "no-such-link",
    "working-groups/meetings/check-in/": "1-0",
    "working-groups/meetings/calendar/": "no-such-calendar",
    "incidents/lists/": "other",
    "sheets/<str": "officers",
    "api/docs/<": "people",
}  # addresses whose parameter names none
PUBLIC = {
    # the beginning of an address -> the table, or the rows, of the reference data its code or number stands in
    "officers/courses/": TrainingCourse,
    "api/v1/courses/": TrainingCourse,
    "working-groups/products/": KnowledgeProduct,
    "api/v1/knowledge-products/": KnowledgeProduct,
    "organisations/": Organisation.objects.filter(kind="other"),  # units take the whole country
    "api/v1/organisations/": Organisation.objects.filter(kind="other"),
    "oblasts/": Oblast,
    "raions/": Raion,
    "api/v1/oblasts/": Oblast,
    "api/v1/raions/": Raion,
    "api/v1/settlements/": Settlement,
    "api/v1/city-districts/": CityDistrict,
    "programmes/": Programme,
    "api/v1/programmes/": Programme,
}
HOW_TO_FILL = (
    "{} has a parameter nobody can fill: plant a canary of its kind in"
    " safety_portal/demo/canaries.py and name it in FILLED_WITH of tests/contracts/walking.py."
)
NOBODY = Holder("nobody", "", state=CLOSED)


@dataclass(frozen=True)
class Sorted:
    """The canaries that one account may see, and the others."""

    seen: list[Canary]
    hidden: Canaries

    @cached_property
    def scopes(self) -> set[tuple[str, str]]:
        """Return scope and resource of what is seen."""
        return {(each.scope, each.resource) for each in self.seen}


@dataclass
class World:
    """A planted country: its accounts by name and its canaries."""

    people: dict[str, User]
    canaries: list[Canary]
    clients: dict[str, Client] = field(default_factory=dict)
    sorted: dict[str, Sorted] = field(default_factory=dict)

    def client(self, holder: Holder) -> Client:
        """Return the browser of an account, signed in once."""
        if holder.name not in self.clients:
            browser = Client(raise_request_exception=False)
            if holder is not NOBODY:
                browser.force_login(self.people[holder.name])
            self.clients[holder.name] = browser
        return self.clients[holder.name]

    def sorted_for(self, holder: Holder) -> Sorted:
        """Return what the policy lets an account see and what it does not, worked out once."""
        if holder.name not in self.sorted:
            seen, hidden = [], []
            for each in self.canaries:
                may = sees(holder, each.scope, each.resource)
                (seen if may else hidden).append(each)
            self.sorted[holder.name] = Sorted(seen, Canaries(hidden))
        return self.sorted[holder.name]

    def seen_by(self, holder: Holder) -> list[Canary]:
        """Return what the policy lets an account see."""
        return self.sorted_for(holder).seen


@dataclass(frozen=True)
class Visit:
    """One request to make: a route filled with a canary, or with none."""

    route: Route
    url: str
    canary: Canary | None = None
    resource: str = ""  # what the measure in the address counts

    def __str__(self) -> str:
        return f"{self.route.name} {self.canary.scope if self.canary else self.resource}".strip()


@cache
def routes_of_the_code() -> dict[str, str]:
    """Return the address of every route but the admin's, by name."""
    return dict(_routes(get_resolver().url_patterns))


def _routes(
    patterns: Any, path: str = "", names: tuple[str, ...] = ()
) -> Iterator[tuple[str, str]]:
    for each in patterns:
        full = path + str(each.pattern).lstrip("^")
        if isinstance(each, URLPattern):
            yield ":".join((*names, each.name or full)), full
        elif each.namespace != "admin":
            inner = (*names, each.namespace) if each.namespace else names
            yield from _routes(each.url_patterns, full, inner)


def period() -> str:
    """Return the days around now, as addresses of figures ask for them."""
    today = clock.today()
    return f"from={today - timedelta(days=2)}&to={today + timedelta(days=1)}"


def asks_for_figures(route: Route) -> bool:
    """Say whether a route takes a period; the tree of the register shows the last whole month."""
    if route.name in {
        "dashboards:my",
        "dashboards:register",
        "dashboards:oblast",
        "dashboards:raion",
    }:
        return False
    own = ("/history/", "/half-year/")  # pages that name no days, or name them another way
    if route.address.startswith("administration/") or route.address.endswith(own):
        return False
    return route.name.startswith(("dashboards:", "api:measure-d", "api:measure-e"))


def visits(route: Route, canaries: list[Canary]) -> Iterator[Visit]:
    """Yield a route with each canary that fits it; a route without a record once."""
    query = f"?{period()}" if asks_for_figures(route) else ""
    if "<" not in route.address:
        yield Visit(route, f"/{route.address}{query}")
    elif "measures/<" in route.address:
        for code in MEASURES:
            yield Visit(route, _filled(route, code) + query, resource=_counted_by(code))
    elif texts := [NO_RECORD[each] for each in NO_RECORD if route.address.startswith(each)]:
        yield Visit(route, _filled(route, texts[0], texts[0]))
    elif (public := _public(route)) is not None:
        yield Visit(route, _filled(route, _name_of(public.order_by("pk")[0], route)))
    else:
        for canary in canaries:
            if canary.kind in _kinds(route.address):
                yield Visit(route, _filled(route, canary.id) + query, canary)


def kind_of_body(url: str) -> str:
    """Return the type of body an address of the API takes."""
    view = getattr(resolve(url.partition("?")[0]).func, "cls", None)
    return str(next(iter(getattr(view, "bodies", {"application/json": ""}))))


def opened(world: World, route: Route, holder: Holder) -> tuple[str, Client]:
    """Return an address of a route, and the browser of somebody who may read it.

    That is `holder`, or whoever it belongs to; of what belongs to a program, that program.
    """
    visit = next(visits(route, world.canaries))
    whose = visit.canary.scope if visit.canary else ""
    if not whose.startswith("own."):
        return visit.url, world.client(holder)
    name = whose.removeprefix("own.")
    if visit.canary and visit.canary.resource != "webhooks":
        return visit.url, world.client(next(each for each in holders() if each.name == name))
    token = issue_token(User.objects.get(username=name), [route.scope], clock.now())
    return visit.url, Client(headers={"Authorization": f"Bearer {token}"})


def _name_of(row: Any, route: Route) -> str:
    """Return what an address names a row by: its number, or its code."""
    return str(row.pk if "<int:" in route.address else row.code)


def _public(route: Route) -> Any:
    found = next((PUBLIC[each] for each in PUBLIC if route.address.startswith(each)), None)
    return getattr(found, "objects", found)


@cache
def _kinds(address: str) -> tuple[str, ...]:
    """Return the kinds of canaries that fill an address."""
    found = [each for each in FILLED_WITH if address.startswith(each)]
    assert found, HOW_TO_FILL.format(address)
    kinds = FILLED_WITH[max(found, key=len)]
    return (kinds,) if isinstance(kinds, str) else kinds


def _filled(route: Route, value: str, name: str = "json") -> str:
    address = re.sub(r"<slug:\w+>", name, route.address)
    return "/" + re.sub(r"<[^>]+>", value, address)


def _counted_by(code: str) -> str:
    """Return the resource a measure counts: whoever may view it sees the figure."""
    resources = policy().resources.values()
    return next(
        e.name for e in resources if e.model and e.permission("view") == BY_CODE[code].permission
    )
