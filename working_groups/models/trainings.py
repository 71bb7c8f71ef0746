"""Seminars, trainings and conferences for participants, and who was there."""

from __future__ import annotations

from typing import ClassVar, Self

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Community, Oblast, Programme, ScopedQuerySet
from core.history import track_every_change
from core.versioned import Versioned, Wrong
from working_groups.models.meetings import TOOK_PART, Presence
from working_groups.models.people import Person
from working_groups.models.themes import THEME_LENGTH, Theme


class TrainingKind(models.TextChoices):
    SEMINAR = "seminar", pgettext_lazy("training", "Seminar")
    TRAINING = "training", pgettext_lazy("training", "Training")
    CONFERENCE = "conference", pgettext_lazy("training", "Conference")


class TrainingQuerySet(ScopedQuerySet["Training"]):
    """Trainings, seen where they belong."""

    region_paths = {  # type: ignore[assignment]
        "oblast": "oblast",
        "raion": "community__raion",
        "community": "community",
    }


@track_every_change()
class Training(Versioned):
    """One event of a programme for participants of groups, on a day or on several.

    It belongs to a community, to an oblast, or, where neither is named, to the country.
    """

    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="+", verbose_name=_("programme")
    )
    kind = models.CharField(pgettext_lazy("training", "kind"), choices=TrainingKind, max_length=10)
    title = models.CharField(
        pgettext_lazy("training", "title"), max_length=settings.LIMITS["agenda_title"]
    )
    topic = models.CharField(
        pgettext_lazy("training", "topic"), choices=Theme, max_length=THEME_LENGTH
    )
    held_on = models.DateField(pgettext_lazy("training", "held on"))
    last_day = models.DateField(
        _("last day"), null=True, blank=True, help_text=_("Where it lasts longer than a day.")
    )
    venue = models.CharField(_("venue"), max_length=settings.LIMITS["place"], blank=True)
    oblast = models.ForeignKey(
        Oblast, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("oblast")
    )
    community = models.ForeignKey(
        Community,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("community"),
    )

    objects = TrainingQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = pgettext_lazy("event", "training")
        verbose_name_plural = _("trainings")
        constraints = [
            models.CheckConstraint(
                name="training_ends_after_it_begins",
                condition=Q(last_day=None) | Q(last_day__gte=F("held_on")),
            ),
            models.CheckConstraint(
                name="training_of_a_community_is_of_an_oblast",
                condition=Q(community=None) | Q(oblast__isnull=False),
            ),
        ]
        indexes = [
            *Versioned.Meta.indexes,
            models.Index("held_on", "id", name="training_by_day"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("trainings:detail", args=[self.pk])

    @property
    def place(self) -> Community | Oblast | None:
        """Return where the training belongs; None is the country."""
        return self.community or self.oblast

    def wrong(self) -> Wrong:
        found = super().wrong()
        if self.held_on and self.last_day and self.last_day < self.held_on:
            text = _("The last day comes before the first one.")
            found["last_day"] = ValidationError(text, code="order")
        if self.community and self.community.oblast_id != self.oblast_id:
            text = _("This community lies in another oblast.")
            found["oblast"] = ValidationError(text, code="in_another_oblast")
        return found


class TrainingAttendanceQuerySet(ScopedQuerySet["TrainingAttendance"]):
    """Who was at a training, seen where the training is."""

    region_paths = {  # type: ignore[assignment]
        "oblast": "training__oblast",
        "raion": "training__community__raion",
        "community": "training__community",
    }

    def took_part(self) -> Self:
        """Keep who was there in person or online."""
        return self.filter(state__in=TOOK_PART)


@track_every_change()
class TrainingAttendance(Versioned):
    """Whether a person was at a training."""

    fixed: ClassVar = ("training", "person")

    training = models.ForeignKey(
        Training,
        models.PROTECT,
        related_name="attendances",
        verbose_name=pgettext_lazy("event", "training"),
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="trainings", verbose_name=_("person")
    )
    state = models.CharField(
        _("presence"), choices=Presence, default=Presence.PRESENT, max_length=7
    )

    objects = TrainingAttendanceQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("attendance of a training")
        verbose_name_plural = _("attendances of trainings")
        constraints = [
            models.UniqueConstraint(
                fields=["training", "person"],
                name="person_is_at_a_training_once",
                violation_error_message=_("This person is on the list of the training already."),
            )
        ]
        indexes = [
            models.Index("updated_at", "id", name="training_presence_by_change"),
            models.Index("person", "training", name="training_presence_of_a_person"),
        ]
        triggers = [pgtrigger.ReadOnly(name="presence_stays", fields=["training", "person"])]

    def __str__(self) -> str:
        return f"{self.person}, {self.get_state_display()}"

    def get_absolute_url(self) -> str:
        return self.training.get_absolute_url()
