"""Courses, who was on them, and the certificates given at their end."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from communities.models import Organisation, Service
from core import clock
from core.history import track_every_change
from core.names import BilingualName
from core.triggers import COUNTS_VERSIONS

LAPSES_WITHIN = (30, 60, 90)  # days: what pages tell of certificates that end soon


@track_every_change()
class TrainingCourse(BilingualName):
    """A course of one service; reference data of the nation, without anything about persons."""

    service = models.CharField(_("service"), choices=Service, max_length=8)
    provider = models.ForeignKey(
        Organisation, models.PROTECT, related_name="courses", verbose_name=_("provider")
    )
    partners: Any = models.ManyToManyField(
        Organisation, blank=True, related_name="courses_helped", verbose_name=_("partners")
    )
    place = models.CharField(_("place"), max_length=settings.LIMITS["place"])
    hours = models.PositiveSmallIntegerField(_("hours"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    version = models.PositiveIntegerField(_("version"), default=1, db_default=1, editable=False)
    updated_at = models.DateTimeField(_("changed"), db_default=Now(), editable=False)

    class Meta(BilingualName.Meta):
        verbose_name = _("course")
        triggers = [COUNTS_VERSIONS]
        verbose_name_plural = _("courses")
        indexes = [
            *BilingualName.Meta.indexes,
            models.Index("starts_on", "id", name="course_by_day"),
            models.Index("updated_at", "id", name="course_by_change"),
        ]
        constraints = [
            models.CheckConstraint(
                name="course_ends_after_it_starts",
                condition=Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A course cannot end before it starts."),
            ),
            models.CheckConstraint(
                name="course_has_hours",
                condition=Q(hours__gte=1),
                violation_error_message=_("A course has at least one hour."),
            ),
        ]

    def get_absolute_url(self) -> str:
        return reverse("officers:course", args=[self.pk])


class CourseResult(models.TextChoices):
    ENROLLED = "enrolled", pgettext_lazy("result of a course", "Enrolled")
    PASSED = "passed", pgettext_lazy("result of a course", "Passed")
    FAILED = "failed", pgettext_lazy("result of a course", "Not passed")


class EnrolmentQuerySet(models.QuerySet["Enrolment"]):
    def valid_on(self, day: date) -> Self:
        """Keep the certificates that were given by a day and hold on it."""
        held = Q(valid_until=None) | Q(valid_until__gte=day)
        return self.filter(held, certified_on__lte=day)


@track_every_change(of="officer")
class Enrolment(models.Model):
    """One officer on one course, and the certificate if there is one; `valid_until` is its last day."""

    officer = models.ForeignKey(
        "officers.Officer", models.PROTECT, related_name="enrolments", verbose_name=_("officer")
    )
    course = models.ForeignKey(
        TrainingCourse, models.PROTECT, related_name="enrolments", verbose_name=_("course")
    )
    result = models.CharField(
        _("result"), choices=CourseResult, default=CourseResult.ENROLLED, max_length=8
    )
    certificate_number = models.CharField(
        _("number of the certificate"), max_length=settings.LIMITS["certificate"], blank=True
    )
    certified_on = models.DateField(_("certified on"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)

    objects = EnrolmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("enrolment")
        verbose_name_plural = _("enrolments")
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "course"],
                name="officer_is_once_on_a_course",
                violation_error_message=_("This officer is on the course already."),
            ),
            models.UniqueConstraint(
                fields=["certificate_number"],
                condition=~Q(certificate_number=""),
                name="certificate_number_is_one_only",
                violation_error_message=_("Another certificate has this number."),
            ),
            models.CheckConstraint(
                name="certificate_is_whole_or_not_there",
                condition=Q(certificate_number="", certified_on=None, valid_until=None)
                | (~Q(certificate_number="") & Q(certified_on__isnull=False, result="passed")),
                violation_error_message=_(
                    "A certificate has a number, a day, and a passed course."
                ),
            ),
            models.CheckConstraint(
                name="certificate_ends_after_it_begins",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("certified_on")),
                violation_error_message=_("A certificate cannot end before it begins."),
            ),
        ]
        indexes = [models.Index("course", "id", name="enrolment_of_course")]

    def __str__(self) -> str:
        return f"{self.officer}: {self.course}"

    @property
    def is_lapsed(self) -> bool:
        return self.valid_until is not None and self.valid_until < clock.today()

    @property
    def lapses_soon(self) -> str:
        """Say within how many days the certificate lapses; empty when that is far away."""
        if self.valid_until is None or self.is_lapsed:
            return ""
        left = (self.valid_until - clock.today()).days
        within = next((each for each in LAPSES_WITHIN if left <= each), None)
        return gettext("lapses within %(n)s days") % {"n": within} if within else ""
