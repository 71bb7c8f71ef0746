"""What became of a community by a legal act: merged, split, renamed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.heirs import Place, Step
from communities.models.rights import raise_all_rights
from communities.models.territory import Community
from communities.models.triggers import HOLDS_TOGETHER
from core.history import track_every_change
from core.names import in_own_language

# who holds a community holds what it took over
RIGHTS_FOLLOW = raise_all_rights(
    pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete | pgtrigger.Truncate
)


class SuccessionKind(models.TextChoices):
    MERGE = "merge", _("Merged")
    SPLIT = "split", _("Split")
    RENAME = "rename", _("Renamed")


PLACE = ("", "__code", "__raion", "__raion__code", "__oblast", "__oblast__code")


class SuccessionQuerySet(models.QuerySet["Succession"]):
    """Public, like the acts: reference data of the nation, in no one's scope."""

    def between_units(self) -> Self:
        """Leave out renames under which a community keeps its code."""
        return self.exclude(predecessor=F("successor"))

    def ending(self, community: Any) -> Self:
        """Keep what ended a community; a part that left it before did not."""
        if community.dissolved_on is None:
            return self.none()
        ends = {"predecessor": community, "effective_on": community.dissolved_on}
        return self.between_units().filter(**ends)

    def endings(self) -> Self:
        """Keep what ended its predecessor, of whatever community."""
        return self.between_units().filter(effective_on=F("predecessor__dissolved_on"))

    def founding(self, community: Any) -> Self:
        """Keep what a community was formed of."""
        if community.established_on is None:
            return self.none()
        begins = {"successor": community, "effective_on": community.established_on}
        return self.between_units().filter(**begins)

    def of(self, community: Any) -> Self:
        """Keep what a community came of and what came of it."""
        return self.filter(Q(predecessor=community) | Q(successor=community))

    def steps(self) -> Iterator[Step]:
        """Yield what maps one community to another, with the places of both."""
        ends = [f"{end}{field}" for end in ("predecessor", "successor") for field in PLACE]
        rows = self.between_units().order_by("effective_on", "pk")
        for *found, day, kind in rows.values_list(*ends, "effective_on", "kind"):
            middle = len(PLACE)
            was, now = Place(*found[:middle]), Place(*found[middle:])
            yield Step(was, now, day, is_split=kind == SuccessionKind.SPLIT)

    def with_names(self) -> Self:
        """Join what a line of a list shows."""
        return self.select_related(
            "predecessor__oblast", "predecessor__raion", "successor__oblast", "successor__raion"
        )


@track_every_change()
class Succession(models.Model):
    """One community goes on in another, or under another name, from a day on, by an act.

    Records stay with the community they were made in; only reading follows this
    (communities/heirs.py). A split has a row for each part. A rename that keeps the code has the
    community on both ends, with the name it had.
    """

    kind = models.CharField(_("what happened"), choices=SuccessionKind, max_length=6)
    predecessor = models.ForeignKey(
        Community, models.PROTECT, related_name="successions", verbose_name=_("predecessor")
    )
    successor = models.ForeignKey(
        Community, models.PROTECT, related_name="inheritances", verbose_name=_("successor")
    )
    effective_on = models.DateField(_("in force from"))
    act = models.CharField(
        _("legal act"), max_length=200, help_text=_("Who passed it, its date and its number.")
    )
    former_name_uk = models.CharField(_("former name in Ukrainian"), max_length=200, blank=True)
    former_name_en = models.CharField(_("former name in English"), max_length=200, blank=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("recorded by"),
    )
    recorded_at = models.DateTimeField(_("recorded"), editable=False)

    objects = SuccessionQuerySet.as_manager()

    class Meta:
        verbose_name = _("succession")
        verbose_name_plural = _("successions")
        constraints = [
            models.CheckConstraint(
                name="succession_is_of_a_known_kind", condition=Q(kind__in=SuccessionKind.values)
            ),
            models.CheckConstraint(
                name="succession_joins_two_units_or_two_names",
                condition=Q(kind=SuccessionKind.RENAME, predecessor=F("successor"))
                & ~Q(former_name_uk="")
                | ~Q(predecessor=F("successor")) & Q(former_name_uk="", former_name_en=""),
                violation_error_message=_("A community cannot be its own successor."),
            ),
            models.CheckConstraint(
                name="succession_names_its_act",
                condition=~Q(act=""),
                violation_error_message=_("Name the act."),
            ),
            models.UniqueConstraint(
                fields=["predecessor", "successor", "effective_on"],
                name="succession_recorded_once",
                violation_error_message=_("This succession is recorded already."),
            ),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=~Q(kind=SuccessionKind.SPLIT) & ~Q(predecessor=F("successor")),
                name="succession_ends_a_unit_once",
                violation_error_message=_("This community has a successor already."),
            ),
        ]
        indexes = [models.Index("effective_on", "id", name="succession_by_day")]
        triggers = [HOLDS_TOGETHER, RIGHTS_FOLLOW]

    def __str__(self) -> str:
        if self.predecessor_id == self.successor_id:
            return f"{self.former_name} → {self.successor.name} ({self.effective_on})"
        return f"{self.predecessor} → {self.successor} ({self.effective_on})"

    @property
    def former_name(self) -> str:
        """Return the name a rename under the same code ended, in the reader's language."""
        return in_own_language(self.former_name_uk, self.former_name_en)
