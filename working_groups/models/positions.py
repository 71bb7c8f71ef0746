"""Positions: the office a person holds in an organisation, and since when."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Organisation, ScopedQuerySet
from communities.region import Region
from core.history import track_every_change
from core.versioned import Versioned, Wrong
from working_groups.models.people import Person


class PositionQuerySet(ScopedQuerySet["Position"]):
    """Positions, seen where their person is."""

    region_paths = {  # type: ignore[assignment]
        "oblast": "person__oblast",
        "raion": "person__community__raion",
        "community": "person__community",
    }

    def inside(self, region: Region) -> Self:
        """Keep the positions of the people of a region."""
        if region.nation:
            return self.all()
        return self.filter(person__in=Person.objects.inside(region).values("pk"))

    def held_on(self, day: date) -> Self:
        """Keep what is held on a day; what begins or ends on no known day has no such end."""
        begun = Q(starts_on=None) | Q(starts_on__lte=day)
        return self.filter(begun, Q(ends_on=None) | Q(ends_on__gt=day))


@track_every_change()
class Position(Versioned):
    """An office in an organisation, for a period whose ends may be unknown."""

    fixed: ClassVar = ("person",)
    happened: ClassVar = ("starts_on",)

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="positions", verbose_name=_("person")
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("organisation")
    )
    title = models.CharField(
        pgettext_lazy("office", "position"), max_length=settings.LIMITS["position_title"]
    )
    starts_on = models.DateField(_("since"), null=True, blank=True)
    ends_on = models.DateField(
        _("until"), null=True, blank=True, help_text=_("The first day it is no longer held.")
    )

    objects = PositionQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = pgettext_lazy("office", "position")
        verbose_name_plural = _("positions")
        constraints = [
            models.CheckConstraint(
                name="position_ends_after_it_starts",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
            )
        ]
        indexes = [
            *Versioned.Meta.indexes,
            models.Index("person", "starts_on", name="position_of_a_person"),
        ]
        triggers = [pgtrigger.ReadOnly(name="position_stays", fields=["person"])]

    def __str__(self) -> str:
        return f"{self.title}, {self.organisation.name}"

    def get_absolute_url(self) -> str:
        return self.person.get_absolute_url()

    def wrong(self) -> Wrong:
        found = super().wrong()
        if self.starts_on and self.ends_on and self.ends_on <= self.starts_on:
            text = _("A position cannot end before it begins.")
            found["ends_on"] = ValidationError(text, code="order")
        return found
