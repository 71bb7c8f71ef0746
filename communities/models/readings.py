"""Who was shown what stands behind the wall, and what for: written once, never changed."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models.access import Service, ServiceScopedQuerySet
from communities.models.territory import Community, Oblast, Raion


class ReadingPurpose(models.TextChoices):
    RESPONSE = "response", _("Response to the event")
    PROTECTION = "protection", _("Protection of a person, assessment of risk")
    PROCEEDINGS = "proceedings", _("Proceedings, materials of the case")
    REVIEW = "review", _("Check of the record")
    REQUEST = "request", _("Answer to a lawful request")
    OTHER = "other", _("Another purpose")


class ReadingQuerySet(ServiceScopedQuerySet["Reading"]):
    @property
    def region_paths(self) -> dict[str, str]:
        return {level: level for level in ("oblast", "raion", "community")}


class Reading(models.Model):
    """An account was shown the protected fields of one record.

    The record is named, not pointed at: the log outlives it, and lies below the apps whose
    records it tells of. Its place is that of the record when it was read.
    """

    added_only = True  # what the app role may do with the table (safety_portal.app_role)

    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="readings",
        verbose_name=_("account"),
    )
    kind = models.CharField(_("kind of record"), max_length=40)
    record = models.CharField(_("key of the record"), max_length=40)
    number = models.CharField(_("number"), max_length=40, blank=True)
    group = models.CharField(_("fields"), max_length=40)
    purpose = models.CharField(_("purpose"), choices=ReadingPurpose, max_length=12)
    words = models.CharField(
        _("purpose in words"), max_length=settings.LIMITS["purpose"], blank=True
    )
    at = models.DateTimeField(_("when"))
    request = models.CharField(_("request"), max_length=64, blank=True)
    address = models.GenericIPAddressField(_("from where"), null=True)
    community = models.ForeignKey(Community, models.PROTECT, verbose_name=_("community"))
    oblast = models.ForeignKey(Oblast, models.PROTECT, verbose_name=_("oblast"))
    raion = models.ForeignKey(Raion, models.PROTECT, null=True, verbose_name=_("raion"))
    service = models.CharField(_("service"), choices=Service, max_length=8)
    in_bulk = models.BooleanField(
        _("one of many"),
        default=False,
        help_text=_("The account was shown more records within an hour than is usual."),
    )

    objects = ReadingQuerySet.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        indexes = [
            models.Index("at", "id", name="reading_by_time"),
            models.Index("account", "at", "id", name="reading_of_account"),
            models.Index("kind", "record", "at", name="reading_of_record"),
        ]
        triggers = [
            pgtrigger.Protect(name="written_once", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.account}: {self.number or self.record}"
