"""What the founding texts say of money and of those who stand behind the groups, asked of the portal."""

from decimal import Decimal

import pytest
from django.test import Client

from accounts.models import User

pytestmark = pytest.mark.usefixtures("demo")
SPRING = "from=2023-08-01&to=2024-05-01"
CARRIERS = {"union", "undp", "denmark"}


def reader(name):
    browser = Client()
    browser.force_login(User.objects.get(username=name))
    return lambda address: browser.get(f"/api/v1/{address}").json()


@pytest.fixture
def union():
    return reader("union")


def every(ask, address):
    """Return all records of a list, page after page."""
    found, answer = [], ask(address)
    while True:
        found += answer["results"]
        if not answer["next"]:
            return found
        answer = ask(answer["next"].partition("/api/v1/")[2])


def test_s2_01_initiatives_of_six_communities_exceed_two_million(union):
    said = union(f"measures/initiatives.uah/?cohort=kherson-six&{SPRING}")["results"]
    uah = Decimal(said[0]["value"])

    assert uah > 2_000_000
    keys = {
        each["id"]
        for stage in ("approved", "funded", "in_progress", "completed")
        for each in every(union, f"initiatives/?on=2024-04-30&stage={stage}&limit=100")
    }
    links = every(union, "fundings/?terminal=true&kind=commitment&until=2024-04-30&limit=100")
    assert uah == sum(Decimal(each["uah"]) for each in links if each["initiative"] in keys)


def test_s2_01_each_sum_is_counted_once_although_three_passed_it_on(union):
    links = every(union, "fundings/?kind=commitment&limit=100")
    by_initiative = {}
    for each in links:
        by_initiative.setdefault(each["initiative"], []).append(each)

    for chain in by_initiative.values():
        assert [(e["giver"], e["receiver"]) for e in sorted(chain, key=lambda e: e["id"])] == [
            ("denmark", "undp"),
            ("undp", "union"),
            ("union", None),
        ]
        assert len({each["uah"] for each in chain}) == 1
        assert all("умовна" in each["note"] for each in chain)


def test_s2_18_groups_proposed_every_initiative_and_undp_supported_it(union):
    then = every(union, "initiatives/?on=2024-04-30&limit=100")
    supported = {each["initiative"] for each in every(union, "fundings/?giver=undp&limit=100")}

    assert then
    assert all(each["group"] for each in then)
    assert {each["id"] for each in then} <= supported


def test_s2_22_s4_35_the_foundation_undp_and_denmark_carry_the_project(union):
    programme = reader("ministry")("programmes/kherson-recovery/")
    links = every(union, "fundings/?limit=100")

    assert programme["implementer"] == "union"
    assert {programme["implementer"], *programme["partners"]} == CARRIERS
    assert {each["giver"] for each in links} == CARRIERS
    received = {each["receiver"] for each in links} - {None}
    assert {each["giver"] for each in links} - received == {"denmark"}


def test_s4_19_grants_with_the_rescuers_and_the_training_centre(union):
    found = every(union, "grants/?partner=ses-65")

    assert found
    assert all({"ses-65", "emc-65"} <= set(each["partners"]) for each in found)
    assert {"inclusion", "civil_protection"} <= {each["theme"] for each in found}
    assert sum(Decimal(each["uah"]) for each in found) > 0


def test_who_funded_what_is_one_page(union):
    browser = Client()
    browser.force_login(User.objects.get(username="kherson"))
    page = browser.get("/working-groups/funding/?kind=commitment").content.decode()

    assert "Уряд Данії → Програма розвитку ООН" in page


def test_the_open_contracting_data_name_all_three(union):
    package = union("initiatives/ocds/?limit=100")

    assert {
        party["id"]
        for release in package["releases"]
        for party in release["parties"]
        if party["identifier"]["scheme"] == "PORTAL"
    } >= {f"PORTAL-{each}" for each in CARRIERS}
