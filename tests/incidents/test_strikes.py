"""Strikes: who sees and changes them, and what grouping does to incidents and figures."""

import pytest

from incidents.models import DayTally, Incident, Strike
from tests.factories.accounts import account
from tests.factories.incidents import (
    OCCURRED,
    IncidentFactory,
    StrikeFactory,
    StrikeOblastFactory,
)

pytestmark = pytest.mark.django_db
URL = "/api/v1/strikes/"


@pytest.fixture
def strike(community):
    return StrikeOblastFactory.create(oblast=community.oblast, strike=StrikeFactory.create()).strike


@pytest.fixture
def incident(community, categories):
    return IncidentFactory.create(community=community, category=categories["event.shelling"])


def said(oblast, **more):
    return {
        "title": "Атака",
        "started_at": "2026-06-15T03:40:00+03:00",
        "oblasts": [oblast.code],
    } | more


def test_a_coordinator_records_a_strike_of_the_own_oblast(api, coordinator, community, elsewhere):
    client = api(coordinator)

    made = client.post(URL, said(community.oblast))
    refused = client.post(URL, said(elsewhere.oblast))

    assert made.status_code == 201, made.content
    assert made.json()["oblasts"] == [community.oblast.code]
    assert client.get(made["Location"]).json()["title"] == "Атака"
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/oblasts"]
    assert Strike.objects.count() == 1


def test_it_is_seen_from_any_place_in_its_oblast_and_from_nowhere_else(
    api, strike, police, elsewhere
):
    other = account("officer", community=elsewhere, service="police")

    assert len(api(police).get(URL).json()["results"]) == 1
    assert api(other).get(URL).json()["results"] == []
    assert api(other).get(f"{URL}{strike.pk}/").status_code == 404


def test_who_holds_a_part_of_its_oblasts_changes_nothing(api, strike, coordinator, elsewhere):
    StrikeOblastFactory.create(strike=strike, oblast=elsewhere.oblast)

    answer = api(coordinator).patch(
        f"{URL}{strike.pk}/", {"title": "Інша"}, headers={"If-Match": '"1.plain"'}
    )

    assert answer.status_code == 403


def test_a_change_wants_the_version_it_saw(api, strike, coordinator):
    client, url = api(coordinator), f"{URL}{strike.pk}/"

    assert client.patch(url, {"title": "Інша"}).status_code == 428
    assert (
        client.patch(url, {"title": "Інша"}, headers={"If-Match": '"5.plain"'}).status_code == 412
    )
    changed = client.patch(url, {"title": "Інша"}, headers={"If-Match": '"1.plain"'})
    assert (changed.status_code, changed.json()["version"]) == (200, 2)


def test_grouping_adds_nothing_to_any_figure(client, strike, coordinator, incident):
    client.force_login(coordinator)
    before = sorted(DayTally.objects.values_list("incidents", flat=True))

    client.post(f"/incidents/strikes/{strike.pk}/put/", {"incidents": [str(incident.pk)]})

    incident.refresh_from_db()
    assert (incident.strike, incident.version) == (strike, 2)
    kept = [each for each in DayTally.objects.values_list("incidents", flat=True) if each]
    assert sum(kept) == sum(before)
    page = client.get(strike.get_absolute_url()).content.decode()
    assert incident.number in page

    client.post(f"/incidents/strikes/{strike.pk}/take/", {"incidents": [str(incident.pk)]})
    incident.refresh_from_db()
    assert incident.strike is None


@pytest.mark.parametrize("kind", ["elsewhere", "sensitive", "long after"])
def test_only_what_may_belong_to_it_is_put_into_it(
    client, strike, coordinator, community, elsewhere, categories, kind
):
    fields = {
        "elsewhere": {"community": elsewhere, "category": categories["event.shelling"]},
        "sensitive": {"community": community, "category": categories["violence.domestic"]},
        "long after": {
            "community": community,
            "category": categories["event.shelling"],
            "occurred_at": OCCURRED.replace(month=8),
        },
    }[kind]
    other = IncidentFactory.create(**fields)
    client.force_login(coordinator)

    answer = client.post(f"/incidents/strikes/{strike.pk}/put/", {"incidents": [str(other.pk)]})

    assert answer.status_code == 400
    assert Incident.objects.get(pk=other.pk).strike is None


def test_an_oblast_whose_incidents_belong_to_it_stays(api, strike, incident, coordinator, ministry):
    Incident.objects.filter(pk=incident.pk).update(strike=strike)
    nation = account("ministry_administrator", nation=True)
    other = StrikeOblastFactory.create(strike=strike).oblast

    answer = api(nation).patch(
        f"{URL}{strike.pk}/", {"oblasts": [other.code]}, headers={"If-Match": '"1.plain"'}
    )

    assert answer.status_code == 409
    assert strike.places.count() == 2


@pytest.mark.limit("strike_title")
def test_a_title_has_an_end(api, coordinator, community):
    client = api(coordinator)

    assert client.post(URL, said(community.oblast, title="а" * 201)).status_code == 400
    assert client.post(URL, said(community.oblast, title="а" * 200)).status_code == 201


@pytest.mark.limit("strike_candidates")
def test_a_page_offers_a_bounded_number(client, strike, coordinator, community, categories):
    for number in range(101):
        IncidentFactory.create(
            community=community,
            category=categories["event.shelling"],
            number=f"88-2026-{number:06}",
        )
    client.force_login(coordinator)

    assert len(client.get(strike.get_absolute_url()).context["offered"]) == 100


def test_the_pages_record_and_change_a_strike(client, coordinator, community):
    client.force_login(coordinator)
    form = {"title": "Обстріл", "started_at": "2026-06-15T03:40", "oblasts": [community.oblast.pk]}

    client.post("/incidents/strikes/new/", form)
    strike = Strike.objects.get()
    client.post(f"{strike.get_absolute_url()}edit/", form | {"title": "Інша", "version": 1})
    stale = client.post(f"{strike.get_absolute_url()}edit/", form | {"version": 1})

    assert Strike.objects.get().title == "Інша"
    assert stale.status_code == 409
    assert "Інша" in client.get("/incidents/strikes/").content.decode()
