"""The path of an officer over the API."""

import pytest

from tests.factories.accounts import account
from tests.factories.communities import OrganisationFactory
from tests.factories.officers import OfficerFactory, StageChangeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def candidate(community):
    officer = OfficerFactory.create(
        unit=OrganisationFactory.create(oblast=community.oblast), path=None
    )
    StageChangeFactory.create(officer=officer, stage="candidate", on="2025-03-01")
    return officer


@pytest.fixture
def url(candidate):
    return f"/api/v1/officers/{candidate.pk}/stages/"


@pytest.fixture
def program(api, community):
    return api(account("oblast_coordinator", oblast=community.oblast, service="police"))


def test_a_program_takes_the_next_step_once(program, url, candidate):
    said = {"stage": "selected", "on": "2025-03-05", "act_number": "7-к"}
    key = {"Idempotency-Key": "one"}

    made, again = (program.post(url, said, headers=key) for _each in range(2))

    assert made.status_code == 201, made.content
    assert again.content == made.content
    assert again["Idempotent-Replayed"] == "true"
    told = program.get(url).json()["results"]
    assert [(e["number"], e["stage"], e["until"]) for e in told] == [
        (1, "candidate", "2025-03-05"),
        (2, "selected", None),
    ]
    assert told[1]["act_number"] == "7-к"


def test_a_step_the_path_does_not_have_is_refused_with_those_it_has(program, url, candidate):
    answer = program.post(
        url, {"stage": "serving", "on": "2025-03-05"}, headers={"Accept-Language": "en"}
    )

    assert answer.status_code == 409
    assert (
        "After “Candidate” only this may follow: Selected or Rejected." in answer.json()["detail"]
    )
    assert candidate.stages.count() == 1


def test_a_correction_names_what_it_replaces(program, url, candidate):
    first = candidate.stages.get()
    said = {"stage": "candidate", "on": "2025-02-20", "reason": "Помилка", "replaces": first.pk}

    assert program.post(url, said | {"stage": "selected"}).status_code == 400
    made = program.post(url, said)

    assert made.status_code == 201, made.content
    assert (made.json()["replaces"], made.json()["number"]) == (first.pk, 1)
    assert [e["in_force"] for e in program.get(url).json()["results"]] == [False, True]
    assert program.post(url, said | {"on": "2025-02-21"}).status_code == 409


def test_a_step_of_another_officer_is_not_corrected_here(program, url):
    other = OfficerFactory.create().stages.get()
    said = {"stage": "serving", "on": "2025-02-20", "reason": "Помилка", "replaces": other.pk}

    answer = program.post(url, said)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == "/replaces"


def test_who_only_sees_an_officer_takes_no_step(api, url, candidate, community, elsewhere):
    said = {"stage": "selected", "on": "2025-03-05"}
    analyst = account("ministry_analyst", nation=True)
    stranger = account("oblast_coordinator", oblast=elsewhere.oblast)
    rescue = account("oblast_coordinator", oblast=community.oblast, service="rescue")

    assert api(analyst).post(url, said).status_code == 403
    assert api(analyst).get(url).status_code == 200
    for other in (stranger, rescue):
        assert api(other).get(url).status_code == 404
        assert api(other).post(url, said).status_code == 404
