"""What every app needs: work in the background that survives the death of a worker."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("In progress")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


class JobQuerySet(models.QuerySet["Job"]):
    def open(self) -> Self:
        """Keep what is promised and not yet done."""
        return self.filter(state__in=[JobState.WAITING, JobState.RUNNING])

    def overdue(self, at: datetime) -> Self:
        """Keep the open jobs nobody holds: never started, or their lease ran out."""
        return self.open().filter(Q(leased_until__isnull=True) | Q(leased_until__lt=at))

    def visible_to(self, user: models.Model) -> Self:
        """Keep the jobs a person asked for."""
        return self.filter(by=user.pk)


class Job(models.Model):
    """A promise to do something in the background; the queue is only a hint."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    arguments = models.JSONField(_("arguments"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        verbose_name=_("asked by"),
    )
    state = models.CharField(_("state"), choices=JobState, default=JobState.WAITING, max_length=10)
    progress = models.PositiveSmallIntegerField(_("progress, %"), default=0)
    step = models.CharField(_("step"), max_length=80, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("asked at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        constraints = [
            models.CheckConstraint(
                name="job_progress_is_a_percentage", condition=Q(progress__lte=100)
            )
        ]
        indexes = [
            models.Index(
                F("leased_until"),
                name="job_open_by_lease",
                condition=Q(state__in=["waiting", "running"]),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.id}"

    @property
    def is_open(self) -> bool:
        return self.state in {JobState.WAITING, JobState.RUNNING}


def lease_end(at: datetime) -> datetime:
    """Return when a lease taken now runs out."""
    return at + timedelta(seconds=settings.LIMITS["job_lease"])
