"""Courses and certificates: who is enrolled and certified, when that is refused, what the path says."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from core import clock
from officers.models import Enrolment, Officer, TrainingCourse
from tests.factories.accounts import account
from tests.factories.communities import OrganisationFactory
from tests.factories.officers import (
    CourseFactory,
    EnrolmentFactory,
    OfficerFactory,
    StageChangeFactory,
)

pytestmark = pytest.mark.django_db
ENDED = date(2025, 6, 1)


@pytest.fixture
def unit(community):
    return OrganisationFactory.create(oblast=community.oblast)


@pytest.fixture
def page(client, community):
    client.force_login(account("oblast_coordinator", oblast=community.oblast, service="police"))
    return client


@pytest.fixture
def course(db):
    return CourseFactory.create(ends_on=ENDED)


def selected(unit, **officer):
    made = OfficerFactory.create(unit=unit, path=None, **officer)
    StageChangeFactory.create(officer=made, stage="selected", on=date(2025, 3, 1))
    return made


def enrol(page, course, officers=(), badges=""):
    said = {"officers": [each.pk for each in officers], "badges": badges}
    return page.post(reverse("officers:course-enrol", args=[course.pk]), said)


def certify(page, course, numbers, on=ENDED, until=""):
    said = {f"number_{each.pk}": number for each, number in numbers.items()}
    said |= {"certified_on": on.isoformat(), "valid_until": until}
    return page.post(reverse("officers:course-certify", args=[course.pk]), said)


def stage_of(officer):
    return Officer.objects.get(pk=officer.pk).stage


def test_a_course_is_written_down(page, unit):
    said = {
        "name_uk": "Курс",
        "service": "police",
        "provider": unit.pk,
        "place": "Харків",
        "hours": "160",
        "starts_on": "2025-04-01",
        "ends_on": "2025-06-01",
    }
    backwards = page.post(reverse("officers:course-add"), said | {"ends_on": "2025-03-01"})
    other = page.post(reverse("officers:course-add"), said | {"service": "rescue"})
    made = page.post(reverse("officers:course-add"), said)

    assert (backwards.status_code, other.status_code, made.status_code) == (400, 400, 302)
    assert TrainingCourse.objects.get().hours == 160
    assert "Курс" in page.get(reverse("officers:courses")).content.decode()


def test_the_selected_are_enrolled_and_come_into_training_then_certified(page, course, unit):
    first, second = selected(unit), selected(unit, badge_number="0001")

    assert enrol(page, course, [first], badges="0001").status_code == 302
    assert {stage_of(first), stage_of(second)} == {"training"}

    rows = {each.officer_id: each for each in course.enrolments.all()}
    numbers = {rows[first.pk]: "ПОГ-1"}
    assert certify(page, course, numbers, until="2030-06-01").status_code == 302
    assert (stage_of(first), stage_of(second)) == ("certified", "training")
    assert "ПОГ-1" in page.get(first.get_absolute_url()).content.decode()
    assert "ПОГ-1" in page.get(course.get_absolute_url()).content.decode()


def test_nobody_is_enrolled_twice(page, course, unit):
    officer = selected(unit, badge_number="0001")

    for _each in range(2):
        assert enrol(page, course, badges="0001").status_code == 302

    assert Enrolment.objects.get().officer == officer


@pytest.mark.parametrize("kind", ["elsewhere", "of the other service", "unknown"])
def test_a_badge_number_of_nobody_here_is_named(page, course, unit, elsewhere, kind):
    away = OrganisationFactory.create(oblast=elsewhere.oblast)
    if kind == "elsewhere":
        selected(away, badge_number="0009")
    if kind == "of the other service":
        selected(unit, badge_number="0009", kind="community_rescue")

    answer = enrol(page, course, badges="0009")

    assert answer.status_code == 400
    assert "0009" in str(answer.context["enrol"].errors["badges"])
    assert not Enrolment.objects.exists()


@pytest.mark.parametrize(
    ("on", "until", "field"),
    [
        pytest.param(ENDED - timedelta(days=1), "", "certified_on", id="before the course ends"),
        pytest.param(clock.today() + timedelta(days=1), "", "certified_on", id="in the future"),
        pytest.param(ENDED, "2025-06-01", "valid_until", id="ends as it begins"),
    ],
)
def test_a_certificate_has_days_that_can_be(page, course, unit, on, until, field):
    row = EnrolmentFactory.create(course=course, officer=selected(unit))

    answer = certify(page, course, {row: "1"}, on, until)

    assert answer.status_code == 409
    assert field in answer.context["certify"].errors
    row.refresh_from_db()
    assert row.certificate_number == ""


def test_a_number_is_given_once_and_a_refused_one_gives_none(page, course, unit):
    rows = [EnrolmentFactory.create(course=course, officer=selected(unit)) for _each in "12"]

    answer = certify(page, course, dict.fromkeys(rows, "ПОГ-1"))

    assert answer.status_code == 409
    assert f"number_{rows[1].pk}" in answer.context["certify"].errors
    assert not Enrolment.objects.exclude(certificate_number="").exists()


def test_a_course_shows_only_the_officers_of_its_reader(page, course, unit, elsewhere):
    mine = EnrolmentFactory.create(course=course, officer=selected(unit))
    away = OrganisationFactory.create(oblast=elsewhere.oblast)
    EnrolmentFactory.create(course=course, officer=selected(away))

    shown = page.get(course.get_absolute_url())

    assert list(shown.context["page"].rows) == [mine]
    assert list(shown.context["certify"].waiting) == [mine]


def test_who_may_not_change_officers_enrols_nobody(client, course, unit, community):
    client.force_login(account("council", community=community))
    officer = selected(unit)

    assert client.get(course.get_absolute_url()).status_code == 200
    assert enrol(client, course, [officer]).status_code == 403


@pytest.mark.parametrize(("left", "words"), [(-1, "bad"), (30, "30"), (31, "60"), (91, "")])
def test_a_certificate_that_lapses_soon_says_so(course, left, words):
    row = EnrolmentFactory.build(course=course, valid_until=clock.today() + timedelta(days=left))

    assert row.is_lapsed == (words == "bad")
    assert words == "bad" or (words in row.lapses_soon and bool(words) == bool(row.lapses_soon))


@pytest.mark.limit("certificate")
def test_the_number_of_a_certificate_has_an_end(page, course, unit):
    row = EnrolmentFactory.create(course=course, officer=selected(unit))

    assert certify(page, course, {row: "1" * 41}).status_code == 400
    assert certify(page, course, {row: "1" * 40}).status_code == 302


@pytest.mark.limit("badges")
def test_pasted_badge_numbers_have_an_end(page, course, unit):
    selected(unit, badge_number="1")

    assert enrol(page, course, badges="1" + " " * 4999 + "1").status_code == 400
    assert enrol(page, course, badges="1" + "," * 4998 + "1").status_code == 302


@pytest.mark.limit("course_candidates")
def test_a_course_offers_a_bounded_number(page, course, unit):
    for _each in range(101):
        selected(unit)

    offered = page.get(course.get_absolute_url()).context["enrol"].fields["officers"].queryset

    assert offered.count() == 100


def test_courses_and_enrolments_are_told_to_programs(api, course, unit, community):
    row = EnrolmentFactory.create(course=course, officer=selected(unit))
    program = api(account("api_client", oblast=community.oblast, service="police"))
    stranger = api(account("api_client", oblast=community.oblast, service="rescue"))
    url = f"/api/v1/officers/{row.officer.pk}/enrolments/"

    assert program.get("/api/v1/courses/").json()["results"][0]["id"] == course.pk
    assert program.get("/api/v1/courses/?service=rescue").json()["results"] == []
    assert program.get(url).json()["results"][0]["course"] == course.pk
    assert stranger.get(url).status_code == 404
