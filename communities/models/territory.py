"""The register: oblasts, raions, communities, settlements and city districts."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from communities.models.rights import RAISE_WITH_ROWS
from communities.models.states import CommunityQuerySet
from communities.models.triggers import KEEPS_ITS_SUCCESSIONS
from communities.models.units import ClosableUnit
from core.names import PlaceName
from core.points import point_is_whole

OFFICIAL_CODE = Q(code__regex=r"^UA[0-9]{17}$")
OWN_CODE = Q(code__regex=r"^OTG-[0-9]{2}-[0-9]+$")
CRIMEA = "01"
CAPITAL = "80"  # Kyiv is besides an oblast one community and one settlement, all by one code


def code_is_official(name: str) -> models.CheckConstraint:
    """Return the constraint that a code looks like one of the official codifier."""
    return models.CheckConstraint(
        name=name,
        condition=OFFICIAL_CODE,
        violation_error_message=_("A KATOTTH code is UA and 17 digits."),
    )


class Oblast(PlaceName):
    """An oblast, Crimea, or one of the two cities with special status."""

    code = models.CharField(_("KATOTTH code"), max_length=19, unique=True)
    iso = models.CharField(_("ISO 3166-2 code"), max_length=6, unique=True)
    is_city = models.BooleanField(_("city with special status"), default=False)
    number: Any = models.GeneratedField(  # two digits; incident numbers begin with them
        expression=Substr("code", 3, 2),
        output_field=models.CharField(max_length=2),
        db_persist=True,
    )

    class Meta(PlaceName.Meta):
        verbose_name = _("oblast")
        verbose_name_plural = _("oblasts")
        constraints = [code_is_official("oblast_code_is_official")]
        triggers = [RAISE_WITH_ROWS]

    @property
    def title(self) -> str:
        """Return the name with the word oblast, as it stands alone in a sentence."""
        if self.is_city or self.number == CRIMEA:
            return self.name
        return pgettext("oblast", "%(name)s") % {"name": self.name}

    @property
    def place(self) -> str:
        """Return what it lies in, as every unit does: nothing that needs to be said."""
        return ""

    @property
    def pcode(self) -> str:
        """Return the OCHA P-code that the UN and donors use."""
        return self.code[:4]

    def get_absolute_url(self) -> str:
        return reverse("dashboards:oblast", args=[self.code])


class Raion(ClosableUnit):
    """A raion of an oblast."""

    code = models.CharField(_("KATOTTH code"), max_length=19, unique=True)
    oblast = models.ForeignKey(
        Oblast, models.PROTECT, related_name="raions", verbose_name=_("oblast")
    )

    class Meta(PlaceName.Meta):
        verbose_name = _("raion")
        verbose_name_plural = _("raions")
        constraints = [code_is_official("raion_code_is_official")]
        triggers = [RAISE_WITH_ROWS]

    @property
    def title(self) -> str:
        """Return the name with the word raion, as it stands alone in a sentence."""
        return pgettext("raion", "%(name)s") % {"name": self.name}

    @property
    def place(self) -> str:
        """Return the oblast it lies in."""
        return self.oblast.title

    @property
    def pcode(self) -> str:
        """Return the OCHA P-code that the UN and donors use."""
        return self.code[:6]

    def get_absolute_url(self) -> str:
        return reverse("dashboards:raion", args=[self.code])


class CommunityType(models.TextChoices):
    URBAN = "urban", _("urban")
    SETTLEMENT = "settlement", _("settlement-type")
    RURAL = "rural", _("rural")


class CommunityKind(models.TextChoices):
    TERRITORIAL = "territorial", _("territorial community")
    AMALGAMATED = "amalgamated", _("amalgamated community, before 26.11.2020")


class Community(PlaceName):
    """A territorial community (hromada): the unit the whole portal works in."""

    code = models.CharField(
        _("code"),
        max_length=19,
        unique=True,
        help_text=_("The KATOTTH code, or OTG-… for a community that ended before it."),
    )
    oblast = models.ForeignKey(
        Oblast, models.PROTECT, related_name="communities", verbose_name=_("oblast")
    )
    raion = models.ForeignKey(
        Raion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="communities",
        verbose_name=_("raion"),
    )
    type = models.CharField(_("type"), choices=CommunityType, max_length=10, blank=True)
    kind = models.CharField(
        _("kind"), choices=CommunityKind, default=CommunityKind.TERRITORIAL, max_length=12
    )
    projected = models.BooleanField(
        _("projected"),
        default=False,
        help_text=_("Drawn in the codifier for Crimea, not yet formed; in no list."),
    )
    centre = models.ForeignKey(
        "communities.Settlement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("administrative centre"),
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    established_on = models.DateField(_("established on"), null=True, blank=True)
    dissolved_on = models.DateField(_("dissolved on"), null=True, blank=True)

    objects = CommunityQuerySet.as_manager()

    class Meta(PlaceName.Meta):
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        constraints = [
            models.CheckConstraint(
                name="community_code_fits_its_kind",
                condition=(Q(kind=CommunityKind.TERRITORIAL) & OFFICIAL_CODE)
                | (Q(kind=CommunityKind.AMALGAMATED, dissolved_on__isnull=False) & OWN_CODE),
                violation_error_message=_(
                    "A community has its KATOTTH code; one that ended before the codifier"
                    " has a code OTG-… and the day it was dissolved."
                ),
            ),
            models.CheckConstraint(
                name="community_type_is_known_unless_projected",
                condition=Q(type__in=CommunityType.values)
                | Q(type="", projected=True)
                | Q(type="", kind=CommunityKind.AMALGAMATED),
                violation_error_message=_("Choose the type of the community."),
            ),
            models.CheckConstraint(
                name="community_dissolved_after_it_was_established",
                condition=Q(established_on=None)
                | Q(dissolved_on=None)
                | Q(dissolved_on__gt=models.F("established_on")),
                violation_error_message=_(
                    "A community cannot be dissolved before it is established."
                ),
            ),
            point_is_whole("community_point_is_whole"),
        ]
        triggers = [KEEPS_ITS_SUCCESSIONS, RAISE_WITH_ROWS]

    def get_absolute_url(self) -> str:
        return reverse("dashboards:community", args=[self.code])

    @property
    def pcode(self) -> str:
        """Return the OCHA P-code that the UN and donors use; an own code has none."""
        return self.code[:9] if self.kind == CommunityKind.TERRITORIAL else ""

    @property
    def is_capital(self) -> bool:
        """Say whether this is Kyiv, a community in no raion whose name is the city's."""
        return self.raion_id is None and self.kind == CommunityKind.TERRITORIAL

    @property
    def title(self) -> str:
        """Return the name with the word community, as it stands alone in a sentence."""
        if self.is_capital:
            return self.name
        return gettext("%(name)s community") % {"name": self.name}

    @property
    def place(self) -> str:
        """Return the raion and the oblast it lies in: what tells two of one name apart."""
        above = [self.raion, self.oblast] if self.raion_id else [self.oblast]
        return ", ".join(unit.title for unit in above if unit)


# A settlement that the register moves to another community leaves the district it was in;
# into a district of another community nobody can put it.
KEEP_DISTRICT = """
IF NOT EXISTS (
    SELECT FROM communities_starostadistrict AS district
    WHERE district.id = NEW.starosta_district_id AND district.community_id = NEW.community_id
) THEN
    IF TG_OP = 'UPDATE' AND OLD.starosta_district_id = NEW.starosta_district_id THEN
        NEW.starosta_district_id := NULL;
    ELSE
        RAISE EXCEPTION USING ERRCODE = 'check_violation',
            MESSAGE = 'settlement_lies_in_a_district_of_its_community';
    END IF;
END IF;
RETURN NEW;
"""


class SettlementCategory(models.TextChoices):
    CITY = "city", pgettext_lazy("category", "city")
    SETTLEMENT = "settlement", pgettext_lazy("category", "settlement")
    VILLAGE = "village", pgettext_lazy("category", "village")


class Settlement(ClosableUnit):
    """A city, settlement or village; two cities of the exclusion zone are in no community."""

    code = models.CharField(_("KATOTTH code"), max_length=19, unique=True)
    category = models.CharField(_("category"), choices=SettlementCategory, max_length=10)
    community = models.ForeignKey(
        Community,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="settlements",
        verbose_name=_("community"),
    )
    raion = models.ForeignKey(
        Raion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="settlements",
        verbose_name=_("raion"),
    )
    latitude = models.FloatField(_("latitude"), null=True, blank=True)
    longitude = models.FloatField(_("longitude"), null=True, blank=True)
    starosta_district = models.ForeignKey(  # one column: so a settlement lies in one at most
        "communities.StarostaDistrict",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="settlements",
        verbose_name=_("starosta district"),
    )

    class Meta(PlaceName.Meta):
        verbose_name = _("settlement")
        verbose_name_plural = _("settlements")
        constraints = [
            code_is_official("settlement_code_is_official"),
            point_is_whole("settlement_point_is_whole"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="district_of_own_community",
                level=pgtrigger.Row,
                when=pgtrigger.Before,
                operation=pgtrigger.Insert
                | pgtrigger.UpdateOf("community_id", "starosta_district_id"),
                condition=pgtrigger.Condition("NEW.starosta_district_id IS NOT NULL"),
                func=KEEP_DISTRICT,
            )
        ]

    @property
    def title(self) -> str:
        """Return the name with its kind of place in short, as addresses have it."""
        titles = {
            SettlementCategory.CITY: pgettext("city", "%(name)s"),
            SettlementCategory.SETTLEMENT: pgettext("settlement", "%(name)s"),
            SettlementCategory.VILLAGE: pgettext("village", "%(name)s"),
        }
        return titles[SettlementCategory(self.category)] % {"name": self.name}

    @property
    def place(self) -> str:
        """Return the community, raion and oblast it lies in."""
        if self.community:
            return f"{self.community.title}, {self.community.place}"
        return f"{self.raion.title}, {self.raion.place}" if self.raion else ""

    def get_absolute_url(self) -> str:
        """Return where the register tells of it: on the page of its community, or of its raion."""
        above = self.community or self.raion
        return f"{above.get_absolute_url()}#settlements" if above else ""


class CityDistrict(ClosableUnit):
    """A district of a city; those of Sevastopol hang on it as an oblast."""

    code = models.CharField(_("KATOTTH code"), max_length=19, unique=True)
    settlement = models.ForeignKey(
        Settlement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="districts",
        verbose_name=_("city"),
    )
    oblast = models.ForeignKey(
        Oblast,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="districts",
        verbose_name=_("city with special status"),
    )

    class Meta(PlaceName.Meta):
        verbose_name = _("city district")
        verbose_name_plural = _("city districts")
        constraints = [
            code_is_official("city_district_code_is_official"),
            models.CheckConstraint(
                name="city_district_lies_in_one_city",
                condition=Q(settlement__isnull=False, oblast=None)
                | Q(settlement=None, oblast__isnull=False),
                violation_error_message=_("A district belongs to exactly one city."),
            ),
        ]

    @property
    def title(self) -> str:
        """Return the name with the word district, as it stands alone in a sentence."""
        return gettext("%(name)s district") % {"name": self.name}

    @property
    def place(self) -> str:
        """Return the city it is a district of, and where that lies."""
        if self.settlement:
            return f"{self.settlement.title}, {self.settlement.place}"
        return self.oblast.title if self.oblast else ""

    def get_absolute_url(self) -> str:
        """Return where the register tells of it: on the page of its community, or of its city."""
        above = self.settlement.community if self.settlement else self.oblast
        return f"{above.get_absolute_url()}#districts" if above else ""
