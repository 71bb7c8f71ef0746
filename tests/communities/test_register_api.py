"""The register for programs: lists, filters, orderings, and whole files."""

import csv
import json
from io import StringIO

import pytest

from core.exports import CHUNK, Column, csv_parts, defused
from tests.factories.communities import (
    BeatFactory,
    CityDistrictFactory,
    CommunityAliasFactory,
    CommunityFactory,
    SettlementFactory,
    StarostaDistrictFactory,
)
from tests.gdal import ogrinfo

pytestmark = pytest.mark.django_db
API = "/api/v1/"
CSV, GEOJSON = {"Accept": "text/csv"}, {"Accept": "application/geo+json"}


@pytest.fixture
def ask(api, ministry):
    client = api(ministry)

    def get(path, headers=None, **query):
        return client.get(f"{API}{path}", query, headers=headers or {})

    return get


def codes(answer):
    return [each["code"] for each in answer.json()["results"]]


def text(answer):
    return b"".join(answer.streaming_content).decode()


@pytest.fixture
def village(community):
    return SettlementFactory.create(
        community=community, name_uk="Високопілля", latitude=47.48, longitude=33.53
    )


@pytest.mark.parametrize("path", ["oblasts/", "raions/", "communities/", "settlements/"])
def test_a_unit_is_found_by_the_territory_it_lies_in(ask, village, elsewhere, path):
    home = village.community
    above = {"oblasts/": home.oblast, "raions/": home.raion}
    SettlementFactory.create(community=elsewhere)

    for territory in (home.oblast, home.raion) if path == "raions/" else (home.oblast,):
        found = codes(ask(path, territory=territory.code))
        assert len(found) == 1
        assert path not in above or found == [above[path].code]
    assert codes(ask(path, territory="UA99999999999999999")) == []


def test_settlements_of_a_raion_outside_of_communities_belong_to_it(ask, community):
    outside = SettlementFactory.create(community=None, raion=community.raion, name_uk="Прип’ять")

    assert codes(ask("settlements/", territory=community.raion.code)) == [outside.code]
    row = ask(f"settlements/{outside.code}/").json()
    assert (row["community"], row["raion"]) == (None, community.raion.code)


def test_q_finds_by_any_spelling_and_by_code(ask, village, elsewhere):
    for words in ("visokopillya", "Високопілля", village.code):
        assert codes(ask("settlements/", q=words)) == [village.code]
        assert codes(ask("communities/", q=words)) == [village.community.code]


@pytest.mark.parametrize("path", ["oblasts/", "raions/", "communities/", "settlements/"])
def test_named_orderings_and_cursors_walk_through_all(ask, path):
    CommunityFactory.create_batch(3)
    SettlementFactory.create_batch(3)
    everything = codes(ask(path))
    for ordering in ("code", "-code", "name", "-name"):
        seen, url = [], f"{API}{path}?ordering={ordering}&limit=2"
        while url:
            answer = ask(url.partition(API)[2])
            seen += codes(answer)
            url = answer.json()["next"]
        assert sorted(seen) == sorted(everything)
    assert ask(path, ordering="weather").status_code == 400


def test_a_city_district_names_its_city(ask):
    district = CityDistrictFactory.create()

    row = ask(f"city-districts/{district.code}/").json()

    assert (row["settlement"], row["oblast"]) == (district.settlement.code, None)


def test_a_community_tells_its_other_names_and_counts_its_settlements(ask, village):
    CommunityAliasFactory.create(
        community=village.community, name="Кронау", language="uk", source="list"
    )

    row = ask(f"communities/{village.community.code}/").json()

    assert row["settlements"] == 1
    assert row["aliases"] == [{"name": "Кронау", "language": "uk", "source": "list", "until": None}]


def test_a_record_that_is_known_is_not_told_again(ask, village):
    path = f"settlements/{village.code}/"
    tag = ask(path)["ETag"]

    again = ask(path, headers={"If-None-Match": tag})
    assert (again.status_code, again["ETag"], again.content) == (304, tag, b"")

    village.name_uk = "Нове Високопілля"
    village.save()
    assert ask(path, headers={"If-None-Match": tag}).status_code == 200


def test_parts_are_those_of_the_communities_in_reach(api, coordinator, community, elsewhere):
    mine, other = (StarostaDistrictFactory.create(community=c) for c in (community, elsewhere))
    beat = BeatFactory.create(community=community, population=6001)
    place = SettlementFactory.create(community=community)
    beat.settlements.add(place)
    client = api(coordinator)

    rows = client.get(f"{API}starosta-districts/").json()["results"]
    assert [each["id"] for each in rows] == [mine.pk]
    assert client.get(f"{API}starosta-districts/{other.pk}/").status_code == 404
    told = client.get(f"{API}beats/{beat.pk}/").json()
    assert (told["most"], told["too_many"], told["settlements"]) == (6000, True, [place.code])


# --- files


def test_the_csv_holds_the_whole_filtered_set_in_the_order_asked_for(ask, village, elsewhere):
    answer = ask("communities/", CSV, ordering="-code")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(StringIO(text(answer))))
    assert [each["code"] for each in rows] == codes(ask("communities/", ordering="-code"))
    own = next(each for each in rows if each["code"] == village.community.code)
    assert (own["oblast"], own["settlements"]) == (village.community.oblast.code, "1")

    narrow = ask("communities/", CSV, territory=elsewhere.oblast.code)
    assert [e["code"] for e in csv.DictReader(StringIO(text(narrow)))] == [elsewhere.code]


def test_excel_gets_a_mark_and_semicolons(ask, village):
    told = text(ask("settlements/", CSV, excel="1"))

    assert told.startswith("\ufeffcode;name_uk;")
    assert f"{village.code};Високопілля;" in told


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("=1+1", "'=1+1"), ("+38", "'+38"), ("-x", "'-x"), ("@a", "'@a"), ("\tx", "'\tx"),
        ("Київ", "Київ"), ("", ""), (None, ""), (-3, -3), (47.5, 47.5),
    ],
)  # fmt: skip
def test_a_cell_never_runs(value, cell):
    assert defused(value) == cell


@pytest.fixture
def points(ask, village, tmp_path):
    """The file of two communities, of which the village's alone has a point."""
    home = village.community
    home.latitude, home.longitude = 47.48, 33.53
    home.save()
    CommunityFactory.create()
    path = tmp_path / "communities.geojson"
    path.write_text(text(ask("communities/", GEOJSON)), encoding="utf-8")
    return path


def test_geojson_has_a_point_or_none(points, village):
    found = json.loads(points.read_text(encoding="utf-8"))
    shapes = {each["properties"]["code"]: each["geometry"] for each in found["features"]}
    assert shapes.pop(village.community.code) == {"type": "Point", "coordinates": [33.53, 47.48]}
    assert set(shapes.values()) == {None}


def test_geojson_opens_in_ogrinfo(points):
    assert "Feature Count: 2" in ogrinfo(points)


@pytest.mark.parametrize(
    ("headers", "query"),
    [
        (CSV, {"limit": "2"}), (CSV, {"count": "exact"}), (CSV, {"excel": "yes"}),
        (GEOJSON, {"excel": "1"}), (GEOJSON, {"cursor": "x"}), ({}, {"excel": "1"}),
    ],
)  # fmt: skip
def test_what_has_no_meaning_in_a_format_is_refused(ask, headers, query):
    answer = ask("communities/", headers, **query)

    assert answer.status_code == 400
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json()["errors"][0]["pointer"] == f"/{next(iter(query))}"


def test_one_record_is_no_file(ask, community):
    assert ask(f"communities/{community.code}/", CSV).status_code == 406
    assert ask("oblasts/", GEOJSON).status_code == 406


def test_a_file_is_written_while_it_is_read():
    """Half the rows are never asked for when the reader goes away."""
    asked = []

    def rows():
        for number in range(10 * CHUNK):
            asked.append(number)
            yield number

    parts = csv_parts(rows(), [Column("number", lambda row: row)])
    taken = [next(parts) for _each in range(6)]

    assert taken[:2] == ["number\r\n", "0\r\n"]
    assert len(asked) == 5


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("path", ["communities/", "settlements/"])
def test_a_file_costs_the_same_for_one_row_and_for_three(
    ask, count, path, django_assert_max_num_queries
):
    SettlementFactory.create_batch(count)

    with django_assert_max_num_queries(6):
        text(ask(path, CSV))


def test_the_page_gives_exactly_the_list_it_shows(client, ministry, village, elsewhere):
    client.force_login(ministry)
    shown = client.get("/communities/", {"q": "visokopillya"})
    files = dict(shown.context["files"])

    rows = list(csv.DictReader(StringIO(text(client.get(files["CSV"])))))
    features = json.loads(text(client.get(files["GeoJSON"])))["features"]

    assert [each["code"] for each in rows] == [village.community.code]
    assert [each["properties"]["code"] for each in features] == [village.community.code]
    assert client.get("/communities/export.csv", {"type": "x"}).status_code == 400
