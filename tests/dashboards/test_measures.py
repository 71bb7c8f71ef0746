"""The page behind a number: the definition, the records, those left out."""

import pytest

from incidents.models import IncidentStatus
from indicators.catalogue import CATALOGUE
from tests.factories.accounts import account
from tests.factories.incidents import OCCURRED, IncidentFactory, ResponseFactory
from tests.factories.officers import AssignmentFactory, OfficerFactory

pytestmark = pytest.mark.django_db
CODES = [each.code for each in CATALOGUE]
COUNTS = [
    "incidents.recorded",
    "incidents.war_related",
    "responses.made",
    "officers.in_post",
    "communities.eligible",
]


@pytest.fixture
def lived(june, community):
    """A month with something of every kind."""
    officer = OfficerFactory.create()
    AssignmentFactory.create(officer=officer, community=community)
    incident = IncidentFactory.create(community=community, war_related=True, rescued=4, killed=1)
    ResponseFactory.create(incident=incident, officer=officer, service="police")
    IncidentFactory.create(community=community, status=IncidentStatus.VOID)
    IncidentFactory.create_batch(2, community=community, status=IncidentStatus.DRAFT)


@pytest.fixture
def see(client, coordinator):
    def get(code, user=coordinator, **query):
        client.force_login(user)
        return client.get(f"/measures/{code}/", query)

    return get


@pytest.mark.parametrize("code", CODES)
def test_every_measure_explains_itself(see, lived, code):
    answer = see(code)

    assert answer.status_code == 200
    assert str(answer.context["measure"].definition) in answer.content.decode()


@pytest.mark.parametrize("code", CODES)
def test_the_page_and_the_api_say_the_same(see, api, coordinator, lived, code):
    answer = see(code)

    (row,) = api(coordinator).get(answer.context["api"]).json()["results"]

    value = answer.context["figure"].value
    assert row["value"] == (None if value is None else str(value))


@pytest.mark.parametrize("code", COUNTS)
def test_lists_as_many_records_as_it_counts(see, lived, code):
    answer = see(code)

    assert len(answer.context["counted"]["lines"]) == answer.context["figure"].value > 0


def test_a_sum_of_people_says_how_many_each_record_adds(see, lived):
    answer = see("people.rescued")

    assert answer.context["figure"].value == 4
    assert [line["cells"][-1][1] for line in answer.context["counted"]["lines"]] == [4]


def test_names_what_falls_out_and_why(see, lived):
    answer = see("incidents.recorded")

    assert [each["count"] for each in answer.context["left_out"]] == ["2", "1"]


def test_pages_through_many_records(see, client, community):
    IncidentFactory.create_batch(30, community=community)

    first = see("incidents.recorded")
    second = client.get("/measures/incidents.recorded/" + first.context["counted"]["page"].older)

    shown = [line["url"] for page in (first, second) for line in page.context["counted"]["lines"]]
    assert len(shown) == len(set(shown)) == 30


def test_a_reader_of_one_service_finds_that_service_only(see, community, lived):
    IncidentFactory.create(community=community, service="rescue")
    reader = account("oblast_coordinator", oblast=community.oblast, service="rescue")

    answer = see("incidents.recorded", reader)

    assert answer.context["figure"].value == len(answer.context["counted"]["lines"]) == 1


def test_an_unknown_measure_is_not_there(see):
    assert see("incidents.imagined").status_code == 404


def test_a_measure_outside_the_role_is_refused(see, community):
    reader = account("group_coordinator", oblast=community.oblast)

    assert see("incidents.recorded", reader).status_code == 403
    assert see("communities.eligible", reader).status_code == 200


def test_a_figure_of_another_territory_is_not_there(see, elsewhere):
    assert see("incidents.recorded", territory=elsewhere.code).status_code == 404


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize(("code", "queries"), [("incidents.recorded", 12), ("officers.in_post", 8)])
def test_the_number_of_queries_does_not_grow(
    see, client, community, code, queries, count, django_assert_max_num_queries
):
    for at in range(count):
        officer = OfficerFactory.create()
        AssignmentFactory.create(officer=officer, community=community)
        IncidentFactory.create(community=community, occurred_at=OCCURRED.replace(day=at + 1))
    see(code)

    with django_assert_max_num_queries(queries):
        client.get(f"/measures/{code}/")


def test_all_measures_stand_on_one_page_with_their_numbers(client, coordinator, lived):
    client.force_login(coordinator)

    page = client.get("/measures/")

    assert [row["measure"].code for row in page.context["rows"]] == CODES
    values = {row["measure"].code: row["value"] for row in page.context["rows"]}
    assert (values["incidents.recorded"], values["people.rescued"]) == (6, 4)
    for row in page.context["rows"]:
        assert client.get(row["url"]).context["figure"].value == row["value"]
    assert 'href="/measures/?' in client.get("/").content.decode()


def test_who_sees_no_incidents_finds_no_number_of_them(client, community, lived):
    client.force_login(account("group_coordinator", community=community))

    page = client.get("/measures/")

    assert {row["measure"].permission for row in page.context["rows"]} == {
        "communities.view_community",
        "working_groups.view_workinggroup",
        "working_groups.view_meeting",
        "working_groups.view_funding",
        *(
            f"working_groups.view_{each}"
            for each in ("problem", "actionpoint", "initiative", "handout", "trainingattendance")
        ),
    }
