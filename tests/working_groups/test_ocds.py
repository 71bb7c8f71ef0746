"""Initiatives as open contracting data: what OCDS 1.1 requires is there, and adds up."""

import re
from datetime import date, datetime
from decimal import Decimal

import pytest

from tests.factories.communities import CommunityFactory, OrganisationFactory
from tests.factories.money import FundingFactory, initiative_of

pytestmark = pytest.mark.django_db
URL = "/api/v1/initiatives/"
REQUIRED = {  # of the schemas of OCDS 1.1.5: the package, a release, and what a release holds
    "package": {"uri", "version", "publisher", "publishedDate", "releases"},
    "release": {"ocid", "id", "date", "tag", "initiationType"},
    "award": {"id"},
    "contract": {"id", "awardID"},
    "transaction": {"id"},
}
TAGS = {"planning", "award", "contract", "implementation"}
ROLES = {"buyer", "funder", "payer", "payee", "interestedParty"}
CONTRACT_STATUS = {"pending", "active", "cancelled", "terminated"}
AGREED = (
    ("idea", date(2023, 9, 1)),
    ("proposed", date(2023, 9, 2)),
    ("approved", date(2023, 9, 3)),
)


@pytest.fixture
def program(api, group_coordinator):
    return api(group_coordinator)


@pytest.fixture
def chain(community):
    initiative = initiative_of(community, stages=AGREED, title="Камери", dream_id="DREAM-1")
    donor = OrganisationFactory.create(code="donor", country="DK")
    agency = OrganisationFactory.create(edrpou="12345678")
    for kind in ("commitment", "disbursement"):
        said = {"initiative": initiative, "kind": kind}
        FundingFactory.create(giver=donor, receiver=agency, **said)
        money = {"amount": Decimal(1000), "currency": "DKK", "rate_date": date(2024, 1, 9)}
        FundingFactory.create(giver=agency, uah=Decimal(5500), **money, **said)
    return initiative


def parties_of(release):
    """Return the parties by id, each sound in itself."""
    parties = {each["id"]: each for each in release["parties"]}
    assert len(parties) == len(release["parties"])
    for each in parties.values():
        assert each["name"]
        assert set(each["roles"]) <= ROLES
        assert each["roles"]
        assert {"scheme", "id"} <= set(each["identifier"])
    return parties


def check(package):
    """Hold a package to what the standard requires, and its references to its parties."""
    assert REQUIRED["package"] <= set(package)
    assert re.fullmatch(r"\d+\.\d+", package["version"])
    assert package["publisher"]["name"]
    datetime.fromisoformat(package["publishedDate"])
    for release in package["releases"]:
        assert REQUIRED["release"] <= set(release)
        assert re.fullmatch(r"ocds-[a-z0-9]{6}-\d+", release["ocid"])
        assert "#" not in release["id"]
        assert datetime.fromisoformat(release["date"]).tzinfo
        assert set(release["tag"]) <= TAGS
        assert release["initiationType"] == "tender"
        parties = parties_of(release)
        awards = {each["id"] for each in release.get("awards", ())}
        for breakdown in release["planning"]["budget"].get("budgetBreakdown", ()):
            assert breakdown["sourceParty"]["id"] in parties
        for contract in release.get("contracts", ()):
            assert REQUIRED["contract"] <= set(contract)
            assert contract["awardID"] in awards
            assert contract["status"] in CONTRACT_STATUS
            for each in contract.get("implementation", {}).get("transactions", ()):
                assert REQUIRED["transaction"] <= set(each)
                assert isinstance(each["value"]["amount"], float)
                assert "payer" in parties[each["payer"]["id"]]["roles"]
                assert "payee" in parties[each["payee"]["id"]]["roles"]


def test_an_initiative_is_a_valid_release(program, chain, community):
    answer = program.get(f"{URL}{chain.pk}/ocds/")

    assert answer.status_code == 200, answer.content
    check(answer.json())
    release = answer.json()["releases"][0]
    assert release["planning"]["budget"]["amount"] == {"amount": 5500.0, "currency": "UAH"}
    assert release["planning"]["budget"]["projectID"] == "DREAM-1"
    paid = release["contracts"][0]["implementation"]["transactions"]
    assert [each["value"] for each in paid] == [{"amount": 1000.0, "currency": "DKK"}]
    roles = {each["id"]: each["roles"] for each in release["parties"]}
    assert roles == {
        "PORTAL-donor": ["funder"],
        "UA-EDR-12345678": ["buyer", "payer"],
        f"UA-KATOTTH-{community.code}": ["interestedParty", "payee"],
    }


def test_an_idea_without_money_is_a_plan(program, community):
    idea = initiative_of(community)
    package = program.get(f"{URL}{idea.pk}/ocds/").json()

    check(package)
    assert package["releases"][0]["tag"] == ["planning"]
    assert "contracts" not in package["releases"][0]


def test_the_initiatives_in_reach_come_in_pages(program, chain, community, elsewhere):
    others = [initiative_of(community), initiative_of(community, elsewhere)]
    hidden = initiative_of(elsewhere)
    found, url = [], f"{URL}ocds/?limit=2"
    while url:
        package = program.get(url).json()
        check(package)
        found += [each["ocid"] for each in package["releases"]]
        url = package["links"]["next"]

    keys = sorted(int(each.rpartition("-")[2]) for each in found)
    assert keys == sorted(each.pk for each in (chain, *others))
    assert program.get(f"{URL}{hidden.pk}/ocds/").status_code == 404
    assert program.get(f"{URL}ocds/?stage=approved").json()["releases"][0]["ocid"] == next(
        each for each in found if each.endswith(f"-{chain.pk}")
    )


def test_a_change_of_money_is_a_new_release(program, chain):
    first = program.get(f"{URL}{chain.pk}/ocds/").json()["releases"][0]
    link = chain.fundings.first()
    link.updated_at = datetime.fromisoformat("2026-07-01T09:00:00+00:00")
    link.save()
    second = program.get(f"{URL}{chain.pk}/ocds/").json()["releases"][0]

    assert (first["ocid"], first["id"] != second["id"]) == (second["ocid"], True)


def test_what_it_costs_does_not_grow_with_the_initiatives(
    program, chain, community, django_assert_max_num_queries
):
    for _each in range(4):
        FundingFactory.create(initiative=initiative_of(community, CommunityFactory.create()))
    with django_assert_max_num_queries(14):
        assert len(program.get(f"{URL}ocds/").json()["releases"]) == 5


def test_the_prefix_is_set(program, chain, settings):
    settings.OCDS = settings.OCDS | {"prefix": "ocds-a1b2c3"}

    release = program.get(f"{URL}{chain.pk}/ocds/").json()["releases"][0]
    assert release["ocid"] == f"ocds-a1b2c3-{chain.pk}"
