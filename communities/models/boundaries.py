"""Where the units of the register lie: their boundaries, as one source drew them."""

from __future__ import annotations

from typing import Any, Self

from django.contrib.postgres.aggregates import StringAgg
from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import MD5, Cast, Concat
from django.utils.translation import gettext_lazy as _

from communities.region import LEVELS, Region


class Detail(models.TextChoices):
    """How finely a boundary is drawn."""

    LOW = "low", _("low: for a map of the country")
    MIDDLE = "middle", _("middle: for a map of an oblast or raion")
    HIGH = "high", _("high: as the source has it")


class BoundaryQuerySet(models.QuerySet["Boundary"]):
    def of_level(self, level: str) -> Self:
        """Keep the boundaries of oblasts, raions or communities."""
        return self.filter(**{f"{level}__isnull": False})

    def inside(self, region: Region, level: str) -> Self:
        """Keep the boundaries of a level whose units lie in a region."""
        return self.of_level(level).filter(region.q(_paths(level)))

    def stamp(self, level: str) -> str:
        """Return what changes when one of these boundaries or its names do; empty without any."""
        said = ("digest", "credit", f"{level}__code", f"{level}__name_uk", f"{level}__name_en")
        each = Concat(*said, Cast("edition", models.CharField()), output_field=models.TextField())
        every = StringAgg(each, delimiter=Value("\n"), order_by="pk")
        return self.of_level(level).order_by().aggregate(all=MD5(every))["all"] or ""

    def credit(self) -> str:
        """Return whom a map of these boundaries names, as the sources wish it."""
        return ", ".join(sorted(set(self.order_by().values_list("credit", flat=True).distinct())))


def _paths(level: str) -> dict[str, str]:
    """Return where oblast, raion and community of a boundary's unit stand; below it is nothing."""
    own = LEVELS.index(level)
    paths = {}
    for at, name in enumerate(LEVELS):
        if at < own:
            paths[name] = f"{level}__{name}"
        else:
            paths[name] = level if at == own else "community"
    return paths


class Boundary(models.Model):
    """The boundary of an oblast, raion or community, drawn at three levels of detail.

    Public, like its source: reference data of the nation, in no one's scope. Geometry is GeoJSON
    text in degrees (WGS 84), outlines are SVG paths in the plane of core/charts/plane.py; both
    are made when a file is imported, and only then.
    """

    oblast = models.OneToOneField(
        "communities.Oblast",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="boundary",
        verbose_name=_("oblast"),
    )
    raion = models.OneToOneField(
        "communities.Raion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="boundary",
        verbose_name=_("raion"),
    )
    community = models.OneToOneField(
        "communities.Community",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="boundary",
        verbose_name=_("community"),
    )
    source = models.CharField(_("source"), max_length=200)
    licence = models.CharField(_("licence"), max_length=100)
    credit = models.CharField(_("credit on maps"), max_length=200)
    edition = models.DateField(_("edition of the boundaries"))
    low = models.TextField(_("geometry, low detail"))
    middle = models.TextField(_("geometry, middle detail"))
    high = models.TextField(_("geometry, high detail"))
    outline = models.TextField(_("outline, low detail"))
    fine_outline = models.TextField(_("outline, middle detail"))
    west = models.FloatField(_("west"))
    south = models.FloatField(_("south"))
    east = models.FloatField(_("east"))
    north = models.FloatField(_("north"))
    label_latitude = models.FloatField(_("latitude of the label"))
    label_longitude = models.FloatField(_("longitude of the label"))
    digest = models.CharField(_("digest of the geometry"), max_length=16)

    objects = BoundaryQuerySet.as_manager()

    class Meta:
        verbose_name = _("boundary")
        verbose_name_plural = _("boundaries")
        constraints = [
            models.CheckConstraint(
                name="boundary_names_one_unit",
                condition=Q(oblast__isnull=False, raion=None, community=None)
                | Q(oblast=None, raion__isnull=False, community=None)
                | Q(oblast=None, raion=None, community__isnull=False),
                violation_error_message=_("Name exactly one unit: an oblast, raion or community."),
            ),
            models.CheckConstraint(
                name="boundary_box_is_open",
                condition=Q(west__lt=F("east"), south__lt=F("north")),
                violation_error_message=_("A boundary has a width and a height."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.unit)

    @property
    def unit(self) -> Any:
        """Return the oblast, raion or community the boundary is of."""
        return next(unit for name in LEVELS if (unit := getattr(self, name)) is not None)

    @property
    def box(self) -> tuple[float, float, float, float]:
        """Return west, south, east and north in degrees."""
        return self.west, self.south, self.east, self.north
