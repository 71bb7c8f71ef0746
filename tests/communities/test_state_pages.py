"""The map of states: one rule on map, list and files, within the reader's scope."""

import csv
import json
from datetime import date
from io import StringIO

import pytest
from django.urls import reverse

from communities.models import Community
from tests.communities.test_boundary_api import ogrinfo
from tests.factories.accounts import account
from tests.factories.communities import (
    BoundaryFactory,
    CommunityFactory,
    ControlStatusFactory,
    SettlementFactory,
)

pytestmark = pytest.mark.django_db

MAP = reverse("communities:states-map")
CSV, GEOJSON = reverse("communities:states-csv"), reverse("communities:states-geojson")
DAY = date(2023, 6, 1)


@pytest.fixture
def land(community, elsewhere):
    """Two communities: the first occupied for a year, the second in part; one has a boundary."""
    ControlStatusFactory.create(
        community=community, starts_on=date(2023, 1, 1), ends_on=date(2024, 1, 1)
    )
    village = SettlementFactory.create(community=elsewhere)
    ControlStatusFactory.create(community=None, settlement=village, starts_on=date(2023, 1, 1))
    BoundaryFactory.create(community=community)
    elsewhere.latitude, elsewhere.longitude = 48, 35
    elsewhere.save()


@pytest.fixture
def see(client, ministry, land):
    def get(path=MAP, user=ministry, **query):
        client.force_login(user)
        return client.get(path, query)

    return get


def counts(answer):
    return {each["kind"]: each["count"] for each in answer.context["states"] if each["count"]}


def listed(answer):
    return [each.pk for each in answer.context["page"].rows]


def body(answer):
    return b"".join(answer.streaming_content).decode()


def test_any_day_has_its_states_and_its_eligible_ones(see, community, elsewhere):
    then, later = see(on=str(DAY)), see(on="2024-06-01")

    assert counts(then) == {"state-occupied": 1, "state-partly_occupied": 1}
    assert (then.context["eligible"], then.context["all"]) == (1, 2)
    assert counts(later) == {"state-controlled": 1, "state-partly_occupied": 1}
    for answer, day in ((then, DAY), (later, date(2024, 6, 1))):
        assert answer.context["eligible"] == Community.objects.eligible_on(day).count()


def test_the_map_draws_boundaries_and_a_circle_where_there_is_none(see, community, elsewhere):
    svg = see(on=str(DAY)).context["drawing"].wide

    assert svg.count('class="state-') == 2
    assert community.boundary.fine_outline in svg
    assert 'class="state-partly_occupied" d="M' in svg
    assert " 1,0 " in svg  # an arc
    assert f"{community.name_uk}: Тимчасово окупована" in svg


def test_the_list_is_narrowed_to_a_state_and_counts_as_the_map_does(see, community, elsewhere):
    for state, wanted in (
        ("occupied", [community.pk]),
        ("eligible", [elsewhere.pk]),
        ("controlled", []),
        ("", sorted([community.pk, elsewhere.pk])),
    ):
        answer = see(on=str(DAY), state=state)
        assert sorted(listed(answer)) == wanted
        assert answer.context["listed"] == len(wanted)
        assert answer.context["all"] == 2


def test_a_reader_sees_the_states_of_the_own_territory_only(see, community, elsewhere):
    narrow = account("officer", community=elsewhere, service="police")

    answer = see(user=narrow, on=str(DAY))

    assert listed(answer) == [elsewhere.pk]
    assert answer.context["all"] == 1
    assert community.name_uk not in answer.content.decode()
    for path in (CSV, GEOJSON):
        assert community.code not in body(see(path, user=narrow, on=str(DAY)))
    assert see(user=narrow, territory=community.code).status_code == 400


@pytest.mark.parametrize("query", [{"on": "2023-99-99"}, {"on": "2100-01-01"}, {"state": "calm"}])
def test_what_cannot_be_read_is_refused_on_page_and_file_alike(see, query):
    for path in (MAP, CSV, GEOJSON):
        answer = see(path, **query)
        assert answer.status_code == 400
        assert answer.context["form"].errors


def test_the_files_hold_what_the_page_lists(see, community, elsewhere):
    rows = list(csv.reader(StringIO(body(see(CSV, on=str(DAY), state="eligible")))))
    document = json.loads(body(see(GEOJSON, on=str(DAY))))

    assert [row[0] for row in rows] == ["Код", elsewhere.code]
    assert rows[1][5] == "Частково окупована"
    told = {each["properties"]["code"]: each for each in document["features"]}
    assert told[community.code]["geometry"]["type"] == "Polygon"
    assert told[community.code]["properties"]["eligible"] is False
    assert told[elsewhere.code]["geometry"] == {"type": "Point", "coordinates": [35.0, 48.0]}
    assert document["credit"] == "© OpenStreetMap contributors"


def test_a_name_that_looks_like_a_formula_is_text(see, community):
    community.name_uk = '=HYPERLINK("x")'
    community.save()

    assert "\"'=HYPERLINK" in body(see(CSV, on=str(DAY)))


def test_the_file_opens_in_ogrinfo(see, tmp_path):
    file = tmp_path / "states.geojson"
    file.write_text(body(see(GEOJSON, on=str(DAY))), encoding="utf-8")

    told = ogrinfo(file)

    assert "Feature Count: 2" in told
    assert "state: String" in told


def test_a_day_after_the_edition_says_what_is_not_known(see):
    assert see(on="2025-04-30").context["after_the_edition"] is False
    assert "Перелік станом на 30.04.2025" in see(on="2026-01-01").content.decode()


def test_hostile_names_stay_words(see, community):
    community.name_uk = '"><script>alert(1)</script>'
    community.save()

    assert "<script>alert" not in see(on=str(DAY)).content.decode()


def test_contradictions_are_listed_as_they_stand(see, community):
    ControlStatusFactory.create(
        community=community, status="active_hostilities", starts_on=date(2023, 6, 1)
    )

    page = see(reverse("communities:contradictions"))

    assert [each.row.community for each in page.context["page"].rows] == [community, community]
    assert "Суперечності переліку" in page.content.decode()


def test_an_empty_country_has_a_page(client, ministry):
    client.force_login(ministry)

    answer = client.get(MAP)

    assert answer.status_code == 200
    assert "Перелік статусів не завантажено" in answer.content.decode()


def test_many_communities_cost_as_many_queries_as_one(see, django_assert_max_num_queries):
    with django_assert_max_num_queries(40) as few:
        see(on=str(DAY))
    for each in CommunityFactory.create_batch(5):
        BoundaryFactory.create(community=each)

    with django_assert_max_num_queries(len(few)):
        see(on=str(DAY))
