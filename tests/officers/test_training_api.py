"""Courses and enrolments written by programs: the same rules as on the pages."""

from datetime import date

import pytest

from officers.models import Enrolment, Officer, TrainingCourse
from tests.factories.accounts import account
from tests.factories.communities import OrganisationFactory
from tests.factories.officers import CourseFactory, OfficerFactory, StageChangeFactory

pytestmark = pytest.mark.django_db
COURSES = "/api/v1/courses/"
ENDED = date(2025, 6, 1)


@pytest.fixture
def unit(community):
    return OrganisationFactory.create(oblast=community.oblast, code="school")


@pytest.fixture
def program(api, community):
    return api(account("oblast_coordinator", oblast=community.oblast, service="police"))


@pytest.fixture
def course(db):
    return CourseFactory.create(ends_on=ENDED)


@pytest.fixture
def officer(unit):
    made = OfficerFactory.create(unit=unit, path=None)
    StageChangeFactory.create(officer=made, stage="selected", on=date(2025, 3, 1))
    return made


def said(unit, **more):
    return {
        "service": "police",
        "name_uk": "Курс",
        "name_en": "Course",
        "provider": unit.code,
        "place": "Харків",
        "hours": 160,
        "starts_on": "2025-04-01",
        "ends_on": "2025-06-01",
    } | more


def codes(answer):
    return {each["pointer"]: each["code"] for each in answer.json()["errors"]}


def enrolments(officer):
    return f"/api/v1/officers/{officer.pk}/enrolments/"


def test_a_course_is_made_once_and_changed_by_its_version(program, unit):
    partner = OrganisationFactory.create(code="canada")
    made = program.post(COURSES, said(unit, partners=[partner.code]))
    assert made.status_code == 201, made.content
    url, tag = made["Location"], {"If-Match": made["ETag"]}

    changed = program.patch(url, {"hours": 200}, headers=tag)
    late = program.patch(url, {"hours": 300}, headers=tag)

    assert made.json()["partner_names"] == [partner.name_uk]
    assert (changed.json()["hours"], changed.json()["version"]) == (200, made.json()["version"] + 1)
    assert (late.status_code, late.json()["current"]["hours"]) == (412, 200)
    assert TrainingCourse.objects.get().hours == 200


@pytest.mark.parametrize(
    ("wrong", "pointer", "code"),
    [
        ({"ends_on": "2025-03-01"}, "/ends_on", "ends_before_it_starts"),
        ({"service": "rescue"}, "/service", "out_of_reach"),
        ({"hours": 0}, "/hours", "min_value"),
        ({"hours": "160"}, "/hours", "wrong_type"),
        ({"provider": "nobody"}, "/provider", "does_not_exist"),
        ({"teacher": "x"}, "/teacher", "unknown_field"),
    ],
)
def test_a_wrong_course_is_refused_at_its_field(program, unit, wrong, pointer, code):
    answer = program.post(COURSES, said(unit) | wrong)

    assert answer.status_code == 400
    assert codes(answer)[pointer] == code
    assert not TrainingCourse.objects.exists()


def test_the_service_of_a_course_with_officers_stays(api, unit, course, officer, community):
    program = api(account("oblast_coordinator", oblast=community.oblast))
    program.post(enrolments(officer), {"course": course.pk})
    tag = {"If-Match": program.get(f"{COURSES}{course.pk}/")["ETag"]}

    answer = program.patch(f"{COURSES}{course.pk}/", {"service": "rescue"}, headers=tag)

    assert answer.status_code == 409


def test_an_officer_is_enrolled_and_certified(program, course, officer):
    first = program.post(enrolments(officer), {"course": course.pk})
    assert (first.status_code, first.json()["result"]) == (201, "enrolled")
    assert Officer.objects.get(pk=officer.pk).stage == "training"

    done = program.post(
        enrolments(officer),
        {
            "course": course.pk,
            "certificate_number": "ПОГ-7",
            "certified_on": "2025-06-02",
            "valid_until": "2030-06-01",
        },
    )

    assert (done.status_code, done.json()["result"]) == (201, "passed"), done.content
    assert Officer.objects.get(pk=officer.pk).stage == "certified"
    assert Enrolment.objects.get().certificate_number == "ПОГ-7"


def test_who_did_not_pass_has_no_certificate_and_stays_in_training(program, course, officer):
    answer = program.post(enrolments(officer), {"course": course.pk, "result": "failed"})

    assert answer.json()["result"] == "failed"
    assert Officer.objects.get(pk=officer.pk).stage == "training"
    both = {"course": course.pk, "result": "failed", "certificate_number": "7"}
    refused = program.post(enrolments(officer), both | {"certified_on": "2025-06-02"})
    assert codes(refused) == {"/result": "contradiction"}


def test_a_certificate_before_the_end_of_the_course_leaves_nothing_half_done(
    program, course, officer
):
    early = {"course": course.pk, "certificate_number": "7", "certified_on": "2025-05-31"}

    answer = program.post(enrolments(officer), early)

    assert answer.status_code == 409
    assert not Enrolment.objects.exists()


def test_an_officer_of_another_oblast_is_not_there(program, course, elsewhere):
    home = OrganisationFactory.create(oblast=elsewhere.oblast)
    stranger = OfficerFactory.create(unit=home)

    assert program.post(enrolments(stranger), {"course": course.pk}).status_code == 404


def test_who_only_reads_trains_nobody(api, course, officer, community):
    reader = api(account("council", community=community))
    analyst = api(account("ministry_analyst", nation=True))

    assert reader.post(COURSES, said(officer.unit)).status_code == 403
    assert analyst.post(enrolments(officer), {"course": course.pk}).status_code == 403


def test_the_page_says_who_did_not_pass(client, course, officer, community):
    client.force_login(account("oblast_coordinator", oblast=community.oblast))
    row = Enrolment.objects.create(officer=officer, course=course)
    url = f"/officers/courses/{course.pk}/certify/"

    both = client.post(
        url, {"failed": [row.pk], f"number_{row.pk}": "7", "certified_on": "2025-06-02"}
    )
    answer = client.post(url, {"failed": [row.pk]})

    assert (both.status_code, answer.status_code) == (400, 302)
    assert Enrolment.objects.get().result == "failed"
