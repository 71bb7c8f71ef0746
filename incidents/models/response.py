"""Who went to an incident."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models import Service
from core.history import track_every_change
from incidents.models.incident import Incident, OfIncidentQuerySet
from incidents.models.triggers import RESPONSE_TALLY
from officers.models import Officer


class ResponseRole(models.TextChoices):
    LEAD = "lead", _("Lead")
    SUPPORT = "support", _("Support")


@track_every_change(of="incident")
class Response(models.Model):
    """An officer went to an incident; two officers at one fire are two responses."""

    incident = models.ForeignKey(Incident, models.CASCADE, related_name="responses")
    officer = models.ForeignKey(
        Officer, models.PROTECT, related_name="responses", verbose_name=_("officer")
    )
    service = models.CharField(_("service"), choices=Service, max_length=8, editable=False)
    role = models.CharField(
        _("role"), choices=ResponseRole, default=ResponseRole.LEAD, max_length=8
    )
    dispatched_at = models.DateTimeField(_("dispatched"), null=True, blank=True)
    arrived_at = models.DateTimeField(_("arrived"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)

    objects = OfIncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint(
                "incident",
                "officer",
                name="officer_responds_once_to_an_incident",
                violation_error_message=_("This officer is already named."),
            ),
            models.CheckConstraint(
                name="response_arrives_after_dispatch",
                condition=Q(arrived_at__isnull=True)
                | Q(dispatched_at__isnull=True)
                | Q(arrived_at__gte=F("dispatched_at")),
                violation_error_message=_("An officer cannot arrive before being dispatched."),
            ),
            models.CheckConstraint(
                name="response_finishes_after_arrival",
                condition=Q(finished_at__isnull=True)
                | Q(arrived_at__isnull=True)
                | Q(finished_at__gte=F("arrived_at")),
                violation_error_message=_("A response cannot finish before the arrival."),
            ),
        ]
        triggers = list(RESPONSE_TALLY)

    def __str__(self) -> str:
        return f"{self.officer}: {self.incident_id}"
