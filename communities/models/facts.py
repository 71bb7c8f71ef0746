"""What is known of the territory on a day: how many people live there, who controls it."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

import pgtrigger
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models.access import ScopedQuerySet

UNITS = ("settlement", "community", "raion", "oblast")
ABOVE = (  # where the units stand that a line's own unit lies in
    "settlement__community",
    "settlement__community__oblast",
    "settlement__raion",
    "settlement__raion__oblast",
    "community__raion",
    "community__oblast",
    "raion__oblast",
)


class PopulationQuerySet(ScopedQuerySet["Population"]):
    def newest_on(self, day: date) -> Self:
        """Keep each community's newest figure on or before a day, the one that counts then."""
        known = Population.objects.filter(on__lte=day)
        newest = known.order_by("community", "-on").distinct("community")
        return self.filter(pk__in=newest.values("pk"))


class Population(models.Model):
    """How many people lived in a community on a date, and who says so."""

    community = models.ForeignKey(
        "communities.Community",
        models.PROTECT,
        related_name="populations",
        verbose_name=_("community"),
    )
    on = models.DateField(_("on"))
    people = models.IntegerField(_("residents"))
    source = models.CharField(_("source"), max_length=200)

    objects = PopulationQuerySet.as_manager()

    class Meta:
        verbose_name = _("population")
        verbose_name_plural = _("population")
        constraints = [
            models.UniqueConstraint(
                fields=["community", "on"],
                name="population_once_a_day",
                violation_error_message=_("This community has a population on this date already."),
            ),
            models.CheckConstraint(
                name="population_not_negative",
                condition=Q(people__gte=0),
                violation_error_message=_("A population cannot be negative."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community}: {self.people} ({self.on})"


class ControlKind(models.TextChoices):
    """What an act may say of a unit."""

    POSSIBLE = "possible_hostilities", _("Possible hostilities")
    ACTIVE = "active_hostilities", _("Active hostilities")
    ACTIVE_ERESOURCES = (
        "active_hostilities_eresources",
        _("Active hostilities, state electronic resources work"),
    )
    OCCUPIED = "occupied", _("Temporarily occupied")


class ControlStatusQuerySet(models.QuerySet["ControlStatus"]):
    def in_force_on(self, day: date) -> Self:
        """Keep the lines that hold on a day; of contradicting ones the later start wins."""
        later_first = F("starts_on").desc(nulls_last=True)
        winners = (
            ControlStatus.objects.filter(contested=True, held__contains=day)
            .order_by(*UNITS, later_first, "-pk")
            .distinct(*UNITS)
        )
        wins = Q(contested=False) | Q(pk__in=winners.values("pk"))
        return self.filter(wins, held__contains=day)

    def about(self, code: str) -> Self:
        """Keep the lines about the very unit with a code."""
        return self.filter(_any_of(code, UNITS))

    def inside(self, code: str) -> Self:
        """Keep the lines about the unit with a code and about what lies in it."""
        return self.filter(_any_of(code, (*UNITS, *ABOVE)))


def _any_of(code: str, paths: tuple[str, ...]) -> Q:
    """Return the condition that one of the units at these paths has a code."""
    found = Q(pk__in=[])
    for path in paths:
        found |= Q(**{f"{path}__code": code})
    return found


# `held`: the act writes an end sometimes as the last day and sometimes as the day the next
# line of the unit starts. Where the next line starts a day later, the earlier holds that day
# too. `contested`: another line of the unit holds on some of the same days.
LINES = """line AS (
    SELECT id, format('%s %s %s %s', settlement_id, community_id, raion_id, oblast_id) AS unit,
        daterange(starts_on, ends_on + CASE
            WHEN ends_on + 1 = ANY (array_agg(starts_on) OVER (PARTITION BY
                settlement_id, community_id, raion_id, oblast_id)) THEN 1 ELSE 0 END) AS held
    FROM {source}
)"""
READ = """
WITH _lines_, read AS (
    SELECT id, held, EXISTS (
        SELECT FROM line AS other
        WHERE other.unit = line.unit AND other.id <> line.id AND other.held && line.held
    ) AS contested
    FROM line
)
UPDATE communities_controlstatus AS stored SET held = read.held, contested = read.contested
FROM read
WHERE read.id = stored.id
    AND (stored.held, stored.contested) IS DISTINCT FROM (read.held, read.contested);
RETURN NULL;
""".replace("_lines_", LINES.format(source="communities_controlstatus"))


class ControlStatus(models.Model):
    """One line of the official list of occupied and front-line territories, as it stands there.

    Public, like the act: reference data of the nation, in no one's scope.
    """

    settlement = models.ForeignKey(
        "communities.Settlement",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="control_statuses",
        verbose_name=_("settlement"),
    )
    community = models.ForeignKey(
        "communities.Community",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="control_statuses",
        verbose_name=_("community"),
    )
    raion = models.ForeignKey(
        "communities.Raion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="control_statuses",
        verbose_name=_("raion"),
    )
    oblast = models.ForeignKey(
        "communities.Oblast",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="control_statuses",
        verbose_name=_("oblast"),
    )
    status = models.CharField(
        pgettext_lazy("territory", "status"), choices=ControlKind, max_length=32
    )
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    listed_as = models.CharField(_("name in the act"), max_length=2000)
    act = models.CharField(_("legal act"), max_length=200)
    edition = models.DateField(pgettext_lazy("legal act", "edition"))
    # Both are written by the trigger below, for every line of the unit.
    held: Any = DateRangeField(_("days it holds"), null=True, editable=False)
    contested = models.BooleanField(_("contradicts another line"), default=False, editable=False)

    objects = ControlStatusQuerySet.as_manager()

    class Meta:
        verbose_name = _("status of a territory")
        verbose_name_plural = _("statuses of territories")
        constraints = [
            models.CheckConstraint(
                name="control_status_names_one_unit",
                condition=Q(settlement__isnull=False, community=None, raion=None, oblast=None)
                | Q(settlement=None, community__isnull=False, raion=None, oblast=None)
                | Q(settlement=None, community=None, raion__isnull=False, oblast=None)
                | Q(settlement=None, community=None, raion=None, oblast__isnull=False),
                violation_error_message=_(
                    "Name exactly one unit: a settlement, a community, a raion or an oblast."
                ),
            ),
            models.CheckConstraint(
                name="control_status_kind_is_known",
                condition=Q(status__in=ControlKind.values),
                violation_error_message=_("Choose one of the statuses of the act."),
            ),
            models.CheckConstraint(
                name="control_status_ends_after_it_starts",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                violation_error_message=_("A status cannot end before it starts."),
            ),
            models.UniqueConstraint(
                fields=["status", *UNITS, "starts_on", "ends_on"],
                name="control_status_listed_once",
                nulls_distinct=False,
                violation_error_message=_("The act lists this line already."),
            ),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="read_control_status",
                level=pgtrigger.Statement,
                when=pgtrigger.After,
                operation=pgtrigger.Insert
                | pgtrigger.Delete
                | pgtrigger.UpdateOf(*(f"{name}_id" for name in UNITS), "starts_on", "ends_on"),
                func=READ,
            )
        ]

    def __str__(self) -> str:
        return f"{self.listed_as[:80]}: {self.get_status_display()}"

    @property
    def level(self) -> str:
        """Return the name of the level its unit is of."""
        return next(name for name in UNITS if getattr(self, f"{name}_id") is not None)

    @property
    def unit(self) -> Any:
        """Return the settlement, community, raion or oblast the line is about."""
        return next(unit for name in UNITS if (unit := getattr(self, name)) is not None)
