"""The list as a map: clusters of what the list shows, and nothing else."""

import json

import pytest
from django.urls import reverse

from tests.factories.accounts import account
from tests.factories.communities import CommunityFactory
from tests.factories.incidents import CategoryFactory, IncidentFactory

MAP, DATA, LIST = (reverse(f"incidents:{name}") for name in ("map", "map-data", "list"))


def at(community, longitude, latitude, **more):
    return IncidentFactory.create(
        community=community, longitude=longitude, latitude=latitude, **more
    )


def clusters(client, **filters):
    return client.get(MAP, filters).context["grid"].clusters


@pytest.fixture
def reader(client, coordinator):
    client.force_login(coordinator)
    return client


def test_near_incidents_are_one_cluster_and_far_ones_two(reader, community):
    for longitude in ("32.501", "32.502", "33.9"):
        at(community, longitude, "46.6")

    assert [each.count for each in clusters(reader)] == [2, 1]


def test_the_map_shows_what_the_list_shows(reader, community, elsewhere):
    at(community, "32.5", "46.6")
    at(community, "32.5", "46.6", war_related=True)
    at(elsewhere, "32.5", "46.6")
    IncidentFactory.create(community=community)

    assert sum(each.count for each in clusters(reader)) == 2
    assert sum(each.count for each in clusters(reader, war_related="true")) == 1
    data = json.loads(reader.get(DATA, {"war_related": "true"}).content)
    assert [each["properties"]["value"] for each in data["features"]] == [1]


def test_the_other_service_is_on_nobodys_map(client, community):
    at(community, "32.5", "46.6", service="rescue")
    client.force_login(account("officer", community=community, service="police"))

    assert clusters(client) == []


def test_a_cluster_opens_its_records(reader, community):
    mine = [at(community, "32.501", "46.601").pk, at(community, "32.551", "46.602").pk]
    at(community, "33.9", "46.6")

    line = reader.get(MAP).context["lines"][0]
    rows = reader.get(line["records"]).context["page"].rows

    assert sorted(each.pk for each in rows) == sorted(mine)
    zoomed = reader.get(MAP + line["zoom"])
    assert [each.count for each in zoomed.context["grid"].clusters] == [1, 1]


def test_no_box_and_no_map_betrays_where_a_sensitive_record_is(reader, community, api, coordinator):
    """Its reader may know of it; its point is told by a step of its own."""
    hidden = CategoryFactory.create(code="violence", sensitive=True)
    at(community, "32.5", "46.6", category=hidden)
    box = {"box": "32,46,33,47"}

    assert len(reader.get(LIST).context["page"].rows) == 1
    assert clusters(reader) == []
    assert reader.get(LIST, box).context["page"].rows == []
    assert api(coordinator).get("/api/v1/incidents/", box).json()["results"] == []


@pytest.mark.parametrize("box", ["1,2,3,4", "33,46,32,47", "32,46,33", "a,b,c,d", "32,46,33,47,48"])
def test_a_box_that_is_none_is_refused(reader, api, coordinator, box):
    assert reader.get(MAP, {"box": box}).status_code == 400
    assert reader.get(DATA, {"box": box}).status_code == 400
    assert api(coordinator).get("/api/v1/incidents/", {"box": box}).status_code == 400


def test_the_map_is_drawn_without_a_script(reader, community):
    at(community, "32.5", "46.6")
    page = reader.get(MAP).content.decode()

    assert 'class="cluster"' in page
    assert f'href="{LIST}?box=' in page


@pytest.mark.limit("map_records")
def test_the_map_counts_the_newest(reader, community, settings):
    settings.LIMITS = {**settings.LIMITS, "map_records": 2}
    for _n in range(2):
        at(community, "32.5", "46.6")
    assert reader.get(MAP).context["grid"].total == 2

    at(CommunityFactory.create(oblast=community.oblast), "32.5", "46.6")

    grid = reader.get(MAP).context["grid"]
    assert (grid.total, grid.is_cut) == (2, True)
