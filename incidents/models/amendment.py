"""Corrections of what was verified already."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident, OfIncidentQuerySet


class Amendment(models.Model):
    """A correction after verification: what it replaced, why, by whom and when.

    `replaced` holds by the name of each field, as the API tells it, what `was` and what it
    `became`. It is never edited: a mistake is amended once more.
    """

    incident = models.ForeignKey(
        Incident, models.CASCADE, related_name="amendments", verbose_name=_("incident")
    )
    version_before = models.PositiveIntegerField(_("version before"))
    version_after = models.PositiveIntegerField(_("version after"))
    replaced = models.JSONField(_("what was replaced"))
    reason = models.CharField(_("reason"), max_length=settings.LIMITS["reason"])
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"))

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("amendment")
        verbose_name_plural = _("amendments")
        indexes = [models.Index("incident", "at", "id", name="amendments_of_incident")]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.version_before} → {self.version_after}"
