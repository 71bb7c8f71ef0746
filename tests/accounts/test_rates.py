"""How often the API may be called: told by every answer, counted for whoever calls."""

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import caches

from safety_portal.limits import LIMITS
from tests.factories.accounts import account

pytestmark = pytest.mark.django_db
ME, INCIDENTS = "/api/v1/me/", "/api/v1/incidents/"
POLICY = re.compile(r'"(account|address)";q=(\d+);w=(\d+)')
STATE = re.compile(r'"(account|address)";r=(\d+);t=(\d+)')


@pytest.fixture
def lowered(settings):
    def lower(**limits):
        settings.LIMITS = settings.LIMITS | limits

    return lower


def rate(answer):
    """Return the policy and what is left, both headers read and of one policy."""
    policy, state = (
        POLICY.fullmatch(answer["RateLimit-Policy"]),
        STATE.fullmatch(answer["RateLimit"]),
    )
    assert policy[1] == state[1]
    assert 1 <= int(state[3]) <= int(policy[3])
    return policy[1], int(policy[2]), int(state[2])


@pytest.mark.limit("calls")
def test_who_calls_too_often_is_told_when_to_go_on(api, ministry, lowered):
    lowered(calls=3)

    left = [rate(api(ministry).get(ME)) for _call in range(3)]
    refused = api(ministry).get(ME)

    assert left == [("account", 3, each) for each in (2, 1, 0)]
    assert refused.status_code == 429
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["type"].endswith("#problem-throttled")
    assert 1 <= int(refused["Retry-After"]) <= LIMITS["calls_window"]
    assert rate(refused) == ("account", 3, 0)


@pytest.mark.limit("calls_window")
def test_calls_are_counted_anew_after_the_window(api, ministry, lowered):
    lowered(calls=1)
    api(ministry).get(ME)
    cache = caches["default"]
    [key] = cache._cache.get_client(write=True).keys("*rate:account:*")

    assert 0 < cache._cache.get_client(write=True).pttl(key) <= 1000 * LIMITS["calls_window"]
    cache._cache.get_client(write=True).pexpire(key, 0)
    assert api(ministry).get(ME).status_code == 200


@pytest.mark.limit("call_bytes")
def test_a_long_body_counts_as_several_calls(api, police, lowered):
    lowered(calls=10, call_bytes=100)

    def left(length):
        body = b"x" * length
        answer = api(police).generic("POST", f"{INCIDENTS}bulk/", body, "application/x-ndjson")
        return rate(answer)[2]

    assert (left(99), left(100), left(350)) == (9, 7, 3)


def test_accounts_do_not_use_up_each_others_calls(api, lowered):
    lowered(calls=1)
    first, second = (account("ministry_analyst", nation=True) for _each in "ab")

    assert [api(each).get(ME).status_code for each in (first, first, second)] == [200, 429, 200]


def test_nothing_is_done_for_who_calls_too_often(api, police, body, lowered):
    lowered(calls=1)
    address = f"{INCIDENTS}0192f5a0-6c1e-7c3a-9a51-0f5b8f6f2a10/"
    api(police).get(ME)

    assert api(police).put(address, body, format="json").status_code == 429
    lowered(calls=10)
    assert api(police).get(address).status_code == 404


@pytest.mark.parametrize(
    ("ask", "status"),
    [
        (lambda client: client.get(ME), 401),
        (lambda client: client.get(ME, headers={"Authorization": "Bearer x"}), 401),
        (lambda client: client.get(f"{ME}?a=%zz"), 400),
        (lambda client: client.get("/api/v1/moons/"), 404),
        (lambda client: client.get("/api/v1/schema/"), 200),
        (lambda client: client.get(ME, headers={"Host": "evil.example"}), 400),
    ],
)
def test_a_stranger_is_counted_by_his_address(client, lowered, ask, status):
    lowered(calls=2)

    answers = [ask(client) for _call in range(3)]

    assert [each.status_code for each in answers] == [status, status, 429]
    assert [rate(each) for each in answers] == [("address", 2, each) for each in (1, 0, 0)]


def test_while_valkey_is_away_calls_go_on(api, ministry, settings, lowered, tmp_path):
    lowered(calls=1)
    client = api(ministry)
    dead = caches.settings["default"] | {"LOCATION": f"unix://{tmp_path}/valkey.sock"}
    settings.CACHES = {"default": dead}

    answers = [client.get(ME) for _call in range(3)]

    assert [each.status_code for each in answers] == [200] * 3
    assert {rate(each) for each in answers} == {("account", 1, 1)}


def test_one_call_asks_valkey_once(api, ministry):
    client = api(ministry)
    client.get(ME)
    valkey = caches["default"]._cache.get_client(write=True)

    def asked():
        return valkey.info("commandstats").get("cmdstat_evalsha", {}).get("calls", 0)

    def spent():
        before = asked()
        client.get(ME)
        return asked() - before

    assert min(spent() for _time in range(5)) == 1  # tests beside this one ask it, too


def test_pages_are_not_counted(client, ministry):
    client.force_login(ministry)

    assert "RateLimit" not in client.get("/")


def test_many_at_once_are_no_more_than_the_quota():
    """Whoever counts, in whichever thread or process, counts in the same place and in one step."""

    def spend(_call):
        return caches["default"].spend("rate:trial", 1, most=20, seconds=60)[0]

    with ThreadPoolExecutor(8) as callers:
        assert sum(callers.map(spend, range(60))) == 20
