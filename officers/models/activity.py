"""The work of officers that is not an incident."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Community, Service, ServiceScopedQuerySet
from core import bounds, clock
from core.history import track_every_change
from officers.models.officer import Officer

VIEW = "officers.view_activity"
_COUNTED = ["kind", "counterparty", "service", "attended", "engaged", "voided_at"]


class ActivityKind(models.TextChoices):
    """What was done."""

    LESSON = "lesson", _("Safety lesson")
    MEETING = "meeting", _("Residents' meeting")
    SHELTER_CHECK = "shelter_check", _("Shelter check")
    CIVIL_DEFENCE = "civil_defence", _("Evacuation or civil-defence planning")
    BRIGADE = "brigade", _("Forming a volunteer brigade")
    CONSULTATION = "consultation", _("Consultation")
    PRESENTATION = "presentation", _("Presentation")
    PATROL = "patrol", _("Patrol")
    HOME_VISIT = "home_visit", _("Home visit")
    RECEPTION = "reception", _("Reception of residents")


class Counterparty(models.TextChoices):
    """Whom a consultation was with."""

    COUNCIL = "council", _("Local council")
    LEADERSHIP = "leadership", _("Leadership of the community")
    INSTITUTION = "institution", _("School, clinic or another institution")
    ENTERPRISE = "enterprise", _("Enterprise")
    ORGANISATION = "organisation", _("Civil society organisation")
    RESIDENTS = "residents", _("Residents")


class ActivityQuerySet(ServiceScopedQuerySet["Activity"]):
    def counted(self) -> Self:
        """Keep what figures count: everything but what was annulled."""
        return self.filter(voided_at=None)

    def with_names(self) -> Self:
        """Join what a row of a list shows, without a query a row."""
        joined = self.select_related("community__oblast", "recorded_by")
        return joined.prefetch_related("officers__personal")


def refuse_other_days(day: date) -> None:
    """Refuse a day on which nothing can have been done: one to come, or one before the first."""
    first, last = bounds.first_day(), clock.today()
    if not first <= day <= last:
        raise ValidationError(bounds.refusal((first, last)), code="range")


def _people(label: Any, **kwargs: Any) -> Any:
    most = MaxValueValidator(settings.LIMITS["activity_people"])
    return models.PositiveIntegerField(label, null=True, blank=True, validators=[most], **kwargs)


@track_every_change()
class Activity(models.Model):
    """Something officers of one service did in a community on a day.

    `attended` is how many people were there, `engaged` how many of them took part themselves;
    empty is unknown. What was recorded by mistake is annulled with a reason, never deleted.
    """

    kind = models.CharField(pgettext_lazy("activity", "kind"), choices=ActivityKind, max_length=15)
    counterparty = models.CharField(
        _("consulted with"), choices=Counterparty, max_length=15, blank=True, db_default=""
    )
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="activities", verbose_name=_("community")
    )
    service = models.CharField(
        _("service"), choices=Service, max_length=8, editable=False
    )  # that of its officers
    officers: Any = models.ManyToManyField(
        Officer, through="ActivityOfficer", related_name="activities", verbose_name=_("officers")
    )
    held_on = models.DateField(_("held on"), validators=[refuse_other_days])
    place = models.CharField(
        _("place"), max_length=settings.LIMITS["place"], blank=True, db_default=""
    )
    attended = _people(_("people attended"))
    engaged = _people(_("of them took part"))
    notes = models.TextField(
        _("notes"), max_length=settings.LIMITS["activity_notes"], blank=True, db_default=""
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
    )
    created_at = models.DateTimeField(_("created"), editable=False)
    updated_at = models.DateTimeField(_("changed"), editable=False)
    voided_at = models.DateTimeField(_("annulled"), null=True, editable=False)
    voided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        editable=False,
        verbose_name=_("annulled by"),
    )
    void_reason = models.TextField(
        _("reason of annulment"),
        max_length=settings.LIMITS["reason"],
        editable=False,
        db_default="",
    )

    objects = ActivityQuerySet.as_manager()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.CheckConstraint(
                name="activity_engages_those_who_attended",
                condition=Q(engaged=None) | Q(attended__isnull=False, attended__gte=F("engaged")),
                violation_error_message=_("No more can take part than were there."),
            ),
            models.CheckConstraint(
                name="activity_is_with_somebody_only_as_consultation",
                condition=Q(kind=ActivityKind.CONSULTATION, counterparty__in=Counterparty.values)
                | (~Q(kind=ActivityKind.CONSULTATION) & Q(counterparty="")),
                violation_error_message=_("A consultation, and nothing else, is with somebody."),
            ),
            models.CheckConstraint(
                name="activity_is_annulled_by_somebody_who_says_why",
                condition=Q(voided_at=None, voided_by=None, void_reason="")
                | (Q(voided_at__isnull=False, voided_by__isnull=False) & ~Q(void_reason="")),
            ),
        ]
        # lists walk them, and figures read all they need from the index alone (decision 36)
        indexes = [
            models.Index("updated_at", "id", name="activity_by_change"),
            models.Index(
                fields=["held_on", "id"],
                include=[*_COUNTED, "community"],
                name="activity_by_day",
            ),
            models.Index(
                fields=["community", "held_on", "id"],
                include=_COUNTED,
                name="activity_of_community",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.held_on:%d.%m.%Y}"

    def get_absolute_url(self) -> str:
        return reverse("officers:activity", args=[self.pk])

    @property
    def is_void(self) -> bool:
        return self.voided_at is not None


@track_every_change(of="activity")
class ActivityOfficer(models.Model):
    """An officer who did an activity."""

    activity = models.ForeignKey(Activity, models.CASCADE, related_name="done_by")
    officer = models.ForeignKey(Officer, models.PROTECT, verbose_name=_("officer"))

    class Meta:
        verbose_name = _("officer of an activity")
        verbose_name_plural = _("officers of activities")
        constraints = [
            models.UniqueConstraint("activity", "officer", name="officer_once_in_an_activity")
        ]

    def __str__(self) -> str:
        return f"{self.activity}: {self.officer}"
