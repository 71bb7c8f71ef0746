"""What people write into the timeline of an event, and never change."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from incidents.models.incident import Incident, OfIncidentQuerySet


class Note(models.Model):
    """One entry of the timeline: who wrote what when. A mistake is answered by another note."""

    incident = models.ForeignKey(
        Incident, models.CASCADE, related_name="notes", verbose_name=_("incident")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author")
    )
    at = models.DateTimeField(_("at"))
    text = models.TextField(_("text"), max_length=settings.LIMITS["note"])

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        indexes = [models.Index("incident", "at", "id", name="notes_of_incident")]

    def __str__(self) -> str:
        return f"{self.incident_id}: {self.at:%Y-%m-%d %H:%M}"
