"""HEAD and OPTIONS on every route of the API: headers as of GET, and the methods there are."""

import pytest

from safety_portal.demo.holders import holders
from safety_portal.policy import policy
from tests.contracts.walking import opened

ROUTES = [each for each in policy().routes.values() if each.group == "api"]
SUPERUSER = next(each for each in holders() if each.name == "canary.superuser")
EACH = pytest.mark.parametrize("route", ROUTES, ids=lambda each: each.name)
OF_EACH_CALL = {"X-Request-ID", "RateLimit"}


@EACH
def test_options_name_the_methods_and_nothing_else(world, route):
    url, client = opened(world, route, SUPERUSER)

    answer = client.options(url)

    assert answer.status_code == 200
    assert answer.content == b""
    reads = {"GET", "HEAD"} if "GET" in route.methods else set()
    assert set(answer["Allow"].split(", ")) == {*route.methods, *reads, "OPTIONS"}


@EACH
def test_head_has_the_headers_of_get_and_no_body(world, route):
    url, client = opened(world, route, SUPERUSER)

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
