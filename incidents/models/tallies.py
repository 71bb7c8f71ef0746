"""Append-only sums of incidents: the rows that figures are read from (written by triggers)."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from communities.models import Community, Oblast, Service, ServiceScopedQuerySet
from incidents.models.taxonomy import Category


class TallyQuerySet(ServiceScopedQuerySet["Tally"]):
    @property
    def view_permission(self) -> str:
        return "incidents.view_incident"

    def without_sensitive(self) -> Self:
        """Leave out what no measure but `sensitive.recorded` counts."""
        return self.filter(category__sensitive=False)


class MonthTallyQuerySet(TallyQuerySet):
    @property
    def region_paths(self) -> dict[str, str]:
        """Know oblasts only: a month tally answers for regions of whole oblasts."""
        return {"oblast": "oblast"}


class Tally(models.Model):
    """Signed counts of what a statement added or took away."""

    category = models.ForeignKey(Category, models.PROTECT, db_index=False)
    service = models.CharField(_("service"), choices=Service, max_length=8)
    incidents = models.IntegerField(default=0)
    war_related = models.IntegerField(default=0)
    rescued = models.IntegerField(default=0)
    injured = models.IntegerField(default=0)
    killed = models.IntegerField(default=0)
    children_rescued = models.IntegerField(default=0)
    children_injured = models.IntegerField(default=0)
    children_killed = models.IntegerField(default=0)
    responses = models.IntegerField(default=0)

    class Meta:
        abstract = True


class DayTally(Tally):
    """Counts of one community, category, service and Kyiv day."""

    community = models.ForeignKey(Community, models.PROTECT, db_index=False)
    day = models.DateField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("community", "day", name="day_tally_of_community"),
            models.Index("day", name="day_tally_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.incidents:+}"


class CommunityMonthTally(Tally):
    """Counts of one community, category, service and month (its first day)."""

    community = models.ForeignKey(Community, models.PROTECT, db_index=False)
    month = models.DateField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index("community", "month", name="month_tally_of_community"),
            models.Index("month", name="community_tally_by_month"),
        ]

    def __str__(self) -> str:
        return f"{self.month}: {self.incidents:+}"


class MonthTally(Tally):
    """Counts of one oblast, category, service and month (its first day)."""

    oblast = models.ForeignKey(Oblast, models.PROTECT, db_index=False)
    month = models.DateField()

    objects = MonthTallyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("month", "oblast", name="month_tally_of_oblast")]

    def __str__(self) -> str:
        return f"{self.month}: {self.incidents:+}"
