"""Organisations for programs: read, added with a code that others name them by, changed by version."""

import pytest

from communities.models import Organisation
from tests.factories.accounts import account
from tests.factories.communities import OrganisationFactory
from tests.factories.people import PersonFactory

pytestmark = pytest.mark.django_db
URL = "/api/v1/organisations/"


@pytest.fixture
def program(api, group_coordinator):
    return api(group_coordinator)


@pytest.fixture
def partner():
    return OrganisationFactory.create(
        code="union", name_uk="Фонд «Об’єднання»", kind="ngo", edrpou="12345678"
    )


def said(**more):
    return {"kind": "donor", "name_uk": "Уряд Японії", "country": "JP"} | more


def codes(answer):
    return {each["pointer"]: each["code"] for each in answer.json()["errors"]}


def test_one_is_added_and_named_by_its_code(program, community):
    made = program.post(URL, said(name_en="Government of Japan"))

    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["code"], told["listed"], told["version"]) == ("government-of-japan", False, 1)
    assert program.get(made["Location"]).json() == told
    person = {"last_name": "Лановий", "first_name": "Остап", "community": community.code}
    named = program.post("/api/v1/people/", person | {"organisation": told["code"]})
    assert named.status_code == 201, named.content


def test_a_blank_code_is_none_said(program):
    made = program.post(URL, said(code="", name_en="Government of Japan"))

    assert made.json()["code"] == "government-of-japan"


def test_a_key_answers_again_and_makes_one(program):
    first, again = (
        program.post(URL, said(code="japan"), headers={"Idempotency-Key": "jp-1"}) for _ in "12"
    )

    assert first.content == again.content
    assert again["Idempotent-Replayed"] == "true"
    assert Organisation.objects.filter(code="japan").count() == 1


@pytest.mark.parametrize(
    ("more", "found"),
    [
        ({"edrpou": "12345678"}, {"/edrpou": "stands"}),
        ({"name_uk": "фонд Об'єднання"}, {"/name_uk": "stands"}),
        ({"code": "union"}, {"/code": "stands"}),
        ({"code": "два слова"}, {"/code": "invalid"}),
        ({"edrpou": "1", "kind": "bakery"}, {"/edrpou": "invalid", "/kind": "invalid_choice"}),
        ({"country": "ZZ"}, {"/country": "country"}),
        ({"country": "jp"}, {"/country": "invalid"}),
        ({"oblast": "UA00000000000000000"}, {"/oblast": "does_not_exist"}),
        ({"listed": True}, {"/listed": "not_writable"}),
        ({"nickname": "x"}, {"/nickname": "unknown_field"}),
        ({"name_uk": ""}, {"/name_uk": "blank"}),
    ],
)
def test_what_is_wrong_is_named(program, partner, more, found):
    refused = program.post(URL, said() | more)

    assert refused.status_code == 400, refused.content
    assert codes(refused) == found
    if "stands" in found.values():
        assert f"№ {partner.pk}" in refused.json()["errors"][0]["detail"]
    assert Organisation.objects.count() == 1


def test_it_is_changed_by_its_version_and_keeps_its_code(program, partner):
    address = f"{URL}{partner.pk}/"
    tag = program.get(address)["ETag"]

    assert program.patch(address, {"country": "UA"}).status_code == 428
    changed = program.patch(address, {"country": "UA"}, headers={"If-Match": tag})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    stale = program.patch(address, {"country": "DK"}, headers={"If-Match": tag})
    assert stale.status_code == 412
    assert stale.json()["current"]["country"] == "UA"
    moved = program.patch(address, {"code": "other"}, headers={"If-Match": changed["ETag"]})
    assert codes(moved) == {"/code": "not_writable"}


@pytest.mark.parametrize("kept", [{"listed": True}, {"kind": "unit"}])
def test_what_others_keep_is_not_changed(program, kept):
    row = OrganisationFactory.create(**{"kind": "ngo"} | kept)
    address = f"{URL}{row.pk}/"
    tag = program.get(address)["ETag"]

    assert program.patch(address, {"name_en": "X"}, headers={"If-Match": tag}).status_code == 403
    row.refresh_from_db()
    assert row.name_en != "X"


def test_a_unit_is_added_by_whoever_holds_the_country(program, api):
    assert program.post(URL, said(kind="unit")).status_code == 409

    nation = api(account("ministry_administrator", nation=True))
    assert nation.post(URL, said(kind="unit")).status_code == 201


def test_who_only_reads_adds_nothing(api, community, partner):
    reader = api(account("api_client", community=community))

    assert reader.get(f"{URL}{partner.pk}/").status_code == 200
    assert reader.post(URL, said()).status_code == 403


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("q=union", 1),
        ("q=об'єднання", 1),
        ("kind=ngo", 1),
        ("kind=school", 0),
        ("code=union", 1),
        ("edrpou=12345678", 1),
        ("country=DK", 0),
        ("updated_since=2199-01-01T00:00:00Z", 0),
    ],
)
def test_the_list_is_narrowed(program, partner, query, count):
    assert len(program.get(f"{URL}?{query}").json()["results"]) == count


@pytest.mark.parametrize("query", ["kind=x", "country=dk", "edrpou=1", "oblast=x y", "sector=x"])
def test_filters_that_cannot_be_read_are_a_400(program, query):
    assert program.get(f"{URL}?{query}").status_code == 400


def test_people_of_an_organisation_are_found_by_its_code(program, partner, community):
    person = PersonFactory.create(community=community, organisation=partner)

    found = program.get("/api/v1/people/?organisation=union").json()["results"]

    assert [each["id"] for each in found] == [person.pk]
