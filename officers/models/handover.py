"""The act by which an officer who leaves a post hands over what is open, and what it held."""

from __future__ import annotations

from typing import Any

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
from core.history import track_every_change
from core.versioned import Versioned, Wrong
from officers.models.assignment import Assignment
from officers.models.officer import Officer
from officers.models.presenting import presenters


class LineKind(models.TextChoices):
    """What is handed over; its reference is the number or the id of that record."""

    EQUIPMENT = "equipment", _("Equipment")
    INCIDENT = "incident", _("Open incident")
    ACTION = "action_point", _("Open action point")


class HandoverQuerySet(ServiceScopedQuerySet["Handover"]):
    community_path = "assignment__community"
    service_path = "assignment__officer__service"

    def with_names(self) -> HandoverQuerySet:
        """Join what a line shows, without a query a line."""
        return self.select_related(
            "assignment__officer__personal", "assignment__community", "receiver__personal"
        )


@track_every_change()
class Handover(Versioned):
    """From the officer of an assignment to another one, or to somebody in words.

    `lines` are stored as given: {kind, reference, title, state}, in Ukrainian as the act is. Once
    both have signed, the act stays as it is.
    """

    fixed = ("assignment",)
    happened = ("handed_on", "signed_on")

    assignment = models.ForeignKey(
        Assignment, models.PROTECT, related_name="handovers", verbose_name=_("assignment")
    )
    receiver = models.ForeignKey(
        Officer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("receiver"),
    )
    other_receiver = models.CharField(
        _("received by somebody else"), max_length=settings.LIMITS["place"], blank=True
    )
    handed_on = models.DateField(_("handed over on"))
    act_number = models.CharField(
        pgettext_lazy("handover", "number of the act"),
        max_length=settings.LIMITS["act_number"],
        blank=True,
    )
    presented_by = presenters()
    lines: Any = models.JSONField(
        _("what is handed over"), default=list, blank=True, encoder=DjangoJSONEncoder
    )
    signed_on = models.DateField(_("signed by both on"), null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("handover")
        verbose_name_plural = _("handovers")
        constraints = [
            models.CheckConstraint(
                name="handover_has_one_receiver",
                condition=Q(receiver__isnull=False, other_receiver="")
                | Q(receiver=None) & ~Q(other_receiver=""),
                violation_error_message=_("Name an officer or somebody else, not both."),
            ),
            models.UniqueConstraint(
                fields=["assignment"],
                condition=Q(signed_on=None),
                name="assignment_has_one_handover_to_sign",
                violation_error_message=_(
                    "There is a handover of this post that waits for signing."
                ),
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="signed_handover_stays",
                operation=pgtrigger.Update | pgtrigger.Delete,
                condition=pgtrigger.Q(old__signed_on__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.assignment.officer}: {self.receiver or self.other_receiver}"

    def get_absolute_url(self) -> str:
        return reverse("handovers:detail", args=[self.pk])

    @property
    def giver(self) -> Officer:
        """Return the officer who leaves."""
        return self.assignment.officer

    def wrong(self) -> Wrong:
        found = super().wrong()
        if bool(self.receiver_id) == bool(self.other_receiver):
            text = _("Name an officer or somebody else, not both.")
            found["receiver"] = ValidationError(text, code="one_receiver")
        elif self.receiver_id and self.assignment_id:
            found |= self._wrong_receiver()
        if self.handed_on and self.assignment_id and self.handed_on < self.assignment.starts_on:
            text = _("The officer did not serve there yet.")
            found["handed_on"] = ValidationError(text, code="order")
        return found

    def _wrong_receiver(self) -> Wrong:
        text: Any = None
        if self.receiver == self.giver:
            text, code = _("The officer who leaves cannot receive it."), "same_officer"
        elif self.receiver and self.receiver.service != self.giver.service:
            text, code = _("The officer is of the other service."), "other_service"
        return {"receiver": ValidationError(text, code=code)} if text else {}
