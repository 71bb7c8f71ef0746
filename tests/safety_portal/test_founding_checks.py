"""What the founding texts say of each other, asked of the running portal: names, and cross-checks."""

import pytest
from django.test import Client

from accounts.models import User
from safety_portal.demo.accounts import SIX

pytestmark = pytest.mark.usefixtures("demo")
SIX_ONLY = "cohort=kherson-six"


@pytest.fixture
def ministry():
    browser = Client()
    browser.force_login(User.objects.get(username="ministry"))
    return browser


@pytest.fixture
def figure(ministry):
    def asked(code, days):
        answer = ministry.get(f"/api/v1/measures/{code}/?{days}&{SIX_ONLY}").json()
        return float(answer["results"][0]["value"])

    return asked


@pytest.mark.parametrize("words", ["Recovery in the Conditions", "Recovery in Conditions"])
def test_s2_21_the_project_is_found_by_either_spelling_of_its_title(ministry, words):
    found = ministry.get("/search/", {"q": words}).context["programmes"]

    assert [each.code for each in found] == ["kherson-recovery"]


@pytest.mark.parametrize("words", ["Safety and Recovery", "Safety and Restoration", "WGPSR"])
def test_s2_23_the_groups_are_found_by_either_english_name(ministry, words):
    found = ministry.get("/search/", {"q": words}).context["groups"]

    assert set(SIX) <= {each.community.code for each in found}


def test_x_01_five_rounds_lie_between_the_two_texts(figure):
    assert figure("meetings.held", "from=2024-05-01&to=2025-11-01") == 30
    assert figure("meetings.held", "from=2023-08-01&to=2025-11-01") == 24 + 30


def test_x_03_about_thirteen_people_came_to_a_meeting(figure):
    days = "from=2023-08-01&to=2025-11-01"

    assert figure("participants.unique", days) <= figure("participations", days)
    assert 13 < figure("participants.per_meeting", days) < 14


def test_x_09_an_office_of_a_precinct_officer_is_none_of_a_community_officer(ministry):
    rows = ministry.get("/api/v1/initiatives/?category=officer_office&limit=100").json()["results"]
    precinct = [each for each in rows if "дільнич" in each["title"].lower()]
    community = [each for each in rows if each not in precinct]

    assert precinct
    assert len(community) >= 2


def test_s4_36_how_a_meeting_was_held_is_told_of_each(ministry):
    rows = ministry.get("/api/v1/meetings/?status=held&limit=500").json()["results"]
    second = [each["mode"] for each in rows if each["number"] == 2]

    assert all(each["mode"] for each in rows)
    assert second.count("online") >= len(SIX)  # for safety, all second meetings were online
