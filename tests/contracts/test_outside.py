"""What lies outside a reader's territory is not there: on no page, in no answer of the API."""

import re

import pytest
from django.urls import URLPattern, get_resolver

from communities.models import Service
from tests.factories.accounts import account
from tests.factories.incidents import IncidentFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory

pytestmark = pytest.mark.django_db

OPEN_TO_ALL = {  # routes that show nothing of anybody
    "accounts:sign-in",
    "accounts:sign-out",
    "set-language",
    "api:schema",
    "api-docs",
    "oauth2_provider:token",
    "healthz",
    "readyz",
}


def routes(patterns=None, path="", names=()):
    """Yield (name, path) of every route but the admin's."""
    for each in get_resolver().url_patterns if patterns is None else patterns:
        full = path + str(each.pattern).lstrip("^")
        if isinstance(each, URLPattern):
            yield ":".join((*names, each.name or "")), full
        elif each.namespace != "admin":
            inner = (*names, each.namespace) if each.namespace else names
            yield from routes(each.url_patterns, full, inner)


ROUTES = sorted(dict(routes()).items())
LISTS = [(n, p) for n, p in ROUTES if n not in OPEN_TO_ALL and "<" not in p]
DETAILS = [(n, p) for n, p in ROUTES if n not in OPEN_TO_ALL and "<" in p]


@pytest.fixture
def foreign(elsewhere, categories):
    """Rows of another oblast whose every text carries a canary, by the name of its parameter."""
    elsewhere.name_uk = elsewhere.name_en = "CANARY-community"
    elsewhere.save()
    officer = OfficerFactory.create()
    officer.personal.last_name = "CANARY-officer"
    officer.personal.save()
    AssignmentFactory.create(officer=officer, community=elsewhere)
    incident = IncidentFactory.create(community=elsewhere, number="CANARY-number")
    incident.text.narrative = "CANARY-narrative"
    incident.text.save()
    return {"community": elsewhere, "officer": officer, "incident": incident}


def address(name, path, foreign):
    """Fill the parameters of a route with the foreign row it could show."""
    if name.startswith(("incidents:", "api:incident")):
        value = foreign["incident"].pk
    elif name.startswith("officers:"):
        value = foreign["officer"].pk
    elif "community" in name:
        value = foreign["community"].code
    else:
        return None
    return "/" + re.sub(r"<[^>]+>", str(value), path)


@pytest.mark.parametrize(("name", "path"), LISTS, ids=[name for name, _path in LISTS])
def test_no_list_shows_a_foreign_row(client, police, foreign, name, path):
    client.force_login(police)

    answer = client.get("/" + path)

    assert answer.status_code < 500
    assert (
        b"CANARY" not in b"".join(answer) if answer.streaming else b"CANARY" not in answer.content
    )


@pytest.mark.parametrize(("name", "path"), DETAILS, ids=[name for name, _path in DETAILS])
def test_no_detail_of_a_foreign_row_is_there(client, police, foreign, name, path):
    client.force_login(police)
    target = address(name, path, foreign)
    if target is None:
        pytest.skip("a route without a row of a community")

    answer = client.get(target)
    if answer.status_code == 302:  # a step of a record sends whoever asks to the record
        answer = client.get(answer.url)
    assert answer.status_code in {404, 405}
    assert client.post(target).status_code in {403, 404, 405, 415}


@pytest.mark.parametrize(("name", "path"), LISTS, ids=[name for name, _path in LISTS])
def test_a_foreign_territory_in_the_address_gives_nothing(client, police, foreign, name, path):
    client.force_login(police)

    answer = client.get("/" + path, {"territory": foreign["community"].code})

    assert answer.status_code < 500
    assert (
        b"CANARY" not in b"".join(answer) if answer.streaming else b"CANARY" not in answer.content
    )


@pytest.mark.parametrize(("name", "path"), LISTS, ids=[name for name, _path in LISTS])
def test_nobody_sees_nothing(client, foreign, name, path):
    assert client.get("/" + path).status_code in {302, 401, 405}


@pytest.mark.parametrize("service", Service.values)
def test_the_other_service_is_not_there(client, api, community, service):
    other = next(each for each in Service.values if each != service)
    incident = IncidentFactory.create(community=community, service=other)
    reader = account("oblast_coordinator", oblast=community.oblast, service=service)
    client.force_login(reader)

    assert client.get(incident.get_absolute_url()).status_code == 404
    assert api(reader).get("/api/v1/incidents/").json()["results"] == []
