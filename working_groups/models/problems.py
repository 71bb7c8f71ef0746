"""Problems: what a community needs, as it was voiced."""

from __future__ import annotations

from typing import Any, ClassVar

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import ScopedQuerySet
from core.history import track_every_change
from core.versioned import Versioned, Wrong
from working_groups.models.groups import WorkingGroup
from working_groups.models.meetings import Meeting
from working_groups.models.themes import THEME_LENGTH, Theme


class Urgency(models.TextChoices):
    """How much hangs on it."""

    NORMAL = "normal", pgettext_lazy("priority", "Normal")
    HIGH = "high", pgettext_lazy("priority", "High")


class ProblemState(models.TextChoices):
    OPEN = "open", pgettext_lazy("problem", "Open")
    SOLVED = "solved", pgettext_lazy("problem", "Solved")
    DISMISSED = "dismissed", pgettext_lazy("problem", "Set aside")


class ProblemQuerySet(ScopedQuerySet["Problem"]):
    """Problems, seen where their group is."""

    community_path = "group__community"


@track_every_change()
class Problem(Versioned):
    """A need that a community voiced in its group; what came of it stands in the thread."""

    fixed: ClassVar = ("group",)
    happened: ClassVar = ("raised_on", "closed_on")

    group = models.ForeignKey(
        WorkingGroup, models.PROTECT, related_name="problems", verbose_name=_("working group")
    )
    title = models.CharField(
        pgettext_lazy("problem", "title"), max_length=settings.LIMITS["agenda_title"]
    )
    theme = models.CharField(_("theme"), choices=Theme, max_length=THEME_LENGTH)
    description = models.TextField(
        _("description"),
        max_length=settings.LIMITS["minutes"],
        blank=True,
        help_text=_("No names of persons."),
    )
    raised_on = models.DateField(_("raised on"))
    meeting = models.ForeignKey(
        Meeting,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="problems",
        verbose_name=_("raised at the meeting"),
    )
    priority = models.CharField(
        pgettext_lazy("urgency", "priority"), choices=Urgency, default=Urgency.NORMAL, max_length=6
    )
    state = models.CharField(
        _("state"), choices=ProblemState, default=ProblemState.OPEN, max_length=9
    )
    closed_on = models.DateField(_("solved or set aside on"), null=True, blank=True)
    close_reason = models.CharField(
        _("how it was solved, or why it was set aside"),
        max_length=settings.LIMITS["reason"],
        blank=True,
    )

    objects = ProblemQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = pgettext_lazy("group", "problem")
        verbose_name_plural = pgettext_lazy("group", "problems")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="problem_is_closed_on_a_day_with_words",
                condition=Q(state="open", closed_on=None, close_reason="")
                | ~Q(state="open") & Q(closed_on__isnull=False) & ~Q(close_reason=""),
            ),
            models.CheckConstraint(
                name="problem_is_closed_after_it_is_raised",
                condition=Q(closed_on=None) | Q(closed_on__gte=models.F("raised_on")),
            ),
        ]
        indexes = [
            *Versioned.Meta.indexes,
            models.Index("group", "raised_on", name="problem_of_a_group"),
        ]
        triggers = [pgtrigger.ReadOnly(name="problem_stays", fields=["group"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("problems:detail", args=[self.pk])

    def wrong(self) -> Wrong:
        found = super().wrong()
        closed = self.state != ProblemState.OPEN
        if closed != bool(self.closed_on):
            text = _("Say on which day it was solved or set aside.")
            if not closed:
                text = _("An open problem has no such day.")
            found["closed_on"] = ValidationError(text, code="closed")
        if closed != bool(self.close_reason):
            text = _("Say how it was solved, or why it was set aside.")
            if not closed:
                text = _("An open problem has no such words.")
            found["close_reason"] = ValidationError(text, code="closed")
        if self.closed_on and self.raised_on and self.closed_on < self.raised_on:
            text = _("A problem is not closed before it is raised.")
            found["closed_on"] = ValidationError(text, code="order")
        if self.meeting and self.meeting.group_id != self.group_id:
            text = _("This meeting is of another group.")
            found["meeting"] = ValidationError(text, code="another_group")
        return found
