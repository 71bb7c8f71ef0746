"""The search of the top bar: what it finds, and nothing out of scope."""

import pytest

from tests.factories.accounts import account
from tests.factories.incidents import IncidentFactory
from tests.factories.initiatives import InitiativeFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory
from tests.factories.people import PersonFactory, WorkingGroupFactory

SEARCH = "/search/"


@pytest.fixture
def bilozerka(community):
    community.name_uk, community.name_en = "Білозерська", "Bilozerska"
    community.save()
    return community


def found(client, words, kind):
    return [each.pk for each in client.get(SEARCH, {"q": words}).context.get(kind) or []]


def codes(client, words):
    return [each.code for each in client.get(SEARCH, {"q": words}).context.get("places") or []]


@pytest.mark.parametrize("words", ["Білозерська", "білозерка", "Билозерська", "bilozerska"])
def test_a_community_is_found_even_when_misspelled(client, ministry, bilozerka, elsewhere, words):
    client.force_login(ministry)

    assert codes(client, words) == [bilozerka.code]


@pytest.mark.parametrize("words", ["99-2026-000042", "№ 99-2026-42", "99-2026-0042"])
def test_an_incident_is_found_by_its_number(client, coordinator, community, words):
    incident = IncidentFactory.create(community=community, number="99-2026-000042")
    client.force_login(coordinator)

    assert found(client, words, "incidents") == [incident.pk]


def test_an_officer_is_found_by_surname(client, coordinator, community):
    officer = OfficerFactory.create(personal__last_name="Ґжицький")
    AssignmentFactory.create(officer=officer, community=community)
    client.force_login(coordinator)

    assert found(client, "ґжиць", "officers") == [officer.pk]


def test_groups_initiatives_and_people_are_found(client, community, bilozerka):
    client.force_login(account("group_coordinator", community=community))
    group = WorkingGroupFactory.create(community=community)
    mine = InitiativeFactory.create(group=group, title="Камери на в’їздах", communities=[community])
    person = PersonFactory.create(community=community, contact__last_name="Ґудзь")
    WorkingGroupFactory.create()
    PersonFactory.create(contact__last_name="Ґудзенко")

    assert found(client, "Білозерська", "groups") == [group.pk]
    assert found(client, "камери", "initiatives") == [mine.pk]
    assert found(client, "ґудз", "people") == [person.pk]


def test_nothing_out_of_scope_is_found(client, community, elsewhere):
    officer = OfficerFactory.create(personal__last_name="Ґжицький")
    AssignmentFactory.create(officer=officer, community=elsewhere)
    incident = IncidentFactory.create(community=elsewhere)
    client.force_login(account("oblast_coordinator", oblast=community.oblast))

    assert found(client, "Ґжицький", "officers") == []
    assert found(client, incident.number, "incidents") == []
    assert elsewhere.code not in codes(client, elsewhere.name_uk)


@pytest.mark.parametrize("words", ["а", "\x00аб", "а" * 101])
def test_what_cannot_be_looked_for_is_said(client, ministry, words):
    client.force_login(ministry)

    answer = client.get(SEARCH, {"q": words})

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == ["q"]


def test_the_search_without_words_asks_for_them(client, ministry):
    client.force_login(ministry)

    assert client.get(SEARCH).status_code == 200
    assert client.get(SEARCH, {"q": ""}).status_code == 200


@pytest.mark.parametrize("words", ["%", "__", "'; --", "\\\\", "<script>", "😀😀"])
def test_signs_of_programs_are_only_words(client, ministry, community, words):
    client.force_login(ministry)

    assert client.get(SEARCH, {"q": words + "ab"}).status_code == 200


@pytest.mark.parametrize("count", [1, 3])
def test_the_search_costs_the_same_for_one_result_and_for_three(
    client, coordinator, community, count, django_assert_max_num_queries
):
    for _each in range(count):
        officer = OfficerFactory.create(personal__last_name="Ґжицький")
        AssignmentFactory.create(officer=officer, community=community)
    client.force_login(coordinator)

    with django_assert_max_num_queries(12):
        client.get(SEARCH, {"q": "Ґжицький"})


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_looking_for_something_changes_nothing(client, ministry, method):
    client.force_login(ministry)

    assert getattr(client, method)(SEARCH).status_code == 405
