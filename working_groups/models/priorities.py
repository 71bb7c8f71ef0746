"""Priorities: what a group puts first for a year, and whom it looks for."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import ScopedQuerySet
from core.history import track_every_change
from core.versioned import Versioned, Wrong
from working_groups.models.groups import WorkingGroup
from working_groups.models.themes import THEME_LENGTH, Theme

FIRST_YEAR, LAST_YEAR, LAST_RANK = 2017, 2100, 50


class Need(models.TextChoices):
    """Whom a group looks for, to do what it puts first."""

    DONOR = "donor", pgettext_lazy("need", "Donor")
    PARTNER = "partner", pgettext_lazy("need", "Partner")
    EXPERT = "expert", pgettext_lazy("need", "Expert")


class PriorityQuerySet(ScopedQuerySet["Priority"]):
    """Priorities, seen where their group is."""

    community_path = "group__community"


@track_every_change()
class Priority(Versioned):
    """One of the things a group puts first for a year: the first has rank 1."""

    fixed: ClassVar = ("group",)

    group = models.ForeignKey(
        WorkingGroup, models.PROTECT, related_name="priorities", verbose_name=_("working group")
    )
    year = models.PositiveSmallIntegerField(
        _("year"), validators=[MinValueValidator(FIRST_YEAR), MaxValueValidator(LAST_YEAR)]
    )
    rank = models.PositiveSmallIntegerField(
        pgettext_lazy("priority", "rank"),
        validators=[MinValueValidator(1), MaxValueValidator(LAST_RANK)],
        help_text=_("1 is what comes first."),
    )
    theme = models.CharField(_("theme"), choices=Theme, max_length=THEME_LENGTH)
    text = models.CharField(
        pgettext_lazy("priority", "what the group puts first"),
        max_length=settings.LIMITS["priority_text"],
    )
    needs: Any = ArrayField(
        models.CharField(max_length=7, choices=Need),
        size=len(Need),
        default=list,
        blank=True,
        db_default=[],
        verbose_name=_("looks for"),
    )

    objects = PriorityQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("priority")
        verbose_name_plural = _("priorities")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "year", "rank"],
                name="priority_has_a_rank_of_its_own",
                violation_error_message=_("Another priority of the year has this rank."),
            ),
            models.CheckConstraint(
                name="priority_is_of_a_year_and_ranked",
                condition=Q(year__gte=FIRST_YEAR, year__lte=LAST_YEAR, rank__gte=1),
            ),
        ]
        indexes = [
            *Versioned.Meta.indexes,
            models.Index("year", "theme", "rank", "id", name="priority_by_theme"),
        ]
        triggers = [pgtrigger.ReadOnly(name="priority_stays", fields=["group"])]

    def __str__(self) -> str:
        return f"{self.rank}. {self.text}"

    def get_absolute_url(self) -> str:
        return f"{reverse('working_groups:detail', args=[self.group_id])}#priorities"

    @property
    def looked_for(self) -> list[str]:
        """Return whom the group looks for, in the order of the list."""
        return [str(each.label) for each in Need if each in self.needs]

    def wrong(self) -> Wrong:
        found = super().wrong()
        if self.year and self.group_id and not self._lies_in_its_time():
            text = _("The group does not work in this year.")
            found["year"] = ValidationError(text, code="group_does_not_work")
        return found

    def _lies_in_its_time(self) -> bool:
        begun, ended = self.group.established_on, self.group.ended_on
        return begun.year <= self.year and (ended is None or self.year <= ended.year)
