"""Walks the portal: every route, filled with every canary, as every account, and what to expect."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache
from typing import Any

from django.test import Client
from django.urls import URLPattern, get_resolver

from accounts.models import User
from core import clock
from indicators.catalogue import BY_CODE
from safety_portal.demo.canaries import MARK, Canary
from safety_portal.demo.holders import (
    BOTH,
    CLOSED,
    IN_FORCE,
    REACH,
    SERVICES,
    SUPERUSER,
    Holder,
)
from safety_portal.demo.walls import sees
from safety_portal.policy import EVERYBODY, SIGNED_IN, SUPERUSERS, Route, policy

OPEN, STRANGER, REFUSED, HIDDEN = "open", "a stranger", "refused", "not there"
MEASURES = ("incidents.recorded", "communities.population")  # of a service, and of the ground
FILLED_WITH = {  # the beginning of an address -> the kind of canary its parameter names
    "incidents/": "incident",
    "api/v1/incidents/": "incident",
    "officers/": "officer",
    "communities/": "alias",
    "api/v1/communities/": "alias",
    "reports/jobs/": "job",
    "reports/<": "report",
}
HOW_TO_FILL = (
    "{} has a parameter nobody can fill: plant a canary of its kind in"
    " safety_portal/demo/canaries.py and name it in FILLED_WITH of tests/contracts/walking.py."
)
NOBODY = Holder("nobody", "", state=CLOSED)


@dataclass
class World:
    """A planted country: its accounts by name and its canaries."""

    people: dict[str, User]
    canaries: list[Canary]
    clients: dict[str, Client] = field(default_factory=dict)

    def client(self, holder: Holder) -> Client:
        """Return the browser of an account, signed in once."""
        if holder.name not in self.clients:
            browser = Client(raise_request_exception=False)
            if holder is not NOBODY:
                browser.force_login(self.people[holder.name])
            self.clients[holder.name] = browser
        return self.clients[holder.name]

    def seen_by(self, holder: Holder) -> list[Canary]:
        """Return what the policy lets an account see."""
        return [each for each in self.canaries if sees(holder, each.scope, each.resource)]


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


def visits(route: Route, canaries: list[Canary]) -> Iterator[Visit]:
    """Yield a route with each canary that fits it; a route without a record once."""
    figures = route.name.startswith(("dashboards:", "api:measure-d", "api:measure-e"))
    query = f"?{period()}" if figures else ""
    if "<" not in route.address:
        yield Visit(route, f"/{route.address}{query}")
    elif "measures/<" in route.address:
        for code in MEASURES:
            yield Visit(route, _filled(route, code) + query, resource=_counted_by(code))
    else:
        for canary in canaries:
            if canary.kind == _kind(route):
                yield Visit(route, _filled(route, canary.id) + query, canary)


def worth_trying(world: World, holder: Holder, method: str) -> Iterator[Visit]:
    """Yield the visits that may tell something about an account, each kind of question once.

    A route open to everybody says the same to all of them; a grant that does not hold is
    tried at home only; of the jobs, one's own and one other.
    """
    others = next(each for each in world.canaries if each.scope == "own.canary.superuser")
    for route in policy().routes.values():
        access = route.methods.get(method)
        if access is None or route.group == "machinery" or route.name == "accounts:sign-out":
            continue
        if access.people == EVERYBODY and holder is not NOBODY:
            continue
        tried = [
            each
            for each in visits(route, world.canaries)
            if each.canary is None
            or (each.canary.resource == "jobs" and each.canary.scope == f"own.{holder.name}")
            or each.canary is others
            or (each.canary.resource != "jobs" and _is_near(each.canary, holder))
        ]
        yield from tried[:1] if access.people else tried


def _is_near(canary: Canary, holder: Holder) -> bool:
    return holder.state == IN_FORCE or canary.scope.startswith("home")


def _kind(route: Route) -> str:
    found = [each for each in FILLED_WITH if route.address.startswith(each)]
    assert found, HOW_TO_FILL.format(route.name)
    return FILLED_WITH[max(found, key=len)]


def _filled(route: Route, value: str, name: str = "json") -> str:
    address = re.sub(r"<slug:\w+>", name, route.address)
    return "/" + re.sub(r"<[^>]+>", value, address)


def _counted_by(code: str) -> str:
    """Return the resource a measure counts: whoever may view it sees the figure."""
    resources = policy().resources.values()
    return next(
        e.name for e in resources if e.model and e.permission("view") == BY_CODE[code].permission
    )


def expected(visit: Visit, method: str, holder: Holder) -> str:
    """Return what the written policy answers to a request of an account."""
    access = visit.route.methods[method]
    if access.people == EVERYBODY:
        return OPEN
    if holder.state == CLOSED:
        return STRANGER
    if access.people == SIGNED_IN or (access.people == SUPERUSERS and holder.role == SUPERUSER):
        return OPEN
    resource = visit.resource or access.resource
    if not _may(holder, access.action, resource):
        return REFUSED
    if visit.canary is None or sees(holder, visit.canary.scope, resource, access.action):
        return OPEN
    return HIDDEN


def _may(holder: Holder, action: str, resource: str) -> bool:
    """Say whether an account may do something anywhere at all."""
    if policy().resources[resource].held_by == "own" or holder.role == SUPERUSER:
        return True
    return holder.state == IN_FORCE and policy().may(holder.role, action, resource)


def statuses(visit: Visit, method: str, outcome: str) -> set[int]:
    """Return the answers that mean an outcome; unsafe requests are sent empty, so open ones are 400."""
    if outcome == OPEN:
        again = {200} if visit.route.methods[method].people == EVERYBODY else set()
        return {"GET": {200, 302}, "POST": {302, 400} | again}.get(method, {400, 412, 428})
    if outcome == STRANGER:
        return {401} if visit.route.group == "api" else {302}
    if outcome == REFUSED:
        return {403, 404}
    return {409} if method == "PUT" and visit.route.name in policy().exceptions["taken"] else {404}


def body_of(answer: Any) -> str:
    """Return what an answer says, streamed or not."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return content.decode("utf-8", "replace")


def is_in(canary: Canary, body: str) -> bool:
    """Say whether a page tells of a canary: by its text, or by an id nothing else has."""
    return canary.text in body or canary.page in body or (len(canary.id) > 8 and canary.id in body)


RESOURCE_OF = {  # the kind of a text -> the resource it is a field of
    **dict.fromkeys(("alias", "residents", "community"), "communities"),
    **dict.fromkeys(("officer", "rank"), "officers"),
    **dict.fromkeys(("incident", "address", "register", "reason", "desk"), "incidents"),
    "report": "reports",
    "job": "jobs",
}
NAMES = ("officer", "rank")  # what the exception on responders lets a form show
RAIONS = {"home": ("home", "near"), "near": ("home", "near")}  # others have a raion to themselves
OBLASTS = dict.fromkeys(("home", "near", "far"), ("home", "near", "far"))


def leaks(world: World, visit: Visit, holder: Holder, body: str) -> set[str]:
    """Return the canaries a page shows that its reader may not see."""
    allowed = world.seen_by(holder)
    scopes = {(each.scope, each.resource) for each in allowed}
    wider = _responders(visit, holder)
    asked = visit.canary.id if visit.canary else None  # a page repeats its own address
    hidden = [e for e in world.canaries if e not in allowed and e.id != asked]
    told = {
        text.group()
        for text in MARK.finditer(body)
        if (text[1], RESOURCE_OF[text[2]]) not in scopes
        and not (text[1] in wider and text[2] in NAMES)
    }
    return told | {e.text for e in hidden if e.scope not in wider and is_in(e, body)}


def _responders(visit: Visit, holder: Holder) -> set[str]:
    """Return the scopes whose officers the exception lets a form name."""
    if visit.route.name not in policy().exceptions["responders"]:
        return set()
    found = set()
    for place in [visit.canary.scope.partition(".")[0]] if visit.canary else REACH[holder.where]:
        found |= {f"{each}.{s}" for each in RAIONS.get(place, (place,)) for s in SERVICES}
        services = SERVICES if holder.service == BOTH else (holder.service,)
        found |= {f"{each}.{s}" for each in OBLASTS.get(place, (place,)) for s in services}
    return found
