"""Handouts: what an initiative handed over, to whom and for which community."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Organisation, SafetyAsset, ScopedQuerySet
from core.history import track_every_change
from core.numbers import number
from core.versioned import Versioned, Wrong
from working_groups.models.initiatives import Initiative


class HandoutItem(models.TextChoices):
    """What kind of thing was handed over."""

    ROAD_SIGN = "road_sign", _("Road sign")
    LIMITER = "traffic_limiter", _("Traffic limiter")
    HYDRANT = "hydrant", pgettext_lazy("handout", "Fire hydrant")
    FIRE_STAND = "fire_stand", pgettext_lazy("handout", "Fire stand")
    CAMERA = "camera", pgettext_lazy("handout", "Camera")
    DRONE = "quadcopter", _("Quadcopter")
    WARNING = "warning_device", _("Warning device")
    GENERATOR = "generator", _("Generator")
    CHARGING = "charging_station", _("Charging station")
    TABLET = "tablet", pgettext_lazy("handout", "Tablet")
    BREATHALYSER = "breathalyser", _("Breathalyser")
    PRINTER = "printer", _("Printer")
    CHAINSAW = "chainsaw", _("Chainsaw")
    FUEL = "fuel", _("Fuel")
    RESCUE_KIT = "rescue_equipment", _("Rescue equipment")
    FURNITURE = "furniture", _("Furniture")
    TEACHING = "teaching_kit", _("Teaching equipment")
    SPORTS = "sports_equipment", _("Sports equipment")
    OTHER = "other", pgettext_lazy("handout", "Other")


class Unit(models.TextChoices):
    PIECE = "piece", pgettext_lazy("unit", "pieces")
    SET = "set", pgettext_lazy("unit", "sets")
    LITRE = "litre", pgettext_lazy("unit", "litres")
    METRE = "metre", pgettext_lazy("unit", "metres")
    KILOGRAM = "kilogram", pgettext_lazy("unit", "kilograms")


class HandoutQuerySet(ScopedQuerySet["Handout"]):
    """Handouts, seen where the community is that has them."""


@track_every_change()
class Handout(Versioned):
    """Something handed over. Where nobody knows how much, the quantity is empty, with a reason."""

    fixed: ClassVar = ("initiative",)
    happened: ClassVar = ("handed_on",)

    initiative = models.ForeignKey(
        Initiative, models.PROTECT, related_name="handouts", verbose_name=_("initiative")
    )
    community = models.ForeignKey(
        Community, models.PROTECT, related_name="handouts", verbose_name=_("community")
    )
    recipient = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("recipient")
    )
    item = models.CharField(_("what was handed over"), choices=HandoutItem, max_length=20)
    model = models.CharField(
        pgettext_lazy("handout", "make and model"), max_length=settings.LIMITS["place"], blank=True
    )
    quantity = models.DecimalField(
        _("quantity"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    unit = models.CharField(
        pgettext_lazy("handout", "unit"), choices=Unit, default=Unit.PIECE, max_length=8
    )
    quantity_unknown = models.CharField(
        _("why the quantity is unknown"), max_length=settings.LIMITS["reason"], blank=True
    )
    handed_on = models.DateField(_("handed over on"))
    act_number = models.CharField(
        _("number of the act"), max_length=settings.LIMITS["act_number"], blank=True
    )
    asset = models.OneToOneField(
        SafetyAsset,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="handout",
        verbose_name=_("safety asset it became"),
    )

    objects = HandoutQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("handout")
        verbose_name_plural = _("handouts")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="handout_says_how_much_or_why_not",
                condition=Q(quantity__gt=0, quantity_unknown="")
                | Q(quantity=None) & ~Q(quantity_unknown=""),
            ),
        ]
        indexes = [
            *Versioned.Meta.indexes,
            models.Index("community", "handed_on", name="handout_of_a_community"),
            models.Index("initiative", "handed_on", name="handout_of_an_initiative"),
        ]
        triggers = [pgtrigger.ReadOnly(name="handout_stays", fields=["initiative"])]

    def __str__(self) -> str:
        return f"{self.get_item_display()}, {self.handed_on}"

    @property
    def words(self) -> str:
        """Return what was handed over and how much, as a page says it."""
        what = " ".join(filter(None, (self.get_item_display(), self.model)))
        if self.quantity is None:
            return gettext("%(what)s, quantity unknown") % {"what": what}
        return f"{what}, {self.how_much}"

    @property
    def how_much(self) -> str:
        """Return the quantity with its unit; empty where nobody knows it."""
        if self.quantity is None:
            return ""
        whole = self.quantity == int(self.quantity)
        return f"{number(self.quantity, 0 if whole else 2)} {self.get_unit_display()}"

    def get_absolute_url(self) -> str:
        return self.initiative.get_absolute_url()

    def wrong(self) -> Wrong:
        found = super().wrong()
        if self.quantity is not None and self.quantity <= 0:
            text = _("A quantity is more than nothing.")
            found["quantity"] = ValidationError(text, code="range")
        elif (self.quantity is None) != bool(self.quantity_unknown):
            text = _("Say how much, or why nobody knows.")
            found["quantity"] = ValidationError(text, code="quantity")
        if self.asset and self.asset.community_id != self.community_id:
            text = _("This safety asset stands in another community.")
            found["asset"] = ValidationError(text, code="another_community")
        return found
