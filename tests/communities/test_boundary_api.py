"""Boundaries as GeoJSON: by level and territory, with an ETag, opened by others' tools."""

import pytest

from communities.models import Boundary
from tests.factories.accounts import account
from tests.factories.communities import BoundaryFactory, CommunityFactory, square
from tests.gdal import ogrinfo

pytestmark = pytest.mark.django_db

PATH = "/api/v1/boundaries/"


@pytest.fixture
def reader(api, ministry):
    return api(ministry)


def codes(answer):
    return [each["properties"]["code"] for each in answer.json()["features"]]


@pytest.fixture
def drawn():
    """Two communities of two oblasts, and the first's raion and oblast, with boundaries."""
    community = BoundaryFactory.create().community
    other = BoundaryFactory.create(lon=35).community
    BoundaryFactory.create(community=None, raion=community.raion)
    BoundaryFactory.create(community=None, oblast=community.oblast)
    return community, other


def test_every_level_is_told_whole_and_says_whom_to_credit(reader, drawn):
    community, other = drawn

    told = {level: reader.get(PATH, {"level": level}) for level in ("oblast", "raion", "community")}

    assert codes(told["oblast"]) == [community.oblast.code]
    assert codes(told["raion"]) == [community.raion.code]
    assert codes(told["community"]) == sorted([community.code, other.code])
    body = told["community"].json()
    assert told["community"]["Content-Type"] == "application/geo+json"
    assert (body["credit"], body["edition"]) == ("© OpenStreetMap contributors", "2026-07-07")
    assert body["features"][0]["geometry"] == square(33.0, 47.0)
    assert body["features"][0]["bbox"] == [33.0, 47.0, 33.1, 47.1]


def test_a_territory_of_any_level_cuts_out_what_lies_in_it(reader, drawn):
    community, _other = drawn

    for code in (community.oblast.code, community.raion.code, community.code):
        answer = reader.get(PATH, {"level": "community", "territory": code, "detail": "high"})
        assert codes(answer) == [community.code]
    assert codes(reader.get(PATH, {"level": "raion", "territory": community.code})) == []


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"level": "village"}, "/level"),
        ({"detail": "finest"}, "/detail"),
        ({"territory": "UA00000000000000000"}, "/territory"),
        ({"territory": "not a code"}, "/territory"),
        ({"level": "community", "detail": "high"}, "/territory"),
        ({"colour": "red"}, "/colour"),
    ],
)
def test_what_cannot_be_read_is_named(reader, query, named):
    answer = reader.get(PATH, query)

    assert answer.status_code == 400
    assert [each["pointer"] for each in answer.json()["errors"]] == [named]


def test_who_has_the_newest_edition_is_told_so_and_no_more(reader, drawn):
    first = reader.get(PATH, {"level": "community"})
    asked = {"level": "community"}

    again = reader.get(PATH, asked, headers={"If-None-Match": f"W/{first['ETag']}"})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert first["Cache-Control"] == "private, max-age=3600"

    Boundary.objects.filter(community=drawn[0]).update(digest="changed")
    newer = reader.get(PATH, asked, headers={"If-None-Match": first["ETag"]})
    assert newer.status_code == 200
    assert newer["ETag"] != first["ETag"]
    assert reader.get(PATH, {**asked, "detail": "middle"})["ETag"] != newer["ETag"]


def test_a_renamed_unit_is_a_new_answer(reader, drawn):
    first = reader.get(PATH, {"level": "community"})
    drawn[0].name_uk = "Інша"
    drawn[0].save()

    again = reader.get(PATH, {"level": "community"}, headers={"If-None-Match": first["ETag"]})

    assert again.status_code == 200


def test_the_country_is_the_same_for_every_account_and_shut_to_strangers(api, drawn):
    community, other = drawn
    narrow = account("officer", community=community, service="police")

    assert codes(api(narrow).get(PATH, {"level": "community"})) == sorted(
        [community.code, other.code]
    )
    assert api().get(PATH, headers={"If-None-Match": '"x"'}).status_code == 401


def test_without_boundaries_there_is_an_empty_collection(reader):
    CommunityFactory.create()

    assert reader.get(PATH).json() == {
        "type": "FeatureCollection",
        "name": "boundaries_oblast",
        "detail": "low",
        "credit": "",
        "edition": None,
        "features": [],
    }


def test_plain_json_is_given_to_who_wants_it(reader, drawn):
    answer = reader.get(PATH, headers={"Accept": "application/json"})

    assert answer["Content-Type"] == "application/json"
    assert answer.json()["type"] == "FeatureCollection"


@pytest.mark.parametrize("count", [1, 3])
def test_many_boundaries_cost_as_many_queries_as_one(reader, count, django_assert_max_num_queries):
    BoundaryFactory.create_batch(count)

    with django_assert_max_num_queries(8):
        assert len(codes(reader.get(PATH, {"level": "community"}))) == count


def test_the_document_opens_in_ogrinfo(reader, drawn, tmp_path):
    file = tmp_path / "communities.geojson"
    file.write_bytes(reader.get(PATH, {"level": "community"}).content)

    told = ogrinfo(file)

    assert "Geometry: Polygon" in told
    assert "Feature Count: 2" in told
    assert "name_uk: String" in told
