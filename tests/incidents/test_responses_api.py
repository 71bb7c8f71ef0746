"""Who went to an event, over the API: read, added once, refused."""

import uuid

import pytest

from core.api.once import HEADER, REPLAYED
from incidents.models import Incident, Response
from tests.factories.incidents import IncidentFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def incident(community, categories):
    return IncidentFactory.create(community=community, category=categories["fire.residential"])


@pytest.fixture
def officer(community):
    """Another officer of the community."""
    found = OfficerFactory.create()
    AssignmentFactory.create(officer=found, community=community)
    return found


@pytest.fixture
def url(incident):
    return f"/api/v1/incidents/{incident.pk}/responses/"


@pytest.fixture
def add(api, police, url, officer):
    """Name an officer as the community's own officer, or as somebody else."""

    def send(by=police, headers=None, **body):
        return api(by).post(url, {"officer": officer.pk} | body, headers=headers or {})

    return send


def test_an_officer_is_named_and_told(add, api, police, incident, officer, url):
    answer = add(role="support", dispatched_at="2026-06-15T09:50:00+03:00")

    assert answer.status_code == 201
    assert answer["ETag"] == '"2.plain"'
    told = answer.json()
    assert (told["officer"], told["role"]) == (officer.pk, "support")
    assert told["dispatched_at"] == "2026-06-15T09:50:00+03:00"
    assert api(police).get(url).json()["results"] == [told]
    record = api(police).get(f"/api/v1/incidents/{incident.pk}/").json()
    assert record["responses"] == [told]
    assert record["version"] == 2


def test_an_officer_is_named_once(add, incident):
    add()

    answer = add(role="support")

    assert answer.status_code == 409
    assert answer.json()["type"].endswith("#problem-named_already")
    assert incident.responses.get().role == "lead"


def test_times_out_of_order_are_named(add):
    answer = add(
        dispatched_at="2026-06-15T09:50:00+03:00",
        arrived_at="2026-06-15T09:49:00+03:00",
        finished_at="2026-06-15T09:48:00+03:00",
    )

    assert answer.status_code == 400
    errors = {each["pointer"]: each["code"] for each in answer.json()["errors"]}
    assert errors == {"/arrived_at": "order", "/finished_at": "order"}


@pytest.mark.parametrize(("version", "status"), [(1, 201), (2, 412), ("x", 412)])
def test_if_match_is_honoured(add, version, status):
    answer = add(headers={"If-Match": f'"{version}.plain"'})

    assert answer.status_code == status
    assert Response.objects.exists() == (status == 201)


def test_sent_again_with_its_key_it_is_done_once(add, incident):
    first, again = (add(headers={HEADER: "a"}) for _call in range(2))

    assert (first.status_code, again.status_code) == (201, 201)
    assert again[REPLAYED] == "true"
    assert again.content == first.content
    assert incident.responses.count() == 1


def test_a_stranger_and_an_officer_of_elsewhere_are_refused_alike(api, police, url, elsewhere):
    foreign = OfficerFactory.create()
    AssignmentFactory.create(officer=foreign, community=elsewhere)

    answers = [api(police).post(url, {"officer": pk}) for pk in (foreign.pk, 999_999_999)]

    assert [each.status_code for each in answers] == [400, 400]
    assert answers[0].json()["errors"] == answers[1].json()["errors"]


def test_a_verified_record_names_nobody_any_more(add, incident):
    Incident.objects.filter(pk=incident.pk).update(status="verified")

    answer = add()

    assert answer.status_code == 409
    assert answer.json()["type"].endswith("#problem-not_editable")


def test_who_may_only_read_adds_nobody(add, ministry):
    assert add(by=ministry).status_code == 403


def test_a_record_out_of_reach_is_not_there(api, police, officer, elsewhere):
    foreign = IncidentFactory.create(community=elsewhere)

    for pk in (foreign.pk, uuid.uuid4()):
        address = f"/api/v1/incidents/{pk}/responses/"
        assert api(police).get(address).status_code == 404
        assert api(police).post(address, {"officer": officer.pk}).status_code == 404
