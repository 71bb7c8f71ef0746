"""What officers are given to work with, and who holds it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, Func, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import (
    Organisation,
    Service,
    ServiceScopedQuerySet,
    Station,
    scope_of,
)
from communities.region import Region
from core import bounds
from core.history import track_every_change
from core.versioned import Versioned, Wrong
from officers.models.assignment import Assignment
from officers.models.officer import Officer
from officers.models.presenting import presenters

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


class EquipmentKind(models.TextChoices):
    CAR = "car", _("Car")
    TABLET = "tablet", _("Tablet")
    WEAPON = "weapon", _("Weapon")
    BODY_CAMERA = "body_camera", _("Body camera")
    CAR_RECORDER = "car_recorder", _("Car recorder")
    SIGNAL_BATON = "signal_baton", _("Signal baton")
    RADIO = "radio", _("Radio set")
    BREATHALYSER = "breathalyser", _("Breathalyser")
    DRONE = "drone", _("Drone")
    OTHER = "other", pgettext_lazy("equipment", "Other")


class EquipmentItemQuerySet(ServiceScopedQuerySet["EquipmentItem"]):
    service_path = "owner__service"

    def inside(self, region: Region) -> Self:
        """Keep what units of the oblasts own, and what somebody inside holds now."""
        return self.filter(self._here(region))

    def visible_to(self, user: User | AnonymousUser, *, to: str = "") -> Self:
        """Keep what units in reach own, and what somebody in reach holds now."""
        scope, condition = scope_of(user, to or self.view_permission), Q(pk__in=[])
        for service in Service.values:
            if region := scope.of(service):
                condition |= Q(self._here(region), owner__service=service)
        return self.filter(condition)

    def _here(self, region: Region) -> Q:
        if region.nation:
            return Q()
        held = EquipmentIssue.objects.filter(item=OuterRef("pk"), ends_on=None)
        return Q(owner__oblast__in=region.oblasts) | Q(Exists(held.inside(region)))

    def with_holders(self) -> Self:
        """Say of each item whether somebody holds it."""
        held = EquipmentIssue.objects.filter(item=OuterRef("pk"), ends_on=None)
        return self.select_related("owner").annotate(is_held=Exists(held))


@track_every_change()
class EquipmentItem(Versioned):
    """One thing that a unit of a service owns; who holds it say its issues."""

    happened = ("written_off_on",)

    kind = models.CharField(
        pgettext_lazy("equipment", "kind"), choices=EquipmentKind, max_length=14
    )
    model = models.CharField(pgettext_lazy("equipment", "model"), max_length=120, blank=True)
    serial = models.CharField(_("serial number or plate"), max_length=60, blank=True)
    inventory_number = models.CharField(_("inventory number"), max_length=60, blank=True)
    owner = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("owner unit")
    )
    funded_by = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("funded by"),
    )
    other_funding = models.CharField(
        _("funded by somebody else"), max_length=settings.LIMITS["place"], blank=True
    )
    written_off_on = models.DateField(_("written off on"), null=True, blank=True)

    objects = EquipmentItemQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("equipment item")
        verbose_name_plural = _("equipment")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "inventory_number"],
                condition=~Q(inventory_number=""),
                name="inventory_number_is_one_only",
                violation_error_message=_("The unit has another item with this inventory number."),
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.get_kind_display(), self.model, self.serial)))

    def get_absolute_url(self) -> str:
        return reverse("officers:equipment-item", args=[self.pk])

    def wrong(self) -> Wrong:
        found = super().wrong()
        if self.owner_id and not self.owner.service:
            text = _("Equipment belongs to a unit of a service.")
            found["owner"] = ValidationError(text, code="no_service")
        return found


class EquipmentIssueQuerySet(ServiceScopedQuerySet["EquipmentIssue"]):
    service_path = "item__owner__service"

    def inside(self, region: Region) -> Self:
        """Keep what is held by officers of the home units and communities of a region, or there."""
        return self.filter(self._here(region))

    def visible_to(self, user: User | AnonymousUser, *, to: str = "") -> Self:
        """Keep the issues whose holder is in reach: of others the reader does not learn who."""
        scope, condition = scope_of(user, to or self.view_permission), Q(pk__in=[])
        for service in Service.values:
            if region := scope.of(service):
                condition |= Q(self._here(region), item__owner__service=service)
        return self.filter(condition)

    def _here(self, region: Region) -> Q:
        if region.nation:
            return Q()
        serving = Assignment.objects.filter(officer=OuterRef("officer")).inside(region)
        home = Q(officer__unit__oblast__in=region.oblasts)
        return home | Q(Exists(serving)) | Q(station__in=Station.objects.inside(region))

    def in_force(self, day: date) -> Self:
        """Keep the issues that hold on a day."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gt=day), starts_on__lte=day)

    def with_names(self) -> Self:
        """Join what a line shows, without a query a line."""
        return self.select_related(
            "item__owner", "officer__personal", "station__community", "station__settlement", "giver"
        )


@track_every_change()
class EquipmentIssue(Versioned):
    """An officer or a station holds an item from a day on; `ends_on` is the first day no longer.

    Of a car it may be the keys that were handed over (`keys_only`); the car is held all the same.
    """

    fixed = ("item", "officer", "station")

    item = models.ForeignKey(
        EquipmentItem, models.PROTECT, related_name="issues", verbose_name=_("equipment item")
    )
    officer = models.ForeignKey(
        Officer,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="equipment",
        verbose_name=_("officer"),
    )
    station = models.ForeignKey(
        Station,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="equipment",
        verbose_name=_("station"),
    )
    starts_on = models.DateField(_("issued on"))
    ends_on = models.DateField(_("first day no longer held"), null=True, blank=True)
    keys_only = models.BooleanField(_("keys of a car"), default=False)
    giver = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("given by"),
    )
    presented_by = presenters()
    act_number = models.CharField(
        pgettext_lazy("handover", "number of the act"),
        max_length=settings.LIMITS["act_number"],
        blank=True,
    )
    act_date = models.DateField(_("date of the act"), null=True, blank=True)

    objects = EquipmentIssueQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("issue of equipment")
        verbose_name_plural = _("issues of equipment")
        constraints = [
            models.CheckConstraint(
                name="equipment_is_held_by_an_officer_or_a_station",
                condition=Q(officer__isnull=False, station=None)
                | Q(officer=None, station__isnull=False),
                violation_error_message=_("Name an officer or a station, not both."),
            ),
            models.CheckConstraint(
                name="equipment_is_returned_after_it_is_issued",
                condition=Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("It cannot be returned before it was issued."),
            ),
            ExclusionConstraint(
                name="equipment_has_one_holder_at_a_time",
                expressions=[
                    ("item", RangeOperators.EQUAL),
                    (
                        Func(
                            "starts_on",
                            "ends_on",
                            function="daterange",
                            output_field=DateRangeField(),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Somebody holds this item on these days."),
            ),
        ]
        indexes = [
            *Versioned.Meta.indexes,
            models.Index(
                fields=["officer"], name="equipment_out_to_officers", condition=Q(ends_on=None)
            ),
            models.Index(fields=["item"], name="equipment_out", condition=Q(ends_on=None)),
        ]

    def __str__(self) -> str:
        return f"{self.item}: {self.holder}"

    def get_absolute_url(self) -> str:
        return f"{self.item.get_absolute_url()}#holders"

    @property
    def holder(self) -> Any:
        """Return the officer or the station."""
        return self.officer or self.station

    @property
    def last_day(self) -> date | None:
        """Return the last day it was held; None while it is."""
        return self.ends_on - timedelta(days=1) if self.ends_on else None

    def wrong(self) -> Wrong:
        found = super().wrong()
        if bool(self.officer_id) == bool(self.station_id):
            text = _("Name an officer or a station, not both.")
            found["officer"] = ValidationError(text, code="one_holder")
        if self.ends_on and self.starts_on and self.ends_on <= self.starts_on:
            text = _("It cannot be returned before it was issued.")
            found["ends_on"] = ValidationError(text, code="order")
        span = bounds.endings()
        for name in ("starts_on", "ends_on"):
            day = getattr(self, name)
            if day and not bounds.holds(span, day):
                found[name] = ValidationError(bounds.refusal(span), code="range")
        return found
