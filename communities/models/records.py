"""What people record about a community by hand: each version is told from the one before."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from communities.models.territory import Community, Settlement
from core import bounds

Wrong = dict[str, ValidationError]
INNER_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


class CommunityRecord(models.Model):
    """A record of one community; it stays in the community it was made in."""

    anchor: ClassVar = ""  # what many of them are called in addresses, and their part of the page
    happened: ClassVar[tuple[str, ...]] = ()  # the fields that hold a day that has come
    fixed: ClassVar[tuple[str, ...]] = ("community",)  # said once, when it is made

    community = models.ForeignKey(
        Community, models.PROTECT, related_name="+", verbose_name=_("community")
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

    class Meta:
        abstract = True
        indexes = [models.Index("updated_at", "id", name="%(class)s_by_change")]

    def get_absolute_url(self) -> str:
        return f"{reverse('dashboards:community', args=[self.community.code])}#{self.anchor}"

    @classmethod
    def slug(cls, apart: str = "-") -> str:
        """Return what one of them is called in addresses, its words held apart by a sign."""
        return INNER_CAPITAL.sub(apart, cls.__name__).lower()

    @classmethod
    def resource(cls) -> str:
        """Return what many of them are called where a name has no hyphen."""
        return cls.anchor.replace("-", "_")

    def clean(self) -> None:
        if wrong := self.wrong():
            raise ValidationError(wrong)

    def wrong(self) -> Wrong:
        """Return what contradicts what, by field; a value that is not there contradicts nothing."""
        span = bounds.beginnings()
        days = {name: getattr(self, name) for name in self.happened}
        return {
            name: ValidationError(bounds.refusal(span), code="range")
            for name, day in days.items()
            if day and not bounds.holds(span, day)
        }


class PlacedRecord(CommunityRecord):
    """A record of something that stands in a community, in a settlement of it where one is known."""

    settlement = models.ForeignKey(
        Settlement,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("settlement"),
    )

    class Meta(CommunityRecord.Meta):
        abstract = True

    @property
    def place_in_files(self) -> Any:
        """Return what says by latitude and longitude where files put it; None: nowhere."""
        return self.settlement

    def wrong(self) -> Wrong:
        found, place = super().wrong(), self.settlement
        if place and self.community_id and place.community_id != self.community_id:
            text = _("This settlement lies in another community.")
            found["settlement"] = ValidationError(text, code="in_another_community")
        return found


def stays(model: str, *fields: str) -> Any:
    """Return the trigger that keeps what a record is about."""
    return pgtrigger.ReadOnly(name=f"{model}_stays", fields=[*CommunityRecord.fixed, *fields])


def in_order(earlier: Any, later: Any) -> bool:
    """Say whether one day does not come after another; unknown ones are in order."""
    return earlier is None or later is None or earlier <= later
