"""Parts of a community that have no official code: starosta districts and police beats."""

from __future__ import annotations

from typing import Any

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models.access import ScopedQuerySet
from communities.models.territory import Community, CommunityType, Settlement
from core.history import track_every_change
from core.names import BilingualName

URBAN_MOST, RURAL_MOST = 7_000, 6_000  # residents that one officer is to look after


class PartQuerySet(ScopedQuerySet["PartOfCommunity"]):
    """Parts of communities, seen where their community is."""


class PartOfCommunity(BilingualName):
    """A named group of settlements of one community; it stays in the community it was made in."""

    community = models.ForeignKey(
        Community, models.PROTECT, related_name="%(class)ss", verbose_name=_("community")
    )

    objects = PartQuerySet.as_manager()

    class Meta(BilingualName.Meta):
        abstract = True

    def get_absolute_url(self) -> str:
        return f"{reverse('dashboards:community', args=[self.community.code])}#{self.anchor}"

    @property
    def anchor(self) -> str:
        """Return the id of the part of the community's page that lists these."""
        raise NotImplementedError


def said_once(name: str, words: Any) -> models.UniqueConstraint:
    """Return the constraint that a community has one part of a name."""
    return models.UniqueConstraint(
        fields=["community", "name_uk"], name=name, violation_error_message=words
    )


@track_every_change()
class StarostaDistrict(PartOfCommunity):
    """A starosta district (старостинський округ): settlements with one starosta.

    Who the starosta is, is not kept: a district has an office, the person changes.
    """

    office = models.CharField(
        _("office of the starosta"),
        max_length=300,
        blank=True,
        help_text=_("Where the starosta receives people; no names of persons."),
    )

    class Meta(PartOfCommunity.Meta):
        verbose_name = _("starosta district")
        verbose_name_plural = _("starosta districts")
        constraints = [
            said_once(
                "starosta_district_name_once_in_a_community",
                _("The community has a starosta district of this name already."),
            )
        ]
        triggers = [pgtrigger.ReadOnly(name="starosta_district_stays", fields=["community"])]

    @property
    def anchor(self) -> str:
        return "starosta-districts"


@track_every_change()
class Beat(PartOfCommunity):
    """A police beat (поліцейська дільниця); a large city lies in several."""

    settlements: Any = models.ManyToManyField(
        Settlement, related_name="beats", blank=True, verbose_name=_("settlements")
    )
    population = models.PositiveIntegerField(_("residents"), null=True, blank=True)

    class Meta(PartOfCommunity.Meta):
        verbose_name = _("police beat")
        verbose_name_plural = _("police beats")
        constraints = [
            said_once(
                "beat_name_once_in_a_community",
                _("The community has a police beat of this name already."),
            ),
            models.CheckConstraint(
                name="beat_population_is_sensible",
                condition=Q(population=None) | Q(population__lte=10_000_000),
                violation_error_message=_("No beat has so many residents."),
            ),
        ]
        triggers = [pgtrigger.ReadOnly(name="beat_stays", fields=["community"])]

    @property
    def anchor(self) -> str:
        return "beats"

    @property
    def most(self) -> int:
        """Return how many residents one officer is to look after here."""
        return URBAN_MOST if self.community.type == CommunityType.URBAN else RURAL_MOST

    @property
    def too_many(self) -> bool:
        """Say whether more people live here than one officer is to look after."""
        return self.population is not None and self.population > self.most
