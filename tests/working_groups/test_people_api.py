"""People and positions for programs."""

import pytest

from tests.factories.communities import CommunityFactory, OrganisationFactory
from tests.factories.people import PersonFactory, PositionFactory
from working_groups.models import Person, Position

pytestmark = pytest.mark.django_db
PEOPLE, POSITIONS = "/api/v1/people/", "/api/v1/positions/"


@pytest.fixture
def program(api, group_coordinator):
    return api(group_coordinator)


@pytest.fixture
def council():
    return OrganisationFactory.create(code="council", kind="council")


def said(community, **more):
    names = {"last_name": "Лановий", "first_name": "Остап"}
    return names | {"community": community and community.code} | more


def codes(answer):
    return {each["pointer"]: each["code"] for each in answer.json()["errors"]}


def test_a_person_is_made_and_read_again(program, community, council):
    made = program.post(PEOPLE, said(community, organisation="council", phone="+380501234567"))

    assert made.status_code == 201, made.content
    told = made.json()
    assert (told["oblast"], told["organisation"]) == (community.oblast.code, "council")
    assert program.get(made["Location"]).json() == told
    assert program.get(f"{PEOPLE}?organisation=council").json()["results"] == [told]


@pytest.mark.parametrize(
    ("more", "pointer", "code"),
    [
        ({"last_name": ""}, "/last_name", "blank"),
        ({"email": "nobody"}, "/email", "invalid"),
        ({"nickname": "x"}, "/nickname", "unknown_field"),
        ({"community": "UA00000000000000000"}, "/community", "does_not_exist"),
    ],
)
def test_what_is_wrong_is_named(program, community, more, pointer, code):
    refused = program.post(PEOPLE, said(community) | more)

    assert refused.status_code == 400
    assert codes(refused)[pointer] == code
    assert not Person.objects.exists()


def test_an_oblast_that_is_not_that_of_the_community_is_refused(program, community):
    other = CommunityFactory.create().oblast
    refused = program.post(PEOPLE, said(community, oblast=other.code))

    assert codes(refused) == {"/oblast": "in_another_oblast"}


def test_who_holds_a_community_makes_no_people_of_its_oblast(program, community):
    refused = program.post(PEOPLE, said(None, oblast=community.oblast.code))

    assert refused.status_code == 409
    assert not Person.objects.exists()


def test_names_change_with_the_version_that_was_seen(program, person):
    url = f"{PEOPLE}{person.pk}/"
    seen = {"If-Match": program.get(url)["ETag"]}

    changed = program.patch(url, {"last_name": "Нова"}, headers=seen)

    assert changed.status_code == 200, changed.content
    assert (changed.json()["last_name"], changed.json()["version"]) == ("Нова", 2)
    assert program.patch(url, {"last_name": "Інша"}, headers=seen).status_code == 412


def test_an_office_is_made_and_found_by_the_day_it_is_held(program, person, council):
    said = {"person": person.pk, "organisation": "council", "title": "Староста"}
    made = program.post(POSITIONS, said | {"starts_on": "2021-01-12", "ends_on": "2025-01-01"})

    assert made.status_code == 201, made.content
    assert made.json()["person_name"] == str(person.contact)

    def held(day):
        return len(program.get(f"{POSITIONS}?held_on={day}").json()["results"])

    assert [held(e) for e in ("2021-01-11", "2021-01-12", "2024-12-31", "2025-01-01")] == [
        0,
        1,
        1,
        0,
    ]
    assert program.get(f"{POSITIONS}?person={person.pk}").json()["results"] == [made.json()]


def test_an_office_stays_with_its_person_and_in_order(program, person, council, community):
    other = PersonFactory.create(community=community)
    position = PositionFactory.create(person=person, organisation=council)
    url = f"{POSITIONS}{position.pk}/"
    seen = {"If-Match": '"1.plain"'}

    moved = program.patch(url, {"person": other.pk}, headers=seen)
    backwards = program.patch(url, {"ends_on": "2000-01-01"}, headers=seen)

    assert codes(moved) == {"/person": "not_writable"}
    assert codes(backwards) == {"/ends_on": "order"}


def test_people_elsewhere_are_not_there(program, elsewhere, council):
    stranger = PersonFactory.create(community=elsewhere)
    position = PositionFactory.create(person=stranger)

    assert program.get(f"{PEOPLE}{stranger.pk}/").status_code == 404
    assert program.get(f"{POSITIONS}{position.pk}/").status_code == 404
    assert program.get(POSITIONS).json()["results"] == []
    refused = program.post(
        POSITIONS, {"person": stranger.pk, "organisation": "council", "title": "x"}
    )
    assert codes(refused) == {"/person": "does_not_exist"}
    assert Position.objects.count() == 1
