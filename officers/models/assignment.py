"""Which community an officer serves, and when."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Now, Upper
from django.utils.translation import gettext_lazy as _

from communities.models import Community, ServiceScopedQuerySet, Settlement
from core.history import track_every_change
from core.periods import Period
from officers.models.stage import StageChange


class AssignmentKind(models.TextChoices):
    PRIMARY = "primary", _("Primary")
    SUBSTITUTE = "substitute", _("Substitute")


class AssignmentQuerySet(ServiceScopedQuerySet["Assignment"]):
    service_path = "officer__service"

    def in_force(self, day: date) -> Self:
        """Keep the assignments that hold on a day."""
        return self.filter(period__contains=day)

    def in_post(self, day: date) -> Self:
        """Keep those in force on a day whose officer serves on it: the suspended are not in post."""
        steps = StageChange.objects.serving_on(day).filter(officer=OuterRef("officer"))
        return self.in_force(day).filter(Exists(steps))


@track_every_change()
class Assignment(models.Model):
    """This officer serves this community in this period."""

    officer = models.ForeignKey(
        "officers.Officer", models.PROTECT, related_name="assignments", verbose_name=_("officer")
    )
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="assignments", verbose_name=_("community")
    )
    kind = models.CharField(
        _("kind"), choices=AssignmentKind, default=AssignmentKind.PRIMARY, max_length=10
    )
    period = DateRangeField(_("period"))
    settlements: Any = models.ManyToManyField(
        Settlement, related_name="assignments", blank=True, verbose_name=_("settlements")
    )
    place = models.CharField(
        _("place in words"),
        max_length=settings.LIMITS["place"],
        blank=True,
        default="",
        help_text=_("For what the codifier does not name, for example a district of a city."),
    )
    lives_in_community = models.BooleanField(_("lives in the community"), null=True, blank=True)
    order_number = models.CharField(
        _("number of the order"),
        max_length=settings.LIMITS["order_number"],
        blank=True,
        default="",
    )
    order_date = models.DateField(_("date of the order"), null=True, blank=True)
    reason = models.CharField(
        _("reason"), max_length=settings.LIMITS["reason"], blank=True, default=""
    )
    version = models.PositiveIntegerField(_("version"), default=1, db_default=1, editable=False)
    updated_at = models.DateTimeField(_("changed"), db_default=Now(), editable=False)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            ExclusionConstraint(
                name="officer_has_one_primary_assignment_at_a_time",
                expressions=[
                    ("officer", RangeOperators.EQUAL),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=Q(kind=AssignmentKind.PRIMARY),
                violation_error_message=_(
                    "This officer already has a primary assignment in this period."
                ),
            ),
            models.CheckConstraint(
                name="assignment_has_a_first_day",
                condition=Q(period__isempty=False, period__startswith__isnull=False),
                violation_error_message=_("An assignment needs a first day before its end."),
            ),
        ]
        indexes = [
            models.Index(F("community"), Upper("period"), name="assignment_of_community"),
            models.Index("updated_at", "id", name="assignment_by_change"),
        ]

    def __str__(self) -> str:
        return f"{self.officer}: {self.community}"

    def get_absolute_url(self) -> str:
        return f"{self.officer.get_absolute_url()}#path"

    @property
    def starts_on(self) -> date:
        return self.period.lower

    @property
    def ends_on(self) -> Any:
        """Return the first day it no longer holds; None while it is open."""
        return self.period.upper

    @property
    def last_day(self) -> date | None:
        """Return the last day it holds; None while it is open."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    def served_in(self, days: Period) -> bool:
        """Say whether it held on any of these days."""
        return self.starts_on < days.end and (self.ends_on is None or self.ends_on > days.start)
