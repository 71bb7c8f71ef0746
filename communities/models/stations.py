"""Where the services sit in a community: police stations, fire-rescue units, safety centres."""

from __future__ import annotations

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models.access import ScopedQuerySet, Service
from communities.models.records import PlacedRecord, Wrong, in_order, stays
from core.history import track_every_change


class StationKind(models.TextChoices):
    POLICE = "police_station", _("Police station")
    FIRE = "fire_unit", _("Fire-rescue unit")
    CENTRE = "safety_centre", _("Safety centre")


OF_SERVICE: dict[str, str] = {  # a safety centre belongs to no one service
    StationKind.POLICE: Service.POLICE,
    StationKind.FIRE: Service.RESCUE,
}


class StationQuerySet(ScopedQuerySet["Station"]):
    """Stations, seen where their community is."""


@track_every_change()
class Station(PlacedRecord):
    """Premises of a service in a community; on a map it stands at its settlement."""

    anchor = "stations"
    happened = ("opened_on", "closed_on")

    kind = models.CharField(_("kind of station"), choices=StationKind, max_length=14)
    address = models.CharField(_("address"), max_length=settings.LIMITS["place"], blank=True)
    has_office = models.BooleanField(_("has an office"), default=False)
    has_rest_room = models.BooleanField(_("has a rest room"), default=False)
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)

    objects = StationQuerySet.as_manager()

    class Meta(PlacedRecord.Meta):
        verbose_name = _("station")
        verbose_name_plural = _("stations")
        constraints = [
            models.CheckConstraint(
                name="station_closes_after_it_opens",
                condition=Q(opened_on=None) | Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
            )
        ]
        indexes = [
            *PlacedRecord.Meta.indexes,
            models.Index("community", "opened_on", name="station_of_a_community"),
        ]
        triggers = [stays("station")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.settlement or self.community}"

    def wrong(self) -> Wrong:
        found = super().wrong()
        if not in_order(self.opened_on, self.closed_on):
            text = _("A station cannot close before it opens.")
            found["closed_on"] = ValidationError(text, code="order")
        return found
