"""Boundaries on the overview and on the community page; circles where there are none."""

from decimal import Decimal

import pytest

from dashboards.areas import limits_of
from tests.factories.communities import BoundaryFactory, ControlStatusFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def see(client, coordinator):
    def get(path="/", **query):
        client.force_login(coordinator)
        return client.get(path, query)

    return get


@pytest.fixture
def drawn(june, community, neighbour):
    """The two communities of the raion in their boundaries."""
    for lon, each in ((33.0, community), (33.1, neighbour)):
        BoundaryFactory.create(community=each, lon=lon)


def test_units_with_boundaries_are_areas_that_lead_one_step_down(see, drawn, community):
    answer = see(territory=community.raion.code)

    shown = answer.context["areas"]
    svg = shown.drawing.wide
    assert svg.count("<a ") == 2
    assert f'href="/communities/{community.code}/' in svg
    assert f"{community.title}: 3,00 на 10 000" in svg
    assert 'class="fill-2"' in svg and 'class="fill-1"' in svg  # noqa: PT018
    assert shown.classes == ["менше 3,00", "3,00 і більше"]
    assert "© OpenStreetMap contributors" in answer.content.decode()
    assert 'id="map"' not in answer.content.decode()


def test_a_unit_without_data_is_hatched(see, drawn, community, neighbour):
    ControlStatusFactory.create(community=neighbour)
    answer = see(territory=community.raion.code, month="2026-05")

    assert answer.context["areas"].drawing.wide.count('class="fill-void"') == 1


def test_where_a_boundary_is_missing_there_are_circles(see, drawn, neighbour, community):
    neighbour.boundary.delete()

    answer = see(territory=community.raion.code)

    assert answer.context["areas"] is None
    assert 'id="map"' in answer.content.decode()


def test_limits_part_the_units_evenly_and_are_never_said_twice():
    assert limits_of([Decimal(n) for n in range(1, 11)]) == [Decimal(n) for n in (3, 5, 7, 9)]
    assert limits_of([Decimal(2)] * 4 + [None]) == []
    assert limits_of([]) == []
    assert limits_of([None]) == []


def test_a_community_is_shown_in_its_boundary_among_its_neighbours(see, drawn, community):
    answer = see(f"/communities/{community.code}/")

    spot = answer.context["spot"]
    assert spot.drawing.wide.count('class="land"') == 1
    assert spot.drawing.wide.count('class="own"') == 1
    assert f"territory={community.code}" in spot.source


def test_without_a_centre_the_label_of_the_boundary_is_shown_and_said(see, drawn, community):
    community.latitude = community.longitude = None
    community.save()

    answer = see(f"/communities/{community.code}/")
    spot = answer.context["spot"]

    assert (spot.latitude, spot.longitude) == (47.05, 33.05)
    assert "Координат центру немає" in answer.content.decode()
    places = see("/map.geojson").json()["features"]
    assert [33.05, 47.05] in [each["geometry"]["coordinates"] for each in places]


def test_status_through_time_says_what_the_act_said_and_what_contradicts(see, community):
    ControlStatusFactory.create(community=None, oblast=community.oblast)
    ControlStatusFactory.create(community=community)
    ControlStatusFactory.create(community=community, status="active_hostilities")

    answer = see(f"/communities/{community.code}/")

    over_all, parts = answer.context["control"]
    assert [each.row.level for each in over_all] == ["oblast", "community", "community"]
    assert parts == []
    assert answer.content.decode().count("суперечить іншому рядку") == 2
    assert "редакція від 30.04.2025" in answer.content.decode()


def test_residents_are_listed_by_date_and_source(see, june, community):
    answer = see(f"/communities/{community.code}/")

    assert [each.people for each in answer.context["counts"]] == [10_000]
    assert "State Statistics Service" in answer.content.decode()
