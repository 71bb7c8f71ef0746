"""HEAD and OPTIONS on every route of the API: headers as of GET, and the methods there are."""

import pytest
from django.test import Client

from accounts.models import User
from core import clock
from safety_portal.demo.holders import holders, issue_token
from safety_portal.policy import policy
from tests.contracts.walking import visits

ROUTES = [each for each in policy().routes.values() if each.group == "api"]
SUPERUSER = next(each for each in holders() if each.name == "canary.superuser")
EACH = pytest.mark.parametrize("route", ROUTES, ids=lambda each: each.name)
OF_EACH_CALL = {"X-Request-ID", "RateLimit"}


def asked(route, world):
    """Return an address of a route, and the browser of somebody who may read it."""
    visit = next(iter(visits(route, world.canaries)))
    if visit.canary is None or visit.canary.resource != "webhooks":
        return visit.url, world.client(SUPERUSER)
    owner = User.objects.get(username=visit.canary.scope.removeprefix("own."))
    token = issue_token(owner, ["webhooks:write"], clock.now())
    return visit.url, Client(headers={"Authorization": f"Bearer {token}"})


@EACH
def test_options_name_the_methods_and_nothing_else(world, route):
    url, client = asked(route, world)

    answer = client.options(url)

    assert answer.status_code == 200
    assert answer.content == b""
    reads = {"GET", "HEAD"} if "GET" in route.methods else set()
    assert set(answer["Allow"].split(", ")) == {*route.methods, *reads, "OPTIONS"}


@EACH
def test_head_has_the_headers_of_get_and_no_body(world, route):
    url, client = asked(route, world)

    head = client.head(url)

    if "GET" not in route.methods:
        assert head.status_code == 405
        return
    got = client.get(url)
    assert (head.status_code, got.status_code) == (200, 200)
    assert head.content == b""
    told = [{k: v for k, v in each.items() if k not in OF_EACH_CALL} for each in (head, got)]
    assert told[0] == told[1]


@pytest.mark.parametrize("kind", ["text/csv", "application/x-ndjson"])
def test_head_of_a_file_sends_none_of_it(world, kind):
    headers = {"Accept": kind}
    head = world.client(SUPERUSER).head("/api/v1/incidents/", headers=headers)
    got = world.client(SUPERUSER).get("/api/v1/incidents/", headers=headers)

    assert b"".join(head.streaming_content) == b""
    assert head["Content-Type"] == got["Content-Type"]
    assert head["Content-Disposition"] == got["Content-Disposition"]
