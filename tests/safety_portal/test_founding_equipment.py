"""What the founding texts say of equipment, asked of the running portal."""

import pytest
from django.test import Client

from accounts.models import User
from officers.models import Officer
from safety_portal.demo.people import MARIUPOL

pytestmark = pytest.mark.usefixtures("demo")
DAY = "2022-01-19"


@pytest.fixture
def handed():
    """What Mariupol's officers hold and held, with the kind of each thing, as the API tells it."""
    browser = Client()
    browser.force_login(User.objects.get(username="ministry"))

    def told(address):
        return browser.get(f"/api/v1/{address}").json()

    five = Officer.objects.filter(assignments__community__code=MARIUPOL).values_list(
        "pk", flat=True
    )
    rows = [row for key in five for row in told(f"equipment-issues/?officer={key}")["results"]]
    return [row | {"kind": told(f"equipment/{row['item']}/")["kind"]} for row in rows]


def test_s1_04_the_mayor_handed_over_the_keys_of_cars(handed):
    keys = [row for row in handed if row["kind"] == "car"]

    assert {row["starts_on"] for row in keys} == {DAY}
    assert all(row["keys_only"] for row in keys)
    assert all(any("Вадим Бойченко" in each for each in row["presented_by"]) for row in keys)


def test_s1_05_five_officers_got_keys_and_weapons(handed):
    for kind in ("car", "weapon"):
        holders = {row["officer"] for row in handed if row["kind"] == kind}
        assert len(holders) == 5, kind


def test_s1_06_two_persons_presented_it_and_the_police_gave_it(handed):
    assert {len(row["presented_by"]) for row in handed} == {2}
    assert {row["giver"] for row in handed} == {"npu-14"}


def test_s1_21_from_that_day_there_is_a_car_in_staryi_krym(handed):
    here = Officer.objects.filter(assignments__settlements__code="UA14140050020046281")
    holders = set(here.values_list("pk", flat=True))
    cars = [row for row in handed if row["kind"] == "car" and row["officer"] in holders]

    assert cars
    assert min(row["starts_on"] for row in cars) == DAY
