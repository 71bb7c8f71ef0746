"""Officers go on courses and are certified; where the path allows it, that is a step of it."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from core import bounds, clock, moments
from core.exceptions import RuleBroken, refuse_stale
from officers.models import NEXT, CourseResult, Enrolment, Officer, OfficerStage, TrainingCourse
from officers.stages import take_step

ADD = "officers.add_trainingcourse"
ENROL = "officers.change_officer"


@dataclass(frozen=True)
class Certificate:
    """What is given at the end of a course; without `valid_until` it does not lapse."""

    number: str
    on: date
    valid_until: date | None = None


@transaction.atomic
def enrol(
    *, course: TrainingCourse, officers: Collection[Officer], by: User, at: datetime
) -> list[Enrolment]:
    """Put officers on a course; those who are on it already stay. Return the new ones."""
    if any(each.service != course.service for each in officers):
        text = _("The course is of the other service.")
        raise RuleBroken(text, code="other_service", field="officers")
    known = set(course.enrolments.values_list("officer", flat=True))
    fresh = [each for each in officers if each.pk not in known]
    made = Enrolment.objects.bulk_create(Enrolment(officer=e, course=course) for e in fresh)
    for officer in fresh:
        _step(officer, OfficerStage.TRAINING, course.starts_on, by, at)
    return made


@transaction.atomic
def certify(*, enrolment: Enrolment, certificate: Certificate, by: User, at: datetime) -> None:
    """Give the certificate of a course that is over."""
    held = Enrolment.objects.select_for_update(of=("self",)).select_related("officer", "course")
    enrolment = held.get(pk=enrolment.pk)
    _refuse_wrong_certificate(enrolment, certificate)
    enrolment.result = CourseResult.PASSED
    enrolment.certificate_number = certificate.number
    enrolment.certified_on, enrolment.valid_until = certificate.on, certificate.valid_until
    enrolment.save()
    _step(enrolment.officer, OfficerStage.CERTIFIED, certificate.on, by, at, certificate.number)


@transaction.atomic
def record_course(*, officer: Officer, said: dict[str, Any], by: User, at: datetime) -> Enrolment:
    """Enrol an officer who is not on the course yet, and store how it went where that is said.

    `said` names the `course`, and the certificate or the `result` `failed` if they are known.
    """
    course = said["course"]
    enrol(course=course, officers=[officer], by=by, at=at)
    enrolment = course.enrolments.get(officer=officer)
    if number := said.get("certificate_number"):
        days = {"on": said["certified_on"], "valid_until": said.get("valid_until")}
        certify(enrolment=enrolment, certificate=Certificate(number, **days), by=by, at=at)
    elif said.get("result") == CourseResult.FAILED:
        fail(enrolment=enrolment)
    enrolment.refresh_from_db()
    return enrolment


@transaction.atomic
def fail(*, enrolment: Enrolment) -> None:
    """Say that an officer did not pass a course; the path of the officer stays where it is."""
    held = Enrolment.objects.select_for_update(of=("self",)).get(pk=enrolment.pk)
    if held.certificate_number:
        text = _("This officer has the certificate of the course already.")
        raise RuleBroken(text, code="certified", field="result")
    held.result = CourseResult.FAILED
    held.save()


@transaction.atomic
def keep_course(
    *, course: TrainingCourse, said: dict[str, Any], version: int | None = None
) -> TrainingCourse:
    """Store what is said of a new course, or change one; `stale` where another version is stored."""
    if course.pk:
        course = TrainingCourse.objects.select_for_update(of=("self",)).get(pk=course.pk)
        refuse_stale(course, version)
        _refuse_other_service(course, said)
    partners = said.pop("partners", None)
    for name, value in said.items():
        setattr(course, name, value)
    course.save()
    if partners is not None:
        course.partners.set(partners)
    return course


def _refuse_other_service(course: TrainingCourse, said: dict[str, Any]) -> None:
    if said.get("service", course.service) != course.service and course.enrolments.exists():
        text = _("Officers are on this course: its service stays.")
        raise RuleBroken(text, code="enrolled", field="service")


def _step(
    officer: Officer, stage: OfficerStage, on: date, by: User, at: datetime, act: str = ""
) -> None:
    """Take a step of the path where the officer is just before it, and the day can be."""
    last = officer.stages.in_force().order_by("number").last()
    if last and stage in NEXT[last.stage] and last.on <= on <= clock.today():
        take_step(officer=officer, stage=stage, on=on, by=by, at=at, act_number=act)


def _refuse_wrong_certificate(enrolment: Enrolment, said: Certificate) -> None:
    if enrolment.certificate_number:
        text = _("This officer has the certificate of the course already.")
        raise RuleBroken(text, code="certified", field="number")
    ended, span = enrolment.course.ends_on, (bounds.first_day(), clock.today())
    if not bounds.holds(span, said.on):
        raise RuleBroken(bounds.refusal(span), code="range", field="certified_on")
    if said.on < ended:
        text = _("The course ends on %(day)s: no certificate is given before.")
        raise RuleBroken(text % {"day": moments.day(ended)}, code="too_early", field="certified_on")
    if said.valid_until and said.valid_until <= said.on:
        text = _("A certificate cannot end before it begins.")
        raise RuleBroken(text, code="ended", field="valid_until")
    others = Enrolment.objects.filter(certificate_number=said.number)
    if others.exists():
        text = _("Another certificate has the number %(number)s.") % {"number": said.number}
        raise RuleBroken(text, code="number_taken", field="number")


def found_by_badge(rows: Any, badges: Collection[str]) -> tuple[list[Officer], list[str]]:
    """Return the officers of `rows` with these badge numbers, and the numbers nobody there has."""
    found = {each.badge_number: each for each in rows.filter(badge_number__in=badges)}
    return list(found.values()), [each for each in badges if each not in found]
