"""The report an officer gives the residents of a community on a half-year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import ServiceScopedQuerySet
from core.half_years import WRITTEN, HalfYear
from core.history import track_every_change
from core.versioned import Versioned, Wrong
from officers.models.assignment import Assignment

VIEW = "officers.view_publicreport"


class ReportState(models.TextChoices):
    """How far a report is; it is worked out from its days, never stored."""

    OPEN = "open", pgettext_lazy("report", "To be delivered")
    OVERDUE = "overdue", pgettext_lazy("report", "Overdue")
    DELIVERED = "delivered", pgettext_lazy("report", "Delivered")
    LATE = "late", pgettext_lazy("report", "Delivered late")


def due_on(half: HalfYear) -> date:
    """Return the last day on which the report on a half-year is in time."""
    return half.period.last_day + timedelta(days=settings.LIMITS["public_report_days"])


class PublicReportQuerySet(ServiceScopedQuerySet["PublicReport"]):
    community_path = "assignment__community"
    service_path = "assignment__officer__service"

    def with_names(self) -> Self:
        """Join what a line shows, without a query a line."""
        return self.select_related("assignment__officer__personal", "assignment__community__oblast")

    def in_time(self) -> Self:
        """Keep the reports that were delivered by their last day."""
        return self.filter(delivered_on__lte=models.F("due_on"))

    def in_state(self, state: str, today: date) -> Self:
        """Keep the reports of a state of ReportState on a day."""
        late = Q(delivered_on__gt=models.F("due_on"))
        return {
            ReportState.OPEN: self.filter(delivered_on=None, due_on__gte=today),
            ReportState.OVERDUE: self.filter(delivered_on=None, due_on__lt=today),
            ReportState.DELIVERED: self.in_time(),
            ReportState.LATE: self.filter(late),
        }[ReportState(state)]


@track_every_change()
class PublicReport(Versioned):
    """On one half-year of one assignment, due by `due_on`.

    `text` is what the officer says; `figures` are frozen when it is delivered, and with them the
    whole report stays as it is. Source: order 650 of the Ministry of Internal Affairs, by which
    officers report to the executive body of the community at least twice a year.
    """

    fixed = ("assignment", "half")
    happened = ("delivered_on",)

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="public_reports", verbose_name=_("assignment")
    )
    half = models.CharField(_("half-year"), max_length=6)
    due_on = models.DateField(_("to be delivered by"), editable=False)
    text = models.TextField(
        _("text of the report"), max_length=settings.LIMITS["public_report_text"], blank=True
    )
    recorded_by: Any = (
        models.ForeignKey(  # empty where the portal opened it when the half-year ended
            settings.AUTH_USER_MODEL,
            models.PROTECT,
            null=True,
            related_name="+",
            editable=False,
            verbose_name=_("recorded by"),
        )
    )
    delivered_on = models.DateField(_("delivered on"), null=True, blank=True)
    delivered_at = models.CharField(
        _("where and to whom"), max_length=settings.LIMITS["place"], blank=True
    )
    figures: Any = models.JSONField(
        _("figures"), null=True, blank=True, editable=False, encoder=DjangoJSONEncoder
    )

    objects = PublicReportQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("report to residents")
        verbose_name_plural = _("reports to residents")
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "half"],
                name="assignment_reports_once_on_a_half_year",
                violation_error_message=_("There is a report of this post on this half-year."),
            ),
            models.CheckConstraint(
                name="public_report_names_a_half_year",
                condition=Q(half__regex=f"^{WRITTEN.pattern}$"),
            ),
            models.CheckConstraint(
                name="delivered_public_report_is_whole",
                condition=Q(delivered_on=None, delivered_at="", figures=None)
                | Q(delivered_on__isnull=False, figures__isnull=False)
                & ~Q(delivered_at="")
                & ~Q(text=""),
            ),
        ]
        indexes = [
            *Versioned.Meta.indexes,
            models.Index("due_on", "id", name="public_report_by_due"),
        ]
        triggers = [
            pgtrigger.Protect(
                name="delivered_public_report_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__delivered_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment}, {self.half}"

    def get_absolute_url(self) -> str:
        return reverse("public_reports:detail", args=[self.pk])

    @property
    def half_year(self) -> HalfYear:
        return HalfYear.parse(self.half)

    def state_on(self, today: date) -> ReportState:
        """Return how far the report is on a day."""
        if self.delivered_on:
            late = self.delivered_on > self.due_on
            return ReportState.LATE if late else ReportState.DELIVERED
        return ReportState.OVERDUE if self.due_on < today else ReportState.OPEN

    def wrong(self) -> Wrong:
        found = super().wrong()
        try:
            half = self.half_year
        except ValueError:
            text = _("Write a half-year like 2026-1 or 2026-2.")
            return found | {"half": ValidationError(text, code="half")}
        post = self.assignment if self.assignment_id else None
        if post and not post.served_in(half.period):
            text = _("The officer did not serve there in this half-year.")
            found["half"] = ValidationError(text, code="not_served")
        elif (
            post
            and self.delivered_on
            and self.delivered_on < max(half.period.start, post.starts_on)
        ):
            text = _("The half-year of this post had not begun yet.")
            found["delivered_on"] = ValidationError(text, code="order")
        return found
