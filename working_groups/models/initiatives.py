"""Initiatives: small projects of communities, from the idea to what stands there afterwards."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Community, Organisation, ScopedQuerySet, scope_of
from communities.region import Region
from core.history import track_every_change
from core.versioned import Versioned, Wrong
from working_groups.models.decisions import Decision
from working_groups.models.groups import WorkingGroup
from working_groups.models.people import Person
from working_groups.models.problems import Problem
from working_groups.models.themes import THEME_LENGTH, Theme


class InitiativeCategory(models.TextChoices):
    """The kinds of initiative that the groups of Kherson oblast have carried out, and others."""

    VIDEO = "video_surveillance", _("Video surveillance")
    OFFICE = "officer_office", _("Office of a community officer")
    HUB = "community_hub", _("Community hub")
    HYDRANTS = "hydrants", pgettext_lazy("initiative", "Fire hydrants")
    BRIGADE = "brigade_needs", _("Needs of a local fire brigade")
    FIRE_STANDS = "fire_stands", _("Fire stands")
    DRONES = "drones", _("Quadcopters")
    ROAD_SIGNS = "road_signs", _("Road signs and limiters")
    NOTIFICATION = "notification_system", _("Warning system")
    SAFETY_CLASS = "safety_class", pgettext_lazy("initiative", "Safety class")
    SPORTS = "sports_ground", _("Sports ground")
    POWER = "power_backup", _("Backup power")
    ROAD_SAFETY = "road_safety", _("Equipment for road safety")
    TRAINING = "training", pgettext_lazy("initiative", "Training")
    OTHER = "other", pgettext_lazy("initiative", "Other")


class Stage(models.TextChoices):
    """How far an initiative is."""

    IDEA = "idea", pgettext_lazy("stage", "Idea")
    PROPOSED = "proposed", pgettext_lazy("stage", "Proposed")
    APPROVED = "approved", pgettext_lazy("stage", "Approved")
    FUNDED = "funded", pgettext_lazy("stage", "Funded")
    IN_PROGRESS = "in_progress", pgettext_lazy("stage", "In progress")
    COMPLETED = "completed", pgettext_lazy("stage", "Completed")
    CANCELLED = "cancelled", pgettext_lazy("stage", "Cancelled")


NEXT_STAGES: dict[str, tuple[str, ...]] = {
    Stage.IDEA: (Stage.PROPOSED, Stage.CANCELLED),
    Stage.PROPOSED: (Stage.APPROVED, Stage.CANCELLED),
    Stage.APPROVED: (Stage.FUNDED, Stage.IN_PROGRESS, Stage.CANCELLED),
    Stage.FUNDED: (Stage.IN_PROGRESS, Stage.CANCELLED),
    Stage.IN_PROGRESS: (Stage.COMPLETED, Stage.CANCELLED),
    Stage.COMPLETED: (),
    Stage.CANCELLED: (),
}
FIRST_STAGES = (Stage.IDEA, Stage.PROPOSED)
AGREED = (Stage.APPROVED, Stage.FUNDED, Stage.IN_PROGRESS, Stage.COMPLETED)


class InitiativeQuerySet(ScopedQuerySet["Initiative"]):
    """Initiatives, seen where one of their communities is."""

    def inside(self, region: Region) -> Self:
        """Keep the initiatives of which a community lies in a region."""
        if region.nation:
            return self.all()
        here = InitiativeCommunity.objects.filter(
            region.q(InitiativeCommunity.paths), initiative=OuterRef("pk")
        )
        return self.filter(Exists(here))

    def changeable_by(self, user: Any, *, to: str = "working_groups.change_initiative") -> Self:
        """Keep the initiatives a user may change: he may in every one of their communities."""
        region = scope_of(user, to).either
        if region.nation:
            return self.all()
        elsewhere = InitiativeCommunity.objects.exclude(region.q(InitiativeCommunity.paths))
        mine = self.inside(region)
        return mine.exclude(Exists(elsewhere.filter(initiative=OuterRef("pk"))))

    def at_stage_on(self, day: date) -> Self:
        """Annotate the stage that each initiative had at the end of a day (`stage_then`)."""
        taken = InitiativeStage.objects.filter(initiative=OuterRef("pk"), on__lte=day)
        return self.annotate(stage_then=Subquery(taken.order_by("-on", "-pk").values("stage")[:1]))


@track_every_change()
class Initiative(Versioned):
    """A small project of one community or several; each step it took is kept with its day."""

    fixed: ClassVar = ("group",)
    happened: ClassVar = ()

    communities: Any = models.ManyToManyField(
        Community,
        through="InitiativeCommunity",
        related_name="initiatives",
        verbose_name=_("communities"),
    )
    group = models.ForeignKey(
        WorkingGroup,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("working group"),
        help_text=_("Empty where no group brought it."),
    )
    proposed_by_organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by the organisation"),
    )
    proposed_by_person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by the person"),
    )
    title = models.CharField(
        pgettext_lazy("initiative", "title"), max_length=settings.LIMITS["agenda_title"]
    )
    theme = models.CharField(_("theme"), choices=Theme, max_length=THEME_LENGTH)
    category = models.CharField(_("category"), choices=InitiativeCategory, max_length=20)
    description = models.TextField(
        _("description"), max_length=settings.LIMITS["decision"], blank=True
    )
    stage = models.CharField(
        _("stage"), choices=Stage, default=Stage.IDEA, max_length=11, editable=False
    )
    starts_on = models.DateField(_("work starts on"), null=True, blank=True)
    ends_on = models.DateField(_("work is to end on"), null=True, blank=True)
    problem = models.ForeignKey(
        Problem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("problem it answers"),
    )
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="initiatives",
        verbose_name=_("decision it rests on"),
    )
    outcome_indicator = models.CharField(
        _("what shows the outcome"), max_length=settings.LIMITS["agenda_title"], blank=True
    )
    outcome_before = models.DecimalField(
        _("value before"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    outcome_after = models.DecimalField(
        _("value after"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    dream_id = models.CharField(
        _("number in DREAM"),
        max_length=40,
        blank=True,
        help_text=_("The number of the project in the state system DREAM."),
    )
    nothing_handed_over = models.CharField(
        _("why nothing was handed over"),
        max_length=settings.LIMITS["reason"],
        blank=True,
        help_text=_("Asked when an initiative is completed without a handout."),
    )

    objects = InitiativeQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="initiative_ends_after_it_starts",
                condition=Q(starts_on=None)
                | Q(ends_on=None)
                | Q(ends_on__gte=models.F("starts_on")),
            ),
        ]
        indexes = [
            *Versioned.Meta.indexes,
            models.Index("stage", "category", name="initiative_by_stage"),
        ]
        triggers = [pgtrigger.ReadOnly(name="initiative_stays", fields=["group"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("initiatives:detail", args=[self.pk])

    def wrong(self) -> Wrong:
        found = super().wrong()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            text = _("Work does not end before it starts.")
            found["ends_on"] = ValidationError(text, code="order")
        if self.proposed_by_organisation_id and self.proposed_by_person_id:
            text = _("Name the organisation or the person, not both.")
            found["proposed_by_person"] = ValidationError(text, code="both")
        if self.problem and self.group_id and self.problem.group_id != self.group_id:
            text = _("This problem is of another group.")
            found["problem"] = ValidationError(text, code="another_group")
        meeting = self.decision.agenda_item.meeting if self.decision else None
        if meeting and self.group_id and meeting.group_id != self.group_id:
            text = _("This decision is of another group.")
            found["decision"] = ValidationError(text, code="another_group")
        return found


@track_every_change(of="initiative")
class InitiativeCommunity(models.Model):
    """A community that an initiative is for."""

    paths: ClassVar = {
        "oblast": "community__oblast",
        "raion": "community__raion",
        "community": "community",
    }

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="places")
    community = models.ForeignKey(Community, models.PROTECT, verbose_name=_("community"))

    class Meta:
        verbose_name = _("community of an initiative")
        verbose_name_plural = _("communities of initiatives")
        constraints = [
            models.UniqueConstraint(
                "initiative", "community", name="community_once_in_an_initiative"
            )
        ]
        indexes = [models.Index("community", "initiative", name="initiative_of_a_community")]

    def __str__(self) -> str:
        return f"{self.initiative}: {self.community.title}"


class InitiativeStage(models.Model):
    """A step an initiative took, on a day; it is never edited."""

    initiative = models.ForeignKey(
        Initiative, models.CASCADE, related_name="stages", verbose_name=_("initiative")
    )
    stage = models.CharField(_("stage"), choices=Stage, max_length=11)
    on = models.DateField(_("since"))
    reason = models.CharField(_("reason"), max_length=settings.LIMITS["reason"], blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("stage of an initiative")
        verbose_name_plural = _("stages of initiatives")
        constraints = [
            models.UniqueConstraint("initiative", "stage", name="initiative_takes_a_stage_once")
        ]
        indexes = [models.Index("initiative", "on", name="stage_of_an_initiative")]
        triggers = [
            pgtrigger.Protect(name="stage_stays", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.get_stage_display()}, {self.on}"
