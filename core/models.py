"""What every app needs: work in the background that survives the death of a worker."""

import uuid
from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.reasons import Reason


class JobState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    RUNNING = "running", _("In progress")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")
    CANCELLED = "cancelled", pgettext_lazy("job", "Cancelled")


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


class PreviewState(models.TextChoices):
    READING = "reading", _("Being read")
    READY = "ready", _("Waits for a decision")
    REJECTED = "rejected", pgettext_lazy("file", "Rejected")
    STALE = "stale", _("Out of date")
    APPLIED = "applied", pgettext_lazy("file", "Applied")


class What(models.TextChoices):
    """What a file does to one record."""

    CREATED = "created", pgettext_lazy("line of a file", "New")
    RENAMED = "renamed", pgettext_lazy("line of a file", "New name")
    RECATEGORISED = "recategorised", pgettext_lazy("line of a file", "Other category")
    CHANGED = "changed", pgettext_lazy("line of a file", "Changed")
    CLOSED = "closed", pgettext_lazy("line of a file", "Closed")
    REOPENED = "reopened", pgettext_lazy("line of a file", "Opened again")
    REMOVED = "removed", pgettext_lazy("line of a file", "No longer listed")
    ALIKE = "alike", pgettext_lazy("line of a file", "Perhaps recorded already")
    REJECTED = "rejected", pgettext_lazy("line of a file", "Rejected")


class ImportPreview(models.Model):
    """What a file would do to the portal, or did: nothing changes before it is applied."""

    kind = models.CharField(_("kind"), max_length=40)
    file_name = models.CharField(_("file"), max_length=200)
    size = models.PositiveBigIntegerField(_("size, bytes"))
    sha256 = models.CharField("SHA-256", max_length=64)
    kept_as = models.CharField(
        _("kept as"),
        max_length=100,
        blank=True,
        help_text=_("Where the storage has the file; empty when it is no longer kept."),
    )
    edition = models.DateField(_("day of the edition"), null=True, blank=True)
    act = models.CharField(_("legal act"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("brought by"),
    )
    at = models.DateTimeField(_("brought at"))
    job = models.ForeignKey(
        Job, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("job")
    )
    state = models.CharField(
        _("state"), choices=PreviewState, default=PreviewState.READING, max_length=10
    )
    counts = models.JSONField(_("counts"), default=dict)  # by What, exact; `unchanged` besides
    warnings = models.JSONField(_("warnings"), default=list)  # kept reasons (core.reasons)
    doubt = models.JSONField(_("to be confirmed"), null=True, blank=True)  # a kept reason
    digest = models.CharField(_("digest of the changes"), max_length=64, blank=True)
    applied_at = models.DateTimeField(_("applied at"), null=True, blank=True)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("applied by"),
    )

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                name="import_preview_applied_once_said_when",
                condition=Q(state="applied", applied_at__isnull=False)
                | (~Q(state="applied") & Q(applied_at=None)),
            )
        ]
        indexes = [models.Index(fields=["kind", "edition"], name="import_by_kind_and_edition")]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("imports:detail", args=[self.pk])

    @property
    def changes(self) -> int:
        """Return how many changes the file makes."""
        return sum(self.counts.get(each, 0) for each in What.values if each != What.REJECTED)


class ImportLine(models.Model):
    """One change of a preview, or one line that is wrong; of very many only the first are kept."""

    preview = models.ForeignKey(
        ImportPreview, models.CASCADE, related_name="lines", verbose_name=_("import")
    )
    what = models.CharField(_("what happens"), choices=What, max_length=13)
    row = models.PositiveIntegerField(_("row"), null=True, blank=True)
    unit = models.CharField(_("of what"), max_length=20, blank=True)
    code = models.CharField(_("code"), max_length=40, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    field = models.CharField(_("field"), max_length=40, blank=True)
    was = models.CharField(_("was"), max_length=300, blank=True)
    becomes = models.CharField(_("becomes"), max_length=300, blank=True)
    note = models.JSONField(_("note"), null=True, blank=True)  # a kept reason
    changes = models.JSONField(_("changes"), null=True, blank=True)  # column: [was, becomes]
    cells = models.JSONField(_("as it was written"), null=True, blank=True)  # by column
    problems = models.JSONField(_("what is wrong"), null=True, blank=True)  # by language, column

    class Meta:
        verbose_name = _("line of an import")
        verbose_name_plural = _("lines of imports")
        indexes = [
            models.Index(fields=["preview", "what", "id"], name="import_line_by_what"),
            models.Index(
                fields=["preview"], name="import_line_with_words", condition=Q(cells__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}: {self.code} {self.name}".strip()

    @property
    def reason(self) -> str:
        """Return the note in the language of the reader."""
        return Reason.told(self.note)


class IdempotencyRecord(models.Model):
    """The answer a caller's key brought about, to be given again (core.api.once)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("account")
    )
    method = models.CharField(_("method"), max_length=7)
    path = models.CharField(_("address"), max_length=300)
    key = models.CharField(_("key"), max_length=settings.LIMITS["idempotency_key"])
    body_hash = models.BinaryField(_("digest of the body"))
    status = models.PositiveSmallIntegerField(_("status"))
    body = models.BinaryField(_("answer, compressed"))
    headers = models.JSONField(_("headers"), default=dict)
    created_at = models.DateTimeField(_("given at"), db_index=True)

    class Meta:
        verbose_name = _("answer kept for its key")
        verbose_name_plural = _("answers kept for their keys")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "method", "path", "key"], name="idempotency_key_answers_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path}: {self.status}"


class AttachmentKind(models.TextChoices):
    PHOTO = "photo", _("Photograph")
    DOCUMENT = "document", pgettext_lazy("attachment", "Document")


class Attachment(models.Model):
    """A photograph or a document beside the record that names it; who sees that one sees it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField(_("kind"), choices=AttachmentKind, max_length=8, editable=False)
    size = models.PositiveIntegerField(_("size, bytes"), editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, editable=False)
    taken_at = models.DateTimeField(_("taken at"), null=True, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("brought by"),
    )
    at = models.DateTimeField(_("brought at"), editable=False)

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        constraints = [
            models.CheckConstraint(
                name="attachment_is_of_a_known_kind", condition=Q(kind__in=AttachmentKind.values)
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.sha256[:12]}"

    @property
    def content_type(self) -> str:
        return "image/jpeg" if self.kind == AttachmentKind.PHOTO else "application/pdf"

    @property
    def suffix(self) -> str:
        """Return how the name of the file ends."""
        return "jpg" if self.kind == AttachmentKind.PHOTO else "pdf"

    @property
    def place(self) -> str:
        """Return where the storage has the file."""
        return f"attachments/{self.pk.hex}"


class SavedPage(models.TextChoices):
    """The lists whose filters can be kept, by the names of their routes."""

    INCIDENTS = "incidents:list", _("Incidents")
    INCIDENT_MAP = "incidents:map", _("Map of incidents")
    COMMUNITIES = "communities:list", _("Communities")
    OFFICERS = "officers:list", _("Officers")
    ACTIVITIES = "officers:activities", _("Activities")
    EQUIPMENT = "officers:equipment", _("Equipment")
    HANDOVERS = "handovers:list", _("Handovers")
    PEOPLE = "people:list", _("People")
    ORGANISATIONS = "organisations:list", _("Organisations")
    MEETINGS = "meetings:list", _("Meetings")
    INITIATIVES = "initiatives:list", _("Initiatives")
    FUNDING = "funding:overview", _("Who funded what")
    GRANTS = "grants:list", pgettext_lazy("money", "Grants")
    PRIORITIES = "priorities:list", _("Priorities of a year")
    PROPOSALS = "proposals:list", _("Proposals")
    TRAININGS = "trainings:list", _("Trainings")
    GROUPS = "working_groups:list", _("Working groups")
    PROBLEMS = "problems:list", _("Problems")
    ACTIONS = "actions:list", _("Action points")
    PUBLIC_REPORTS = "public_reports:list", _("Reports to residents")


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, user: models.Model) -> Self:
        """Keep the views a person saved."""
        return self.filter(owner=user.pk)


class SavedView(models.Model):
    """The filters of a list under a name of one's own; what they show is asked anew each time."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("account")
    )
    page = models.CharField(_("page"), choices=SavedPage, max_length=40)
    query = models.TextField(_("filters"), blank=True)
    name = models.CharField(_("name"), max_length=settings.LIMITS["view_name"])
    created_at = models.DateTimeField(_("saved at"))

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "page", "name"], name="saved_view_has_its_own_name"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"{reverse(self.page)}?{self.query}"
