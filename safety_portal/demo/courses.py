"""The courses of the demo: one a month and service, with everybody whose path leads through it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta

from communities.models import Organisation, Service
from officers.models import CourseResult, Enrolment, OfficerStage, StageChange, TrainingCourse

LASTS = timedelta(days=53)  # from the first day in training to the certificate
HOLDS = 5  # years
TITLES = {
    Service.POLICE: (
        "Підготовка поліцейських офіцерів громади",
        "Training of community police officers",
    ),
    Service.RESCUE: (
        "Підготовка офіцерів-рятувальників громади",
        "Training of community rescue officers",
    ),
}
SCHOOLS = {
    Service.POLICE: ("Академія поліції (демонстраційна)", "Police academy (demo)", "Харків"),
    Service.RESCUE: (
        "Навчальний центр ДСНС (демонстраційний)",
        "Rescue training centre (demo)",
        "Черкаси",
    ),
}
HOURS = {Service.POLICE: 270, Service.RESCUE: 160}
ABROAD = (
    2021  # the year whose police officers were trained in Kharkiv by Canadians, too (S1-16, S1-17)
)
FIRST = (date(2019, 2, 19), date(2019, 4, 30))  # of police, in Dnipropetrovsk oblast (S3-14)
SERIES = {Service.POLICE: "ПОГ", Service.RESCUE: "ОРГ"}


@dataclass(frozen=True, slots=True)
class Trainee:
    """An officer in training since a day, and the day of the certificate if there is one."""

    officer: int
    since: date
    certified_on: date | None

    @property
    def ends_on(self) -> date:
        return self.certified_on or self.since + LASTS


def train() -> int:
    """Store the courses that the paths in the database lead through, and return how many."""
    courses = 0
    for service in TITLES:
        by_month: dict[tuple[int, int], list[Trainee]] = defaultdict(list)
        for each in _trainees(service):
            by_month[each.ends_on.year, each.ends_on.month].append(each)
        school = _school(service)
        for (year, _month), trainees in sorted(by_month.items()):
            course = _course(service, school, trainees)
            if service == Service.POLICE and year == ABROAD:
                _give_abroad(course)
            _hold(course, f"{SERIES[service]}-{year}", trainees)
        courses += len(by_month)
    return courses + _first()


def _give_abroad(course: TrainingCourse) -> None:
    """Say who gave the course that the founding text tells of."""
    course.provider = Organisation.objects.get(code="khnuvs")
    course.save()
    course.partners.set(Organisation.objects.filter(code="canada"))


def _first() -> int:
    """Store the first course of the police programme, of which no persons are told."""
    name_uk, name_en = TITLES[Service.POLICE]
    TrainingCourse.objects.create(
        name_uk=name_uk,
        name_en=name_en,
        service=Service.POLICE,
        provider=Organisation.objects.get(code="dduvs"),
        place="Дніпро",
        hours=HOURS[Service.POLICE],
        starts_on=FIRST[0],
        ends_on=FIRST[1],
    )
    return 1


def _trainees(service: str) -> list[Trainee]:
    steps = StageChange.objects.in_force().filter(officer__service=service)
    days = {
        stage: dict(steps.filter(stage=stage).order_by("officer").values_list("officer", "on"))
        for stage in (OfficerStage.TRAINING, OfficerStage.CERTIFIED)
    }
    certified = days[OfficerStage.CERTIFIED]
    return [Trainee(o, on, certified.get(o)) for o, on in days[OfficerStage.TRAINING].items()]


def _school(service: str) -> Organisation:
    name_uk, name_en, _place = SCHOOLS[Service(service)]
    return Organisation.objects.create(
        name_uk=name_uk, name_en=name_en, kind="school", service=service
    )


def _course(service: str, school: Organisation, trainees: list[Trainee]) -> TrainingCourse:
    name_uk, name_en = TITLES[Service(service)]
    return TrainingCourse.objects.create(
        name_uk=name_uk,
        name_en=name_en,
        service=service,
        provider=school,
        place=SCHOOLS[Service(service)][2],
        hours=HOURS[Service(service)],
        starts_on=min(each.since for each in trainees),
        ends_on=min(each.ends_on for each in trainees),
    )


def _hold(course: TrainingCourse, series: str, trainees: list[Trainee]) -> None:
    """Put everybody on a course, with the certificates of those whose path has one."""
    Enrolment.objects.bulk_create(
        (
            _enrolment(course, each, f"{series}-{course.pk:03}-{n:03}")
            for n, each in enumerate(trainees, 1)
        ),
        batch_size=2000,
    )


def _enrolment(course: TrainingCourse, trainee: Trainee, number: str) -> Enrolment:
    day = trainee.certified_on
    if day is None:
        return Enrolment(officer_id=trainee.officer, course=course)
    return Enrolment(
        officer_id=trainee.officer,
        course=course,
        result=CourseResult.PASSED,
        certificate_number=number,
        certified_on=day,
        valid_until=date(day.year + HOLDS, day.month, min(day.day, 28)),
    )
