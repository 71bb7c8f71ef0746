"""One attack or disaster that caused many incidents."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Oblast, ScopedQuerySet, scope_of
from communities.region import Region
from core.history import track_every_change

if TYPE_CHECKING:
    from accounts.models import User

VIEW = "incidents.view_strike"


class StrikeQuerySet(ScopedQuerySet["Strike"]):
    def inside(self, region: Region) -> Self:
        """Keep the strikes that concerned an oblast of which some part lies in a region."""
        if region.nation:
            return self
        concerned = StrikeOblast.objects.filter(_touched(region, "oblast"), strike=OuterRef("pk"))
        return self.filter(Exists(concerned))

    def reach_of(self, region: Region, paths: Mapping[str, str]) -> Q:
        return Q() if region.nation else _touched(region, paths["oblast"])

    def changeable_by(self, user: User) -> Self:
        """Keep the strikes a user may change: he may in every oblast they concerned."""
        region = scope_of(user, "incidents.change_strike").either
        if region.nation:
            return self
        elsewhere = StrikeOblast.objects.exclude(oblast__in=region.oblasts)
        return self.exclude(Exists(elsewhere.filter(strike=OuterRef("pk"))))


def _touched(region: Region, path: str) -> Q:
    """Return the condition that some part of the oblast at a path lies in a region."""
    return Q(**{f"{path}__in": Community.objects.inside(region).values("oblast")})


@track_every_change()
class Strike(models.Model):
    """One attack or disaster; it groups incidents and is never counted among them."""

    title = models.CharField(_("title"), max_length=settings.LIMITS["strike_title"])
    started_at = models.DateTimeField(_("began"))
    oblasts: Any = models.ManyToManyField(
        Oblast, through="StrikeOblast", related_name="strikes", verbose_name=_("oblasts")
    )
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
    )
    created_at = models.DateTimeField(_("created"), editable=False)
    updated_at = models.DateTimeField(_("changed"), editable=False)

    objects = StrikeQuerySet.as_manager()

    class Meta:
        verbose_name = _("strike")
        verbose_name_plural = _("strikes")
        indexes = [models.Index("started_at", "id", name="strike_by_time")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("incidents:strike", args=[self.pk])

    def concerned(self, oblast: int) -> bool:
        """Say whether an oblast is among those of the strike."""
        return self.places.filter(oblast=oblast).exists()


@track_every_change(of="strike")
class StrikeOblast(models.Model):
    """An oblast that a strike concerned."""

    strike = models.ForeignKey(Strike, models.CASCADE, related_name="places")
    oblast = models.ForeignKey(Oblast, models.PROTECT, verbose_name=_("oblast"))

    class Meta:
        verbose_name = _("oblast of a strike")
        verbose_name_plural = _("oblasts of strikes")
        constraints = [models.UniqueConstraint("strike", "oblast", name="oblast_once_in_a_strike")]

    def __str__(self) -> str:
        return f"{self.strike}: {self.oblast}"
