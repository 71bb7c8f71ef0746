"""Every route as every account: what the written policy opens is there, and nothing else is."""

import re

import pytest
from django.conf import settings
from django.test import Client

from core import clock
from safety_portal.demo.holders import issue_token
from safety_portal.policy import METHODS, policy
from tests.contracts.expecting import HIDDEN, OPEN, expected, leaks, statuses
from tests.contracts.telling import body_of, told_by
from tests.contracts.trying import walkers, worth_trying
from tests.contracts.walking import NOBODY, kind_of_body, visits
from tests.full import FULL

HOLDERS = walkers()
SUPERUSER = next(each for each in HOLDERS if each.name == "canary.superuser")
NAMES = [each.name for each in HOLDERS]
SOME = [e for e in HOLDERS if e.name in {"canary.officer", "canary.auditor"}]
BARRED = {"home.rescue", "home.both", "home.police", "elsewhere", "elsewhere.police"}
ROUTES = [each for each in policy().routes.values() if each.group != "machinery"]
CONDITIONS = ({}, {"If-None-Match": '"1.plain", "2.plain", "3.plain"'}, {"HX-Request": "true"})
SCOPES = sorted(settings.OAUTH2_PROVIDER["SCOPES"])
MISSING = "a0000000-0000-4000-8000-000000000000"


def test_the_walk_asks_thousands_of_times(world):
    by_session = [v for m in METHODS for h in HOLDERS for v in worth_trying(world, h, m)]
    by_token = [v for h in HOLDERS for v in worth_trying(world, h, "GET") if of_api(v)]

    assert len(by_session) + len(by_token) >= 9_000


@pytest.mark.parametrize("holder", HOLDERS, ids=NAMES)
def test_pages_and_answers_show_what_the_policy_opens_and_nothing_else(world, holder):
    """The API is walked by tokens below; by the session of a page as two accounts and nobody."""
    both = holder in {NOBODY, *SOME}
    found = [v for v in worth_trying(world, holder, "GET") if both or not of_api(v)]

    assert not (wrong := looked_at(world, holder, world.client(holder), found)), "\n".join(wrong)


@pytest.mark.parametrize("holder", HOLDERS[1:], ids=NAMES[1:])
def test_a_token_shows_what_the_policy_opens_and_nothing_else(world, holder):
    token = issue_token(world.people[holder.name], SCOPES, clock.now())
    client = Client(headers={"Authorization": f"Bearer {token}"}, raise_request_exception=False)
    found = (each for each in worth_trying(world, holder, "GET") if of_api(each))

    assert not (wrong := looked_at(world, holder, client, found)), "\n".join(wrong)


def of_api(visit):
    return visit.route.group == "api"


def looked_at(world, holder, client, found):
    """Return what is wrong with what an account sees on its way."""
    wrong = []
    for visit in found:
        outcome = expected(visit, "GET", holder)
        answer = client.get(visit.url)
        if answer.status_code not in statuses(visit, "GET", outcome):
            wrong.append(f"{visit}: {answer.status_code} where the policy says {outcome}")
            continue
        told = told_by(answer)
        wrong += [f"{visit} shows {each}" for each in leaks(world, visit, holder, told)]
        if outcome == OPEN and answer.status_code == 200:
            wrong += [f"{visit} lacks {e.text}" for e in due(world, visit, holder, told)]
    return wrong


def due(world, visit, holder, told):
    """Return the canaries a page should show and does not: an empty page would pass every test.

    A page of one job shows that job, whatever others there are.
    """
    if visit.canary and visit.canary.resource == "jobs":
        return [visit.canary] if not told.tells_of(visit.canary) else []
    place = visit.canary.scope if visit.canary else ""
    counted = visit.resource in {"", *visit.route.shows}
    return [
        each
        for each in world.seen_by(holder)
        if counted
        and each.resource in visit.route.shows
        and each.kind != "residents"
        and (not place or each.scope == place or each.scope.partition(".")[0] == place)
        and not told.tells_of(each)
    ]


@pytest.mark.parametrize("holder", HOLDERS, ids=NAMES)
def test_every_other_method_is_refused_as_the_policy_says(world, holder):
    wrong = []
    for method in (each for each in METHODS if each != "GET"):
        for visit in worth_trying(world, holder, method):
            outcome = expected(visit, method, holder)
            answer = send(world.client(holder), method, visit)
            if answer.status_code not in statuses(visit, method, outcome):
                wrong.append(f"{visit}: {method} gives {answer.status_code}, policy: {outcome}")
            shown = leaks(world, visit, holder, told_by(answer))
            wrong += [f"{visit}: {method} shows {each}" for each in shown]

    assert not wrong, "\n".join(wrong)


def send(client, method, visit):
    sent = {"content_type": kind_of_body(visit.url), "data": "{}"}
    return client.generic(method, visit.url, **(sent if visit.route.group == "api" else {}))


@pytest.mark.parametrize("holder", SOME, ids=[each.name for each in SOME])
def test_a_record_out_of_reach_answers_like_none_at_all(world, holder, monkeypatch):
    moment = clock.now()  # pages say the time: two of them could stand in two minutes
    monkeypatch.setattr(clock, "now", lambda: moment)
    client = world.client(holder)
    for visit in hidden_from(world, holder):
        nowhere = none_like(visit)
        for headers in CONDITIONS:
            found = client.get(visit.url, headers=headers)
            missing = client.get(nowhere, headers=headers)
            assert plain(found, visit.url) == plain(missing, nowhere), visit
        for method in ("HEAD", "OPTIONS", "DELETE", "PATCH"):
            found, missing = client.generic(method, visit.url), client.generic(method, nowhere)
            assert plain(found, visit.url) == plain(missing, nowhere), (visit, method)


def hidden_from(world, holder):
    """Return visits to records that are out of reach; of each route and kind one."""
    found = {}
    for visit in worth_trying(world, holder, "GET"):
        if visit.canary is None or visit.canary.scope not in {*BARRED, "own.canary.superuser"}:
            continue
        if expected(visit, "GET", holder) == HIDDEN:
            found.setdefault(visit.url if FULL else (visit.route.name, visit.canary.kind), visit)
    return found.values()


def none_like(visit):
    """Return the address of the same kind with an id that no record has."""
    asked = visit.canary.id
    nothing = (
        MISSING if "-" in asked else "UA99999999999999999" if asked[:2] == "UA" else "999999999"
    )
    return re.sub(rf"(?<=/){re.escape(asked)}(?=[/.?])", nothing, visit.url)


def plain(answer, url):
    """Return status and text of an answer without its own address, its id and one-time tokens."""
    text = body_of(answer).replace(url, "").replace(url.partition("?")[0], "")
    text = text.replace(answer.headers["X-Request-ID"], "")
    return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", text)


@pytest.mark.parametrize("route", ROUTES, ids=lambda each: each.name)
def test_what_is_not_in_the_policy_is_not_allowed(world, route):
    """Every method the policy does not name is 405, for nobody and for a superuser."""
    visit = next(visits(route, world.canaries))
    refused = {method for method in METHODS if is_refused(world, method, visit)}

    assert refused == set(METHODS) - set(route.methods), (
        f"{route.name}: write its methods in safety_portal/policy.yaml, or close them in the view."
    )


def is_refused(world, method, visit):
    """Say whether nobody or, where nobody is sent to sign in first, a superuser is told 405."""
    asked = (send(world.client(each), method, visit) for each in (NOBODY, SUPERUSER))
    found = any(answer.status_code == 405 for answer in asked)
    if method == "POST":
        world.clients.clear()  # the act may have ended the session
    return found
