"""What keeps people safe and stands somewhere: hydrants, cameras, shelters, sirens and more."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models.access import ScopedQuerySet
from communities.models.records import PlacedRecord, Wrong, in_order, stays
from core import points
from core.history import track_every_change


class AssetKind(models.TextChoices):
    HYDRANT = "hydrant", _("Fire hydrant")
    WATER_SOURCE = "water_source", _("Fire water reservoir or pier")
    FIRE_STAND = "fire_stand", _("Fire stand")
    SHELTER = "shelter", _("Shelter")
    SIREN = "siren", _("Siren")
    WARNING_SYSTEM = "warning_system", _("Warning system")
    CAMERA = "camera", _("Surveillance camera")
    ALARM_BUTTON = "alarm_button", _("Alarm button")
    DRONE_DETECTOR = "drone_detector", _("Drone detector")
    ROAD_SIGN = "road_sign", _("Road sign")
    TRAFFIC_LIMITER = "traffic_limiter", _("Traffic limiter")
    UPS = "ups", _("Uninterruptible power supply")
    GENERATOR = "generator", _("Generator")
    CHARGING_STATION = "charging_station", _("Charging station")
    SAFETY_CLASS = "safety_class", _("Safety class")
    OTHER = "other", pgettext_lazy("safety asset", "Other")


UNITS: dict[str, Any] = {  # what the capacity of a kind counts
    **dict.fromkeys(
        (AssetKind.SHELTER, AssetKind.SAFETY_CLASS), pgettext_lazy("capacity", "pers.")
    ),
    AssetKind.HYDRANT: pgettext_lazy("capacity", "l/s"),
    AssetKind.WATER_SOURCE: pgettext_lazy("capacity", "m³"),
    **dict.fromkeys(
        (AssetKind.UPS, AssetKind.GENERATOR, AssetKind.CHARGING_STATION),
        pgettext_lazy("capacity", "kW"),
    ),
}
GUARDED = frozenset(  # where exactly these stand is told with their record, and in no file
    {
        AssetKind.SHELTER,
        AssetKind.CAMERA,
        AssetKind.ALARM_BUTTON,
        AssetKind.DRONE_DETECTOR,
    }
)


class AssetCondition(models.TextChoices):
    WORKS = "works", pgettext_lazy("condition", "Works")
    NEEDS_REPAIR = "needs_repair", _("Needs repair")
    BROKEN = "does_not_work", _("Does not work")
    UNKNOWN = "unknown", pgettext_lazy("condition", "Unknown")


class SafetyAssetQuerySet(ScopedQuerySet["SafetyAsset"]):
    """Safety assets, seen where their community is."""

    def with_point(self) -> Self:
        """Keep those of which somebody wrote down where exactly they stand."""
        return self.filter(latitude__isnull=False)


@track_every_change()
class SafetyAsset(PlacedRecord):
    """Things of one kind at one place of a community; they stay, equipment is carried.

    In a file it stands at its point, or at its settlement where nobody knows the point or its
    kind is guarded: see `place_in_files`.
    """

    anchor = "safety-assets"
    happened = ("in_service_since", "last_checked_on")

    kind = models.CharField(_("kind of asset"), choices=AssetKind, max_length=16)
    address = models.CharField(
        _("place in words"),
        max_length=settings.LIMITS["place"],
        blank=True,
        help_text=_("An address or a landmark; what it is, where its kind does not say it."),
    )
    quantity = models.PositiveIntegerField(
        _("quantity"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(settings.LIMITS["asset_quantity"])],
        help_text=_("How many of them stand there."),
    )
    capacity = models.PositiveIntegerField(
        _("capacity"),
        null=True,
        blank=True,
        validators=[MaxValueValidator(settings.LIMITS["asset_capacity"])],
        help_text=_(
            "Of one of them. A shelter and a class: people; a hydrant: litres a second;"
            " a reservoir: cubic metres; what gives power: kilowatts."
        ),
    )
    latitude = points.latitude()
    longitude = points.longitude()
    in_service_since = models.DateField(_("in service since"), null=True, blank=True)
    condition = models.CharField(
        _("condition"),
        choices=AssetCondition,
        default=AssetCondition.UNKNOWN,
        max_length=13,
    )
    last_checked_on = models.DateField(_("last checked on"), null=True, blank=True)

    objects = SafetyAssetQuerySet.as_manager()

    class Meta(PlacedRecord.Meta):
        verbose_name = _("safety asset")
        verbose_name_plural = _("safety assets")
        constraints = [
            points.point_is_whole("safety_asset_point_is_whole"),
            models.CheckConstraint(name="safety_asset_is_there", condition=Q(quantity__gte=1)),
            models.CheckConstraint(
                name="safety_asset_is_checked_once_in_service",
                condition=Q(in_service_since=None)
                | Q(last_checked_on=None)
                | Q(last_checked_on__gte=F("in_service_since")),
            ),
        ]
        indexes = [
            *PlacedRecord.Meta.indexes,
            models.Index("community", "kind", name="safety_asset_of_a_community"),
        ]
        triggers = [stays("safety_asset")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.address or self.settlement or self.community}"

    @property
    def unit(self) -> Any:
        """Return what its capacity counts; empty where its kind does not say."""
        return UNITS.get(self.kind, "")

    @property
    def place_in_files(self) -> Any:
        """Return what says by latitude and longitude where files put it; None: nowhere.

        Files of places are passed on and printed. Shelters, cameras and what else is guarded
        stand in them at their settlement, as stations do; their exact point is told with the
        record alone, to whoever sees it.
        """
        exact = self.latitude is not None and self.kind not in GUARDED
        return self if exact else self.settlement

    def wrong(self) -> Wrong:
        found = super().wrong()
        point = {name: getattr(self, name) for name in points.POINT}
        for name, words in points.lacking(point).items():
            found[name] = ValidationError(words, code="required")
        if not in_order(self.in_service_since, self.last_checked_on):
            text = _("It cannot be checked before it is in service.")
            found["last_checked_on"] = ValidationError(text, code="order")
        return found
