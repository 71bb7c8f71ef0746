"""The overview: its numbers, the way down, and what it refuses."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.factories.accounts import UserFactory, account
from tests.factories.communities import CommunityFactory, ControlStatusFactory
from tests.factories.incidents import OCCURRED, IncidentFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def see(client):
    """Return a function that opens an overview as an account."""

    def get(user, path="/", **query):
        client.force_login(user)
        return client.get(path, query)

    return get


def recorded(answer):
    return answer.context["figures"][0]["value"]


def rows(answer):
    return {row.short: row.values.get("recorded") for row in answer.context["rows"]}


def test_begins_with_the_last_full_month_of_the_readers_own_territory(see, june, coordinator):
    answer = see(coordinator)

    assert answer.status_code == 200
    assert answer.context["question"].when == "червень 2026"
    assert recorded(answer) == 5


def test_leads_down_from_the_nation_to_the_community_in_four_steps(see, june, ministry, community):
    steps = [community.oblast.code, community.raion.code]
    answer = see(ministry)

    for code in steps:
        links = [row.url for row in answer.context["rows"] if code in row.url]
        answer = see(ministry, links[0])
        assert answer.context["question"].territory.code == code
    (link,) = [row.url for row in answer.context["rows"] if community.code in row.url]
    page = see(ministry, link)

    assert page.status_code == 200
    assert page.context["community"] == community
    assert [label for label, _url in page.context["crumbs"]][1:] == [
        community.oblast.title,
        community.raion.title,
        community.title,
    ]


def test_compares_the_units_one_step_below(see, june, coordinator, community, neighbour):
    answer = see(coordinator, territory=community.raion.code)

    assert rows(answer) == {community.name: 3, neighbour.name: 2}
    assert [row.values["rate"] for row in answer.context["rows"]] == [3, 2]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        pytest.param("-recorded", 3, id="most first"),
        pytest.param("recorded", 2, id="fewest first"),
    ],
)
def test_sorts_by_the_column_asked_for(see, june, coordinator, community, sort, first):
    answer = see(coordinator, territory=community.raion.code, sort=sort)

    assert answer.context["rows"][0].values["recorded"] == first


def test_the_figure_its_list_and_its_page_say_the_same(see, june, coordinator, community):
    answer = see(coordinator, territory=community.raion.code)
    line = next(row for row in answer.context["rows"] if row.short == community.name)
    cell = next(each for each in line.cells if each["url"])

    listed = see(coordinator, cell["url"])
    measure = see(coordinator, answer.context["figures"][0]["url"])

    assert len(listed.context["page"].rows) == line.values["recorded"] == 3
    assert measure.context["figure"].value == recorded(answer) == 5
    assert len(measure.context["counted"]["lines"]) == 5


@pytest.mark.parametrize("service", ["police", "rescue"])
def test_shows_one_service_to_whom_chooses_it(see, june, coordinator, community, service):
    IncidentFactory.create(community=community, service="rescue")

    answer = see(coordinator, service=service)

    assert recorded(answer) == {"police": 5, "rescue": 1}[service]


def test_a_reader_of_one_service_sees_that_one(see, june, community):
    IncidentFactory.create(community=community, service="rescue")
    reader = account("oblast_coordinator", oblast=community.oblast, service="police")

    assert recorded(see(reader)) == 5
    assert see(reader, service="rescue").status_code == 400


def test_counts_days_of_ones_own(see, june, coordinator, community):
    IncidentFactory.create(community=community, occurred_at=OCCURRED.replace(day=20))

    answer = see(coordinator, **{"from": "2026-06-16", "to": "2026-06-20"})

    assert recorded(answer) == 1
    assert answer.context["question"].when == "16.06.2026 – 20.06.2026"


def test_a_running_month_is_compared_with_nothing(see, june, coordinator):
    answer = see(coordinator, month="2026-07")

    assert answer.status_code == 200
    assert {each["month"] for each in answer.context["figures"]} == {None}


def test_names_a_drop_to_zero_as_possible_silence(see, coordinator, community, neighbour):
    IncidentFactory.create_batch(6, community=community, occurred_at=OCCURRED.replace(month=5))
    IncidentFactory.create(community=neighbour)

    answer = see(coordinator, territory=community.raion.code)

    assert [row.short for row in answer.context["rows"] if row.silent] == [community.name]
    assert community.title in answer.context["lead"][-1]


def test_an_occupied_community_has_no_data_rather_than_zero(see, june, coordinator, community):
    occupied = CommunityFactory.create(oblast=community.oblast, raion=community.raion)
    ControlStatusFactory.create(community=occupied)

    answer = see(coordinator, territory=community.raion.code)

    line = next(row for row in answer.context["rows"] if row.short == occupied.name)
    assert (line.state, "recorded" in line.values) == ("occupied", False)
    assert answer.context["ground"]["occupied"] == 1


def test_says_how_many_came_late(see, coordinator, community):
    IncidentFactory.create(community=community, received_at=OCCURRED.replace(month=7, day=2))
    IncidentFactory.create(community=community)

    assert see(coordinator).context["late"] == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        pytest.param({"month": "2026-13"}, "month", id="no such month"),
        pytest.param({"month": "жовтень"}, "month", id="a month in words"),
        pytest.param({"month": "0001-01"}, "month", id="before there were figures"),
        pytest.param({"month": "9999-12"}, "month", id="the end of the calendar"),
        pytest.param({"month": "2026-08"}, "month", id="a month to come"),
        pytest.param({"from": "2026-06-20", "to": "2026-06-10"}, "to", id="backwards"),
        pytest.param({"from": "2026-06-20"}, "to", id="no end"),
        pytest.param({"to": "2026-06-20"}, "from", id="no start"),
        pytest.param({"from": "1.6.2026", "to": "2026-06-20"}, "from", id="another notation"),
        pytest.param({"from": "2010-01-01", "to": "2026-06-20"}, "to", id="too long"),
        pytest.param({"from": "1980-01-01", "to": "1980-02-01"}, "from", id="too early"),
        pytest.param({"from": "2026-06-01", "to": "2028-06-01"}, "to", id="in the far future"),
        pytest.param(
            {"month": "2026-06", "from": "2026-06-01", "to": "2026-06-02"}, "month", id="both"
        ),
        pytest.param({"service": "army"}, "service", id="no such service"),
        pytest.param({"sort": "mood"}, "sort", id="no such order"),
        pytest.param({"month": "2026-06\x00"}, "month", id="a null byte"),
    ],
)
@pytest.mark.parametrize("path", ["/", "/measures/incidents.recorded/"])
def test_a_bad_question_is_refused_by_field(see, coordinator, path, query, field):
    answer = see(coordinator, path, **query)

    assert answer.status_code == 400
    assert list(answer.context["form"].errors) == [field]
    assert str(answer.context["form"].errors[field][0]) in answer.content.decode()


@pytest.mark.parametrize("code", ["UA99999999999999999", "nonsense", "x" * 40, "\x00"])
@pytest.mark.parametrize("path", ["/", "/map.geojson", "/measures/incidents.recorded/"])
def test_an_unknown_territory_is_not_there(see, coordinator, path, code):
    assert see(coordinator, path, territory=code).status_code == 404


def test_a_territory_out_of_reach_is_not_there(see, coordinator, elsewhere, community):
    assert see(coordinator, territory=elsewhere.code).status_code == 404
    assert see(coordinator, territory=elsewhere.oblast.code).status_code == 404
    assert see(coordinator, territory=community.raion.code).status_code == 200


def test_who_sees_no_incidents_sees_the_communities(see, june, community):
    reader = account("group_coordinator", oblast=community.oblast)

    answer = see(reader)

    assert answer.status_code == 200
    codes = [urlsplit(each["url"]).path for each in answer.context["figures"]]
    assert codes[0] == "/measures/groups.active/"
    assert not any("incidents" in code for code in codes)
    assert "trend" not in answer.context


def test_who_holds_nothing_is_told_so(see):
    answer = see(UserFactory.create())

    assert answer.status_code == 200
    assert answer.templates[0].name == "dashboards/no_territory.html"


def test_links_keep_the_question(see, june, coordinator, community):
    query = {"territory": community.raion.code, "month": "2026-05", "service": "police"}

    answer = see(coordinator, **query)

    for each in answer.context["figures"]:
        asked = {name: value[0] for name, value in parse_qs(urlsplit(each["url"]).query).items()}
        assert asked == query


@pytest.mark.parametrize("count", [1, 3])
def test_the_number_of_queries_does_not_grow(
    see, client, coordinator, community, count, django_assert_max_num_queries
):
    for _each in range(count):
        place = CommunityFactory.create(oblast=community.oblast, raion=community.raion)
        IncidentFactory.create_batch(count, community=place)
    see(coordinator)  # draws the charts, begins the session

    with django_assert_max_num_queries(25):
        assert client.get("/").status_code == 200
