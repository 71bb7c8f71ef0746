"""Officers over the API: read within reach, written by who may."""

import pytest

from officers.models import Officer
from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory, OrganisationFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/officers/"


@pytest.fixture
def unit(community):
    return OrganisationFactory.create(oblast=community.oblast, kind="directorate", code="home")


@pytest.fixture
def officer(unit):
    return OfficerFactory.create(unit=unit)


@pytest.fixture
def program(api, coordinator):
    return api(coordinator)


def said(unit, **more):
    names = {"last_name": "Приклад", "first_name": "Олена"}
    return {"kind": "community_police", "unit": unit.code} | names | more


def tagged(program, officer):
    return {"If-Match": program.get(f"{URL}{officer.pk}/")["ETag"]}


def codes(answer):
    return {each["pointer"]: each["code"] for each in answer.json()["errors"]}


def test_a_new_officer_is_a_candidate_since_a_day(program, unit):
    answer = program.post(
        URL, said(unit, badge_number="7", phone="+380501234567", candidate_since="2026-03-01")
    )

    assert answer.status_code == 201, answer.content
    told = answer.json()
    assert (told["stage"], told["service"], told["phone"]) == (
        "candidate",
        "police",
        "+380501234567",
    )
    made = Officer.objects.get(pk=told["id"])
    assert str(made.stages.get().on) == "2026-03-01"
    assert program.get(answer["Location"]).json() == told


def test_names_change_with_the_version_that_was_seen(program, officer):
    seen = tagged(program, officer)
    url = f"{URL}{officer.pk}/"

    changed = program.patch(url, {"last_name": "Нова"}, headers=seen)
    late = program.patch(url, {"rank": "майор"}, headers=seen)

    assert changed.status_code == 200, changed.content
    assert (changed.json()["last_name"], changed.json()["version"] > 1) == ("Нова", True)
    assert late.status_code == 412
    assert late.json()["current"]["last_name"] == "Нова"
    assert program.patch(url, {"rank": "майор"}).status_code == 428


def test_a_step_of_the_path_is_another_version(program, unit):
    officer = OfficerFactory.create(unit=unit, path=None)
    before = program.get(f"{URL}{officer.pk}/").json()["version"]

    step = program.post(f"{URL}{officer.pk}/stages/", {"stage": "candidate", "on": "2026-01-05"})

    assert step.status_code == 201, step.content
    assert program.get(f"{URL}{officer.pk}/").json()["version"] >= before


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"stage": "serving"}, "/stage", "not_writable"),
        ({"version": 7}, "/version", "not_writable"),
        ({"last_name": ""}, "/last_name", "blank"),
        ({"kind": "sheriff"}, "/kind", "invalid_choice"),
        ({"unit": 7}, "/unit", "wrong_type"),
        ({"nickname": "x"}, "/nickname", "unknown_field"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(program, unit, wrong, pointer, code):
    answer = program.post(URL, said(unit) | wrong)

    assert answer.status_code == 400
    assert codes(answer)[pointer] == code
    assert not Officer.objects.exists()


def test_two_officers_with_one_badge_are_refused(program, unit):
    program.post(URL, said(unit, badge_number="7"))

    answer = program.post(URL, said(unit, badge_number="7"))

    assert answer.status_code == 409
    assert Officer.objects.count() == 1


def test_a_unit_of_another_oblast_is_none_of_the_callers(program, elsewhere):
    unit = OrganisationFactory.create(oblast=elsewhere.oblast, kind="directorate", code="away")

    answer = program.post(URL, said(unit))

    assert codes(answer) == {"/unit": "other_service"}


def test_an_officer_of_another_oblast_is_not_there(program, elsewhere):
    stranger = OfficerFactory.create(
        unit=OrganisationFactory.create(oblast=elsewhere.oblast, kind="directorate")
    )

    assert program.get(f"{URL}{stranger.pk}/").status_code == 404
    assert program.patch(f"{URL}{stranger.pk}/", {"rank": "x"}).status_code == 404
    assert program.get(URL).json()["results"] == []


def test_officers_are_found_by_where_they_serve_kind_and_badge(program, officer, community):
    other = CommunityFactory.create(oblast=community.oblast, raion=community.raion)
    AssignmentFactory.create(officer=officer, community=other)

    def found(**asked):
        return [each["id"] for each in program.get(URL, asked).json()["results"]]

    assert found(territory=other.code) == [officer.pk]
    assert found(territory=community.code) == []
    assert found(in_post="true") == found(kind=officer.kind) == [officer.pk]
    assert found(in_post="false") == found(kind="precinct") == []
    Officer.objects.filter(pk=officer.pk).update(badge_number="77")
    assert found(badge_number="77") == [officer.pk]


def test_an_account_that_changes_nobody_is_refused(api, community, unit):
    analyst = api(account("ministry_analyst", nation=True))

    assert analyst.get(URL).status_code == 200
    assert analyst.post(URL, said(unit)).status_code == 403


def test_languages_are_told_each_once_and_shown_by_name(program, client, coordinator, officer):
    address = f"{URL}{officer.pk}/"
    there = tagged(program, officer)

    told = program.patch(address, {"languages": ["en", "uk", "en"]}, headers=there).json()
    assert told["languages"] == ["en", "uk"]
    unknown = program.patch(address, {"languages": ["xx"]}, headers=tagged(program, officer))
    assert codes(unknown) == {"/languages/0": "invalid_choice"}

    client.force_login(coordinator)
    assert "Українська, Англійська" in client.get(officer.get_absolute_url()).content.decode()
