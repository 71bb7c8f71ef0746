"""Two records that look like one person and are two: somebody who changes both has said so."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import ScopedQuerySet
from communities.region import Region
from core.history import track_every_change
from working_groups.models.people import Person


class ToldApartQuerySet(ScopedQuerySet["ToldApart"]):
    """Pairs of records, seen where both people are."""

    def inside(self, region: Region) -> Self:
        """Keep the pairs of which both people are seen in a region."""
        if region.nation:
            return self.all()
        here = Person.objects.inside(region).order_by().values("pk")
        return self.filter(older__in=here, newer__in=here)

    def of(self, one: Person, other: Person) -> Self:
        """Keep the pair of two records, whichever is the older one."""
        older, newer = sorted((one.pk, other.pk))
        return self.filter(older=older, newer=newer)


@track_every_change()
class ToldApart(models.Model):
    """Two records that mean two people: they are not shown as likely one. Taken back, it goes."""

    older = models.ForeignKey(
        Person, models.CASCADE, related_name="apart_from_newer", verbose_name=_("older record")
    )
    newer = models.ForeignKey(
        Person, models.CASCADE, related_name="apart_from_older", verbose_name=_("newer record")
    )
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("told by")
    )
    told_at = models.DateTimeField(_("told at"))

    objects = ToldApartQuerySet.as_manager()

    class Meta:
        verbose_name = _("pair of different people")
        verbose_name_plural = _("pairs of different people")
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["older", "newer"], name="pair_is_told_apart_once"),
            models.CheckConstraint(
                name="older_of_a_pair_comes_first", condition=Q(older__lt=models.F("newer"))
            ),
        ]
        indexes = [models.Index("told_at", "id", name="pair_apart_by_time")]

    def __str__(self) -> str:
        return f"{self.older_id}, {self.newer_id}"
