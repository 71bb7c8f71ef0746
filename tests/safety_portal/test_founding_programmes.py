"""What the founding texts say of programmes, memoranda and stations, asked of the running portal.

Each test is named after the statements it answers.
"""

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.models import User
from core import clock
from safety_portal.demo.accounts import KHERSON
from safety_portal.demo.people import MARIUPOL

pytestmark = pytest.mark.usefixtures("demo")
MONTH = 365.25 / 12  # days


@pytest.fixture
def ministry():
    browser = Client()
    browser.force_login(User.objects.get(username="ministry"))
    return browser


@pytest.fixture
def told(ministry):
    """Return a reader of the API that follows no pages: each list here is short."""
    return lambda address: ministry.get(f"/api/v1/{address}").json()


def test_s0_02_s0_18_the_rescue_programme_has_run_for_six_months(told):
    started = date.fromisoformat(told("programmes/rescue/")["started_on"])

    assert started.year == 2025
    assert round((date(2025, 12, 30) - started).days / MONTH) == 6


def test_s0_07_s0_08_whose_the_rescue_programme_is_and_what_it_was_modelled_on(told):
    rescue = told("programmes/rescue/")

    assert (rescue["owner"], rescue["host"], rescue["based_on"]) == ("mia", "ses", "police")


@pytest.mark.parametrize("name", ["Community Lifeguard Officer", "Community Rescue Officer"])
def test_s0_17_either_english_name_finds_it(ministry, name):
    page = ministry.get("/search/", {"q": name}).content.decode()

    assert "Офіцер-рятувальник громади" in page


def test_s1_03_s3_02_the_police_programme_is_the_polices_with_partners_abroad(told):
    police = told("programmes/police/")

    assert (police["owner"], police["implementer"]) == ("npu", "npu")
    assert police["partners"] == ["icitap"]


def test_s1_02_mariupol_joined_in_the_first_group(told):
    mine = told(f"accessions/?programme=police&territory={MARIUPOL}")["results"]

    assert [each["joined_on"] <= "2022-01" for each in mine] == [True]


def test_s1_22_s1_13_mariupols_memorandum_comes_before_everything(told):
    found = told(f"memoranda/?territory={MARIUPOL}")["results"]
    stations = told(f"stations/?territory={MARIUPOL}")["results"]

    assert [each["service"] for each in found] == ["police"]
    memorandum = found[0]
    assert "npu" in memorandum["parties"]
    assert memorandum["other_parties"] == "Маріупольська міська рада"
    assert memorandum["signed_on"] < min("2022-01-19", *(each["opened_on"] for each in stations))
    assert memorandum["late"] is False
    assert memorandum["cofinancing_uah"] is None
    assert memorandum["cofinancing_unknown"]
    counted = f"measures/communities.memoranda/?from=2022-01-01&to=2022-01-20&territory={MARIUPOL}"
    assert told(counted)["results"][0]["value"] == "1"


def test_s1_21_the_station_of_staryi_krym_has_an_office_and_a_rest_room(told):
    station = told(f"stations/?territory={MARIUPOL}")["results"][0]

    assert station["settlement"] == "UA14140050020046281"
    assert (station["has_office"], station["has_rest_room"]) == (True, True)


def test_s3_01_dnipropetrovsk_joined_first_and_kirovohrad_second(ministry):
    rows = ministry.get("/programmes/police/").context["oblasts"]

    assert [each["oblast"].number for each in rows[:2]] == ["12", "35"]


def test_s3_10_the_steps_are_selection_training_and_what_follows(ministry):
    page = ministry.get("/programmes/police/").content.decode()

    places = [page.index(word) for word in ("Відбір", "Навчання", "Офіцер на посаді")]
    assert places == sorted(places)


MARIUPOLS_DAY = date(2022, 1, 19)


@pytest.fixture
def officer_a(told):
    """The officer who has served Staryi Krym since October 2021, as a program learns of him."""
    served = told(f"assignments/?territory={MARIUPOL}&in_force={MARIUPOLS_DAY}")["results"]
    return next(each["officer"] for each in served if each["starts_on"] == "2021-10-19")


@pytest.fixture
def course_of_a(told, officer_a):
    taken = told(f"officers/{officer_a}/enrolments/")["results"]
    courses = {each["id"]: each for each in told("courses/?limit=500")["results"]}
    return taken[0], courses[taken[0]["course"]]


def test_s1_16_s1_17_officer_a_was_trained_in_kharkiv_by_canadians_too(course_of_a):
    _taken, course = course_of_a

    assert (course["place"], course["provider"]) == ("Харків", "khnuvs")
    assert course["partner_countries"] == ["CA"]


def test_s1_18_officer_a_finished_the_course(course_of_a):
    taken, course = course_of_a

    assert taken["result"] == "passed"
    assert course["ends_on"] <= taken["certified_on"] < "2021-10-19"


def test_s1_09_officers_are_on_duty_in_staryi_krym(told):
    served = told(f"assignments/?territory={MARIUPOL}&in_force={MARIUPOLS_DAY}")["results"]

    assert [e for e in served if "UA14140050020046281" in e["settlements"]]


def test_s3_14_the_training_of_dnipropetrovsk_was_nearly_over_in_april_2019(told):
    day = "2019-04-15"
    courses = told("courses/?limit=500")["results"]
    running = [e for e in courses if e["starts_on"] < day < e["ends_on"] and e["place"] == "Дніпро"]

    assert [e["service"] for e in running] == ["police"]


def today():
    """Return how an address asks for this day."""
    return f"from={clock.today()}&to={clock.today() + timedelta(days=1)}"


@pytest.mark.parametrize("service", ["police", "rescue"])
def test_s0_16_s3_17_of_both_programmes_it_is_known_who_lives_in_the_community(told, service):
    asked = f"{today()}&service={service}"
    share = told(f"measures/officers.living_in_community/?{asked}")["results"][0]["value"]

    assert 0 < float(share) < 100


def test_s3_03_how_many_communities_have_a_resident_officer_of_the_police(told):
    share = told(f"measures/coverage.police/?{today()}")["results"][0]["value"]

    assert 50 < float(share) < 100


def test_s3_08_an_officer_answers_for_a_beat_and_what_is_over_the_limit_is_told(told):
    over = told(f"measures/officers.load_over_limit/?{today()}&service=police")["results"][0][
        "value"
    ]

    assert told(f"beats/?territory={KHERSON}")["results"]
    assert over is not None


def test_1900_rescue_officers_are_in_post_after_four_months(told):
    days = "from=2025-10-28&to=2025-10-29&service=rescue"

    assert told(f"measures/officers.in_post/?{days}")["results"][0]["value"] == "1900"
    assert float(told(f"measures/coverage.rescue/?{days}")["results"][0]["value"]) == 100
