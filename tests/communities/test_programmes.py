"""Programmes: the list that comes with the portal, found by every name, with who has joined."""

from datetime import date

import pytest

from communities.models import Cohort, Programme
from communities.programmes.loading import load_programmes
from communities.register import load_organisations
from tests.factories.communities import AccessionFactory, CommunityFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def listed(db):
    load_organisations()
    load_programmes()


@pytest.fixture
def rescue(listed):
    return Programme.objects.get(code="rescue")


def test_loading_twice_changes_nothing(listed):
    changes = load_programmes()

    assert (changes.created, changes.changed, changes.unchanged) == (0, 0, 4)


@pytest.mark.parametrize(
    "words",
    [
        "Community Lifeguard Officer",
        "community rescue",
        "рятувальник громади",
        "Офіцер-рятувальник",
    ],
)
def test_the_search_finds_a_programme_by_any_of_its_names(client, ministry, rescue, words):
    client.force_login(ministry)
    page = client.get("/search/", {"q": words}).content.decode()

    assert rescue.get_absolute_url() in page
    assert "/programmes/kherson-recovery/" not in page


def test_a_program_reads_whose_a_programme_is(api, ministry, rescue):
    client = api(ministry)

    told = client.get("/api/v1/programmes/rescue/").json()

    assert (told["owner"], told["host"], told["based_on"]) == ("mia", "ses", "police")
    assert told["started_on"] == "2025-07-01"
    assert "Community Lifeguard Officer" in told["aliases"]
    found = client.get("/api/v1/programmes/?q=lifeguard").json()["results"]
    assert [each["code"] for each in found] == ["rescue"]


def test_a_cohort_names_the_communities_its_reader_sees(
    api, client, listed, coordinator, community, elsewhere
):
    cohort = Cohort.objects.get(code="kherson-six")
    cohort.communities.set([community, elsewhere])

    told = api(coordinator).get("/api/v1/programmes/kherson-recovery/").json()

    assert told["cohorts"][0]["communities"] == [community.code]
    client.force_login(coordinator)
    page = client.get("/programmes/kherson-recovery/").content.decode()
    assert community.title in page
    assert elsewhere.title not in page


def test_the_page_counts_who_has_joined_by_oblast_the_first_one_first(client, ministry, listed):
    police = Programme.objects.get(code="police")
    second, first = CommunityFactory.create_batch(2)
    for place, day in ((second, 7), (first, 3)):
        AccessionFactory.create(
            community=place, programme=police, questionnaire_on=date(2019, 1, day)
        )
    client.force_login(ministry)

    rows = client.get(police.get_absolute_url()).context["oblasts"]

    assert [each["oblast"] for each in rows] == [first.oblast, second.oblast]
    assert [each["steps"] for each in rows] == [[1, 0, 0, 0, 0, 0]] * 2


def test_a_reader_counts_only_accessions_in_reach(
    client, coordinator, community, elsewhere, listed
):
    police = Programme.objects.get(code="police")
    for place in (community, elsewhere):
        AccessionFactory.create(community=place, programme=police)
    client.force_login(coordinator)

    rows = client.get(police.get_absolute_url()).context["oblasts"]

    assert [each["oblast"] for each in rows] == [community.oblast]
