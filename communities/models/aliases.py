"""Other names of places: old ones, other spellings, what people and papers call them."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models.access import ScopedQuerySet, scope_of
from communities.models.territory import Community
from core.names import found_by_spelling, search_key_of
from core.ukrainian import search_key

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User


NAMED = ("settlement", "community", "raion", "oblast", "district")  # what may have another name
ONE_UNIT = reduce(or_, (Q(**{f"{name}__isnull": name != one for name in NAMED}) for one in NAMED))


class NameLanguage(models.TextChoices):
    UKRAINIAN = "uk", _("Ukrainian")
    ENGLISH = "en", _("English")
    FROM_RUSSIAN = "en_ru", _("English, from the Russian form")


class CommunityAliasQuerySet(ScopedQuerySet["CommunityAlias"]):
    def visible_to(self, user: User | AnonymousUser, *, to: str = "") -> Self:
        """Keep those of the communities in reach; names of other units are nobody's secret."""
        region = scope_of(user, to or self.view_permission).either
        return self.filter(Q(community=None) | region.q(self.region_paths))

    @property
    def view_permission(self) -> str:
        return "communities.view_community"


class CommunityAlias(models.Model):
    """Another spelling of a name, or one it had before: of a community, or of another unit."""

    community = models.ForeignKey(
        Community,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="aliases",
        verbose_name=_("community"),
    )
    settlement = models.ForeignKey(
        "communities.Settlement",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="aliases",
        verbose_name=_("settlement"),
    )
    raion = models.ForeignKey(
        "communities.Raion",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="aliases",
        verbose_name=_("raion"),
    )
    oblast = models.ForeignKey(
        "communities.Oblast",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="aliases",
        verbose_name=_("oblast"),
    )
    district = models.ForeignKey(
        "communities.CityDistrict",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="aliases",
        verbose_name=_("city district"),
    )
    name = models.CharField(_("other name"), max_length=200)
    language = models.CharField(_("language"), choices=NameLanguage, max_length=5, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    until = models.DateField(
        _("until"),
        null=True,
        blank=True,
        help_text=_("The day from which the unit has another name; empty for a spelling."),
    )
    search_key: Any = search_key_of("name")

    objects = CommunityAliasQuerySet.as_manager()

    class Meta:
        verbose_name = _("other name of a community")
        verbose_name_plural = _("other names of communities")
        constraints = [
            models.CheckConstraint(
                name="community_alias_names_one_unit",
                condition=ONE_UNIT,
                violation_error_message=_("Name exactly one unit of the register."),
            ),
            models.UniqueConstraint(
                fields=[*NAMED, "name"],
                name="community_alias_said_once",
                nulls_distinct=False,
                violation_error_message=_("The unit has this other name already."),
            ),
        ]
        indexes = [found_by_spelling("communityalias_by_spelling")]

    def __str__(self) -> str:
        return f"{self.name} ({self.unit})"

    @property
    def unit(self) -> Any:
        """Return the unit that is called so; None yet."""
        found = (getattr(self, name) for name in NAMED)
        return next((unit for unit in found if unit is not None), None)

    def clean(self) -> None:
        """Refuse what another community is officially called: a search would find the wrong one."""
        namesake = official_namesake(self.name, self.community) if self.community_id else None
        if namesake:
            raise ValidationError({"name": words_of_namesake(namesake)})


def official_namesake(name: str, community: Any) -> Community | None:
    """Return another community that is officially called so; none where both are."""
    key = search_key(name)
    if community is None or key == search_key(community.name_uk):
        return None
    others = Community.objects.shown().exclude(pk=community.pk).filter(search_key=key)
    return others.select_related("oblast", "raion").order_by("code").first()


def words_of_namesake(namesake: Community) -> str:
    """Say which community is officially called so."""
    return _("This is the official name of another community: %(name)s, %(place)s.") % {
        "name": namesake.title,
        "place": namesake.place,
    }
