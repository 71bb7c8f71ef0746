"""The fire brigades of a community: its own local one, and those of volunteers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models.access import ScopedQuerySet
from communities.models.records import CommunityRecord, Wrong, in_order, stays
from core.history import track_every_change


class BrigadeKind(models.TextChoices):
    LOCAL = "local", _("Local fire brigade")
    VOLUNTEER = "volunteer", _("Volunteer fire brigade")


def _number(label: Any) -> Any:
    """Return the field of a number of people or things of a brigade; it may be unknown."""
    most = MaxValueValidator(settings.LIMITS["brigade_numbers"])
    return models.PositiveIntegerField(label, null=True, blank=True, validators=[most])


class FireBrigadeQuerySet(ScopedQuerySet["FireBrigade"]):
    """Fire brigades, seen where their community is."""


@track_every_change()
class FireBrigade(CommunityRecord):
    """A brigade beside the State Emergency Service: of the community, or of volunteers."""

    anchor = "fire-brigades"
    happened = ("formed_on", "disbanded_on")

    kind = models.CharField(_("kind of brigade"), choices=BrigadeKind, max_length=9)
    name = models.CharField(
        _("name of the brigade"),
        max_length=settings.LIMITS["place"],
        help_text=_("No names of persons."),
    )
    formed_on = models.DateField(_("formed on"), null=True, blank=True)
    disbanded_on = models.DateField(_("disbanded on"), null=True, blank=True)
    members = _number(_("members"))
    vehicles = _number(_("vehicles"))

    objects = FireBrigadeQuerySet.as_manager()

    class Meta(CommunityRecord.Meta):
        verbose_name = _("fire brigade")
        verbose_name_plural = _("fire brigades")
        constraints = [
            models.CheckConstraint(
                name="fire_brigade_is_disbanded_after_it_is_formed",
                condition=Q(formed_on=None)
                | Q(disbanded_on=None)
                | Q(disbanded_on__gte=F("formed_on")),
            )
        ]
        indexes = [
            *CommunityRecord.Meta.indexes,
            models.Index("community", "formed_on", name="fire_brigade_of_a_community"),
        ]
        triggers = [stays("fire_brigade")]

    def __str__(self) -> str:
        return self.name

    def wrong(self) -> Wrong:
        found = super().wrong()
        if not in_order(self.formed_on, self.disbanded_on):
            text = _("A brigade cannot be disbanded before it is formed.")
            found["disbanded_on"] = ValidationError(text, code="order")
        return found
