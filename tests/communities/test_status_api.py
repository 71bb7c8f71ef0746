"""The lines of the list for programs, and communities as they were on a day."""

from datetime import date

import pytest

from communities.models import Community
from communities.models.facts import ControlKind
from tests.factories.accounts import account
from tests.factories.communities import (
    CommunityFactory,
    ControlStatusFactory,
    PopulationFactory,
    RaionFactory,
    SettlementFactory,
)

pytestmark = pytest.mark.django_db

LINES, COMMUNITIES = "/api/v1/control-statuses/", "/api/v1/communities/"


@pytest.fixture
def reader(api, ministry):
    return api(ministry)


def units(answer):
    return [each["unit"] for each in answer.json()["results"]]


def test_a_line_is_told_as_it_stands_and_as_it_is_read(reader):
    line = ControlStatusFactory.create(starts_on=date(2022, 3, 1), ends_on=date(2022, 3, 31))
    ControlStatusFactory.create(
        community=line.community, status=ControlKind.POSSIBLE, starts_on=date(2022, 4, 1)
    )

    told = reader.get(LINES).json()["results"]

    assert told[0] == {
        "id": line.pk,
        "level": "community",
        "unit": line.community.code,
        "name_uk": line.community.name_uk,
        "name_en": line.community.name_en,
        "status": "occupied",
        "starts_on": "2022-03-01",
        "ends_on": "2022-03-31",
        "held_from": "2022-03-01",
        "held_until": "2022-04-01",
        "contested": False,
        "listed_as": "Громада",
        "act": "Наказ № 376",
        "edition": "2025-04-30",
    }
    assert told[1]["held_until"] is None


def test_lines_are_found_by_unit_territory_day_status_and_contradiction(reader):
    village = SettlementFactory.create()
    home = village.community
    ControlStatusFactory.create(community=None, settlement=village, starts_on=date(2023, 1, 1))
    ControlStatusFactory.create(community=home, status=ControlKind.POSSIBLE)
    ControlStatusFactory.create(community=None, oblast=home.oblast, starts_on=None)
    far = ControlStatusFactory.create(community=None, raion=RaionFactory.create())
    ControlStatusFactory.create(community=None, raion=far.raion, status=ControlKind.ACTIVE)

    def found(**query):
        return units(reader.get(LINES, query))

    of_home = [village.code, home.code, home.oblast.code]
    assert found(territory=home.oblast.code) == of_home
    assert found(territory=home.raion.code) == of_home[:2]
    assert found(territory=home.code) == of_home[:2]
    assert found(unit=home.code) == [home.code]
    assert found(unit=village.code) == [village.code]
    assert found(on="2022-06-01", territory=home.oblast.code) == of_home[1:]
    assert found(status="active_hostilities") == [far.raion.code]
    assert found(contested="true") == [far.raion.code] * 2
    assert found(unit="UA99999999999999999") == []


@pytest.mark.parametrize(
    "query", ["on=2022-1-1", "on=2100-01-01", "status=calm", "unit=a%20b", "x=1"]
)
def test_what_cannot_be_read_is_refused(reader, query):
    assert reader.get(f"{LINES}?{query}").status_code == 400


def test_the_list_is_the_same_for_every_account(api, community):
    elsewhere = ControlStatusFactory.create().community

    seen = units(api(account("officer", community=community, service="police")).get(LINES))

    assert seen == [elsewhere.code]
    assert api().get(LINES).status_code == 401


def test_communities_are_told_as_they_were_on_a_day(reader, community):
    ControlStatusFactory.create(
        community=community, starts_on=date(2022, 3, 1), ends_on=date(2022, 11, 12)
    )
    PopulationFactory.create(community=community, on=date(2022, 1, 1), people=100)
    PopulationFactory.create(community=community, on=date(2024, 1, 1), people=80)

    def told(path, **query):
        found = reader.get(path, query).json()
        found = found["results"][0] if "results" in found else found
        return [found[name] for name in ("status", "population", "population_on")]

    for path in (COMMUNITIES, f"{COMMUNITIES}{community.code}/"):
        assert told(path, on="2022-06-01") == ["occupied", 100, "2022-01-01"]
        assert told(path, on="2021-06-01") == ["controlled", None, None]
        assert told(path) == ["controlled", 80, "2024-01-01"]


def test_who_is_eligible_on_a_day_is_one_rule_for_program_and_figure(reader):
    gone = CommunityFactory.create(dissolved_on=date(2023, 1, 1))
    free, occupied = CommunityFactory.create_batch(2)
    ControlStatusFactory.create(community=occupied, starts_on=date(2022, 3, 1))
    CommunityFactory.create(projected=True, type="")

    for day in (date(2022, 1, 1), date(2022, 6, 1), date(2024, 1, 1)):
        answer = reader.get(COMMUNITIES, {"eligible_on": str(day), "count": "exact"}).json()
        rule = Community.objects.eligible_on(day)
        assert {each["code"] for each in answer["results"]} == {each.code for each in rule}
        assert answer["count"] == rule.count()
    assert [each["code"] for each in answer["results"]] == [free.code]
    assert gone.code not in str(answer)


@pytest.mark.parametrize("name", ["on", "eligible_on"])
def test_a_day_to_come_is_refused(reader, name):
    answer = reader.get(COMMUNITIES, {name: "2100-01-01"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["pointer"] == f"/{name}"
