"""What the founding texts say of the working groups and their meetings, asked of the running portal.

The six are a cohort: the seventh group, of the same oblast, must not slip in.
"""

import pytest
from django.test import Client

from accounts.models import User
from safety_portal.demo.accounts import SIX

pytestmark = pytest.mark.usefixtures("demo")
SPRING, AUTUMN = "from=2023-08-01&to=2024-05-01", "from=2023-08-01&to=2025-11-01"


def reader(name):
    browser = Client()
    browser.force_login(User.objects.get(username=name))
    return lambda address: browser.get(f"/api/v1/{address}").json()


@pytest.fixture
def union():
    return reader("union")


@pytest.fixture
def figure(union):
    """Return a reader of figures: the values by community, or the one of all six."""

    def read(code, period, by=""):
        answer = union(f"measures/{code}/?cohort=kherson-six&{period}{f'&by={by}' * bool(by)}")
        assert "results" in answer, answer
        rows = answer["results"]
        found = {row["by"].get(by): float(row["value"]) for row in rows}
        return found if by else found[None]

    return read


def test_s2_02_s2_03_s4_01_s4_34_six_groups_began_in_summer_2023(union, figure):
    groups = union("working-groups/")["results"]

    assert {each["community"] for each in groups} == set(SIX)
    assert all("2023-06-01" <= each["established_on"] <= "2023-08-31" for each in groups)
    assert figure("groups.active", "from=2025-10-01&to=2025-11-01") == 6


def test_the_seventh_group_is_in_the_oblast_and_not_among_the_six():
    held = reader("kherson")(f"measures/groups.active/?{AUTUMN}")["results"]

    assert [row["value"] for row in held] == ["7"]


def test_s2_04_visits_came_before_the_groups(union):
    visits = reader("ministry")("visits/?programme=kherson-recovery")["results"]

    assert set(SIX) <= {each["community"] for each in visits}


def test_s2_05_each_group_rests_on_an_order_and_a_regulation(union):
    groups = union("working-groups/")["results"]

    assert all(each["order_number"] and each["order_date"] for each in groups)
    assert all(each["regulation"] and "адміністрація" in each["order_issuer"] for each in groups)


def test_s2_06_s4_33_members_come_from_eight_sectors(union):
    for group in union("working-groups/")["results"]:
        members = union(f"memberships/?group={group['id']}&limit=100")["results"]
        assert len({each["sector"] for each in members}) == 8


def test_s2_07_each_group_is_to_meet_every_two_months(union, figure):
    assert {each["interval_months"] for each in union("working-groups/")["results"]} == {2}
    assert figure("meetings.due", AUTUMN, "community") == dict.fromkeys(SIX, 13)


def test_s2_08_each_community_has_held_four_meetings(figure):
    assert figure("meetings.held", SPRING, "community") == dict.fromkeys(SIX, 4)
    assert figure("meetings.held", SPRING) == 24


def test_s4_02_54_meetings_took_place(figure):
    assert figure("meetings.held", AUTUMN) == 54


def test_s4_03_about_730_participations(figure):
    assert 723 <= figure("participations", AUTUMN) <= 737


def test_s4_04_140_different_people_and_the_sum_of_communities_is_another(figure):
    assert figure("participants.unique", AUTUMN) == 140
    assert sum(figure("participants.unique", AUTUMN, "community").values()) == 141


def test_s4_05_attendance_grows_from_round_to_round(union):
    came = {}
    for meeting in union("meetings/?status=held&limit=100")["results"]:
        there = union(f"attendances/?meeting={meeting['id']}&limit=100")["results"]
        count = sum(each["state"] in {"present", "online"} for each in there)
        came[meeting["number"]] = came.get(meeting["number"], 0) + count
    rounds = [came[number] for number in sorted(came)]
    middle = (len(rounds) - 1) / 2

    assert len(rounds) == 9
    assert sum((place - middle) * count for place, count in enumerate(rounds)) > 0


def test_s4_28_the_last_round_was_in_october_2025(union):
    ninth = [e for e in union("meetings/?status=held&limit=100")["results"] if e["number"] == 9]

    assert len(ninth) == 6
    assert max(each["held_on"] for each in ninth)[:7] == "2025-10"


def test_s4_31_groups_go_on_in_2026(figure):
    assert figure("groups.active", "from=2026-01-01&to=2026-01-02") == 6


def test_s4_32_the_foundation_coordinates_the_network(union):
    assert {each["coordinator"] for each in union("working-groups/")["results"]} == {"union"}


def test_s1_07_who_headed_the_police_of_donetsk_oblast():
    ask = reader("ministry")
    held = ask("positions/?organisation=npu-14&held_on=2022-01-19")["results"]

    assert [each["person_name"] for each in held] == ["Руслан Осіпенко"]
    assert held[0]["title"].startswith("Начальник")


def test_s0_01_who_was_the_minister_on_30_12_2025():
    held = reader("ministry")("positions/?organisation=mia&held_on=2025-12-30")["results"]

    assert [each["person_name"] for each in held] == ["Ігор Клименко"]
