"""The ways in: tokens hold their scopes and their accounts, and the admin is for superusers."""

import pytest
from django.conf import settings
from django.test import Client

from core import clock
from safety_portal.demo.holders import ENDED, FUTURE, SUPERUSER, holders, issue_token
from safety_portal.policy import policy
from tests.contracts.walking import kind_of_body, visits

SCOPES = sorted(settings.OAUTH2_PROVIDER["SCOPES"])
GUARDED = [
    (route, method, route.scope if method == "GET" else route.writes)
    for route in policy().routes.values()
    for method in route.methods
    if route.scope
]
CLOSED = [each for each in holders() if each.state == "closed"]
LAPSED = [each for each in holders() if each.state in {ENDED, FUTURE}]


def ask(world, route, method, token):
    visit = next(visits(route, world.canaries))
    headers = {"Authorization": f"Bearer {token}"}
    body = "" if method == "GET" else "{}"
    kind = kind_of_body(visit.url)
    return Client().generic(method, visit.url, body, kind, headers=headers).status_code


@pytest.mark.parametrize(
    ("route", "method", "scope"), GUARDED, ids=[f"{r.name}-{m}" for r, m, _scope in GUARDED]
)
def test_a_token_without_the_scope_of_a_route_opens_nothing(world, route, method, scope):
    user = world.people["canary.superuser"]
    others = [each for each in SCOPES if each != scope]

    assert ask(world, route, method, issue_token(user, SCOPES, clock.now())) not in {401, 403}
    assert ask(world, route, method, issue_token(user, others, clock.now())) == 403


@pytest.mark.parametrize("holder", CLOSED, ids=lambda each: each.name)
def test_a_token_of_a_closed_account_opens_nothing(world, holder):
    token = issue_token(world.people[holder.name], SCOPES, clock.now())

    assert ask(world, policy().routes["api:me"], "GET", token) == 401


@pytest.mark.parametrize("holder", LAPSED, ids=lambda each: each.name)
def test_a_grant_that_does_not_hold_opens_nothing_of_its_role(world, holder):
    client = world.client(holder)
    asked = {
        route.name: client.get(next(visits(route, world.canaries)).url)
        for route in lists_for(holder)
    }

    assert {name: answer.status_code for name, answer in asked.items()} == dict.fromkeys(asked, 403)


def lists_for(holder):
    """Return the route of a list of each kind of record that the role opens while a grant holds."""
    lists = {
        access.resource: route
        for route in policy().routes.values()
        if (access := route.methods.get("GET")) and access.resource and "<" not in route.address
    }
    resources = policy().resources
    kept = {name for name in lists if resources[name].held_by != "own"}
    return [lists[name] for name in sorted(kept) if policy().may(holder.role, "view", name)]


@pytest.mark.parametrize("holder", holders(), ids=lambda each: each.name)
def test_the_admin_is_for_superusers(world, holder):
    statuses = {
        world.client(holder).get(path).status_code
        for path in ("/admin/", "/admin/incidents/incident/", "/admin/accounts/user/")
    }

    assert statuses == {200 if holder.role == SUPERUSER else 302}
