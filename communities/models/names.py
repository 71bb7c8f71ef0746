"""Other names: spellings of communities, and what units were called before."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models.access import ScopedQuerySet
from communities.models.territory import CityDistrict, Community, Oblast, Raion, Settlement
from core.ukrainian import sort_key


class CommunityAlias(models.Model):
    """Another spelling of a community's name, or one it had before a register or an act changed it."""

    community = models.ForeignKey(
        Community, models.CASCADE, related_name="aliases", verbose_name=_("community")
    )
    name = models.CharField(_("other name"), max_length=200)
    until = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("The day from which the community has another name; empty for a spelling."),
    )
    source = models.CharField(_("source"), max_length=200, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("other name of a community")
        verbose_name_plural = _("other names of communities")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="community_alias_said_once",
                violation_error_message=_("The community has this other name already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.community})"

    def clean(self) -> None:
        """Refuse by hand what only the register may bring: the official name of another community."""
        other = named_officially(self.name, but=self.community_id)
        if other:
            message = _("%(name)s is the official name of another community, %(code)s.")
            words = {"name": self.name, "code": other.code}
            raise ValidationError({"name": ValidationError(message, "official", words)})


def named_officially(name: str, *, but: int | None) -> Community | None:
    """Return a community of today whose official name this is; apostrophes and case aside."""
    same = Community.objects.shown().filter(sort_key=sort_key(name))
    return same.exclude(**{"pk": but} if but else {}).order_by("code").first()


class FormerName(models.Model):
    """A name that an oblast, raion, settlement or city district had until the register changed it.

    A table, not a list on each unit: a name comes with the day and the edition that ended it, and
    one table serves the four kinds. Communities keep theirs among their other names, where search
    looks. Public, like the register: in no one's scope.
    """

    oblast = models.ForeignKey(
        Oblast,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="former_names",
        verbose_name=_("oblast"),
    )
    raion = models.ForeignKey(
        Raion,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="former_names",
        verbose_name=_("raion"),
    )
    settlement = models.ForeignKey(
        Settlement,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="former_names",
        verbose_name=_("settlement"),
    )
    district = models.ForeignKey(
        CityDistrict,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="former_names",
        verbose_name=_("city district"),
    )
    name = models.CharField(_("former name"), max_length=200)
    until = models.DateField(_("until"))
    source = models.CharField(_("source"), max_length=200)

    class Meta:
        verbose_name = _("former name of a unit")
        verbose_name_plural = _("former names of units")
        constraints = [
            models.CheckConstraint(
                name="former_name_is_of_one_unit",
                condition=Q(oblast__isnull=False, raion=None, settlement=None, district=None)
                | Q(oblast=None, raion__isnull=False, settlement=None, district=None)
                | Q(oblast=None, raion=None, settlement__isnull=False, district=None)
                | Q(oblast=None, raion=None, settlement=None, district__isnull=False),
                violation_error_message=_(
                    "Name exactly one unit: an oblast, a raion, a settlement or a city district."
                ),
            ),
            models.UniqueConstraint(
                fields=["oblast", "raion", "settlement", "district", "name"],
                name="former_name_said_once",
                nulls_distinct=False,
                violation_error_message=_("The unit has this former name already."),
            ),
        ]

    def __str__(self) -> str:
        return self.name
