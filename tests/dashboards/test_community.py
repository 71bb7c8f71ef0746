"""The page of one community, and the places of the map."""

from datetime import date

import pytest

from communities.models.facts import ControlKind
from tests.factories.accounts import account
from tests.factories.communities import (
    CommunityAliasFactory,
    CommunityFactory,
    ControlStatusFactory,
    PopulationFactory,
    SettlementFactory,
)
from tests.factories.incidents import IncidentFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def see(client, coordinator):
    def get(community, user=coordinator, **query):
        client.force_login(user)
        return client.get(f"/communities/{community.code}/", query)

    return get


def test_says_what_is_known_of_the_community(see, community):
    PopulationFactory.create(community=community, people=21_681, on=date(2022, 1, 1))
    CommunityAliasFactory.create(community=community, name="Давня назва")
    SettlementFactory.create_batch(2, community=community)

    text = see(community).content.decode()

    for words in (community.title, "21\u00a0681", "01.01.2022", "Давня назва", community.code):
        assert words in text


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        pytest.param(ControlKind.OCCUPIED, "bad", id="occupied"),
        pytest.param(ControlKind.ACTIVE, "warn", id="active hostilities"),
        pytest.param(ControlKind.POSSIBLE, "", id="possible hostilities"),
        pytest.param(None, "good", id="under control"),
    ],
)
def test_shows_the_state_of_the_day(see, community, status, kind):
    if status:
        ControlStatusFactory.create(community=community, status=status)

    assert see(community).context["state"]["kind"] == kind


@pytest.mark.parametrize(
    ("kind", "ring"),
    [
        pytest.param("community_police", (True, False), id="police"),
        pytest.param("community_rescue", (False, True), id="rescue"),
        pytest.param("precinct", (False, False), id="a precinct officer fills no half"),
    ],
)
def test_the_ring_says_who_is_in_post(see, community, kind, ring):
    AssignmentFactory.create(officer=OfficerFactory.create(kind=kind), community=community)

    answer = see(community)

    assert (answer.context["police"], answer.context["rescue"]) == ring
    assert len(answer.context["serving"]) == 1


def test_last_incidents_are_those_in_reach(see, community, elsewhere):
    mine = IncidentFactory.create(community=community)
    IncidentFactory.create(community=community, service="rescue")
    IncidentFactory.create(community=elsewhere)
    reader = account("officer", community=community, service="police")

    assert see(community, reader).context["last"] == [mine]


def test_an_officer_sees_no_community_but_their_own(see, community, neighbour, police):
    assert see(community, police).status_code == 200
    assert see(neighbour, police).status_code == 404


def test_a_community_out_of_reach_is_not_there(see, elsewhere):
    assert see(elsewhere).status_code == 404


def test_a_projected_community_is_on_no_page(see, community):
    drawn = CommunityFactory.create(oblast=community.oblast, raion=community.raion, projected=True)

    assert see(drawn).status_code == 404


def test_who_sees_communities_only_sees_no_incidents_and_no_officers(see, community):
    IncidentFactory.create(community=community, number="CANARY")
    AssignmentFactory.create(community=community)
    reader = account("group_coordinator", oblast=community.oblast)

    answer = see(community, reader)

    assert answer.status_code == 200
    assert "CANARY" not in answer.content.decode()
    assert answer.context["serving"] == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    see, client, community, count, django_assert_max_num_queries
):
    IncidentFactory.create_batch(count, community=community)
    SettlementFactory.create_batch(count, community=community)
    for _each in range(count):
        AssignmentFactory.create(officer=OfficerFactory.create(), community=community)
    see(community)

    with django_assert_max_num_queries(34):
        client.get(f"/communities/{community.code}/")


def places(client, user, **query):
    client.force_login(user)
    answer = client.get("/map.geojson", query)
    return {
        each["properties"]["code"]: each["properties"]["value"]
        for each in answer.json()["features"]
    }


def test_the_map_shows_the_same_numbers(client, june, coordinator, community, neighbour, elsewhere):
    for at, place in enumerate((community, neighbour, elsewhere)):
        place.latitude, place.longitude = 46.5 + at / 10, 32.5
        place.save()

    assert places(client, coordinator) == {community.code: 3, neighbour.code: 2}


def test_an_occupied_place_on_the_map_has_no_number(client, coordinator, community):
    community.latitude, community.longitude = 46.5, 32.5
    community.save()
    ControlStatusFactory.create(community=community)

    assert places(client, coordinator) == {community.code: None}


def test_the_map_refuses_a_bad_question(client, coordinator):
    client.force_login(coordinator)

    answer = client.get("/map.geojson", {"month": "2026-13"})

    assert answer.status_code == 400
    assert list(answer.json()["errors"]) == ["month"]
