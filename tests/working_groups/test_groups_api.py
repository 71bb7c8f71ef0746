"""Working groups and memberships for programs, and as a sheet."""

import pytest

from tests.factories.communities import ProgrammeFactory
from tests.factories.people import MembershipFactory, PersonFactory, WorkingGroupFactory
from working_groups.models import Membership, WorkingGroup

pytestmark = pytest.mark.django_db
GROUPS, MEMBERS = "/api/v1/working-groups/", "/api/v1/memberships/"


@pytest.fixture
def program(api, group_coordinator):
    return api(group_coordinator)


def codes(answer):
    return {each["pointer"]: each["code"] for each in answer.json()["errors"]}


def test_a_group_is_made_changed_and_found_by_the_day_it_works(program, community):
    ProgrammeFactory.create(code="recovery")
    said = {"community": community.code, "programme": "recovery", "established_on": "2023-08-01"}
    made = program.post(GROUPS, said)

    assert made.status_code == 201, made.content
    assert made.json()["interval_months"] == 2
    url = made["Location"]
    end = {"ended_on": "2025-01-01", "end_reason": "Окупація"}
    ended = program.patch(url, end, headers={"If-Match": made["ETag"]})
    assert ended.status_code == 200, ended.content

    def working(day):
        return len(program.get(f"{GROUPS}?works_on={day}").json()["results"])

    assert [working(e) for e in ("2023-07-31", "2023-08-01", "2025-01-01")] == [0, 1, 0]


def test_what_is_wrong_of_a_group_is_named(program, community, group):
    said = {
        "community": community.code,
        "programme": group.programme.code,
        "established_on": "2024-01-01",
        "interval_months": 13,
        "ended_on": "2023-01-01",
    }
    refused = program.post(GROUPS, said)

    assert refused.status_code == 400
    assert codes(refused)["/ended_on"] == "order"
    assert codes(refused)["/end_reason"] == "required"
    assert "/interval_months" in codes(refused)
    assert WorkingGroup.objects.count() == 1


def test_a_membership_is_made_and_keeps_its_group_and_person(program, group, person, community):
    said = {"group": group.pk, "person": person.pk, "sector": "police", "starts_on": "2023-08-01"}
    made = program.post(MEMBERS, said)

    assert made.status_code == 201, made.content
    assert made.json()["person_name"] == str(person.contact)
    other = PersonFactory.create(community=community)
    moved = program.patch(
        made["Location"], {"person": other.pk}, headers={"If-Match": made["ETag"]}
    )
    assert codes(moved) == {"/person": "not_writable"}
    assert program.get(f"{MEMBERS}?group={group.pk}&on=2024-01-01&sector=police").json()[
        "results"
    ] == [made.json()]


def test_a_membership_twice_at_a_time_is_refused(program, group, person):
    MembershipFactory.create(group=group, person=person)
    said = {"group": group.pk, "person": person.pk, "sector": "police", "starts_on": "2024-08-01"}

    assert program.post(MEMBERS, said).status_code in {400, 409}
    assert Membership.objects.count() == 1


def test_groups_and_people_elsewhere_cannot_be_named(program, group, elsewhere):
    other = WorkingGroupFactory.create(community=elsewhere)
    stranger = PersonFactory.create(community=elsewhere)
    said = {"group": other.pk, "person": stranger.pk, "sector": "ngo", "starts_on": "2024-01-01"}

    refused = program.post(MEMBERS, said)

    assert codes(refused) == {"/group": "does_not_exist", "/person": "does_not_exist"}
    assert program.get(f"{GROUPS}{other.pk}/").status_code == 404
