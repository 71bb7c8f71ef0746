"""Decisions of meetings, and the action points in which somebody does them by a day."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, TruncDate
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.models import Organisation, ScopedQuerySet
from core.history import track_every_change
from core.versioned import Versioned, Wrong
from working_groups.models.meetings import SEALED, AgendaItem
from working_groups.models.people import Person, human
from working_groups.models.problems import Problem, Urgency


class DecisionQuerySet(ScopedQuerySet["Decision"]):
    """Decisions, seen where their group is."""

    community_path = "agenda_item__meeting__group__community"


@track_every_change()
class Decision(Versioned):
    """What a meeting decided about a thing on its agenda; sealed with the minutes."""

    fixed: ClassVar = ("agenda_item",)

    agenda_item = models.ForeignKey(
        AgendaItem, models.PROTECT, related_name="decisions", verbose_name=_("agenda item")
    )
    text = models.TextField(_("what was decided"), max_length=settings.LIMITS["decision"])
    problem = models.ForeignKey(
        Problem,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("problem it answers"),
    )

    objects = DecisionQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = pgettext_lazy("group", "decision")
        verbose_name_plural = pgettext_lazy("group", "decisions")
        triggers = [
            pgtrigger.ReadOnly(name="decision_stays", fields=["agenda_item"]),
            pgtrigger.Trigger(
                name="sealed_with_minutes",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF EXISTS (
                        SELECT FROM working_groups_agendaitem i
                        JOIN working_groups_meeting m ON m.id = i.meeting_id
                        WHERE i.id IN (NEW.agenda_item_id, OLD.agenda_item_id)
                        AND m.minutes_state = 'approved'
                    ) THEN RAISE EXCEPTION '{SEALED}'; END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        return self.agenda_item.get_absolute_url()

    def wrong(self) -> Wrong:
        found = super().wrong()
        if self.problem and self.problem.group_id != self.agenda_item.meeting.group_id:
            text = _("This problem is of another group.")
            found["problem"] = ValidationError(text, code="another_group")
        return found


class ActionState(models.TextChoices):
    OPEN = "open", pgettext_lazy("action", "Open")
    IN_PROGRESS = "in_progress", pgettext_lazy("action", "In progress")
    DONE = "done", pgettext_lazy("action", "Done")
    VERIFIED = "verified", pgettext_lazy("action", "Verified")
    DROPPED = "dropped", pgettext_lazy("action", "Dropped")


# what an owner and its name need
OWNERS = (*("owner_person__contact", "owner_person__merged_into__contact", "owner_organisation"),)
WAITING = (ActionState.OPEN, ActionState.IN_PROGRESS)
NEXT_STATES: dict[str, tuple[str, ...]] = {
    ActionState.OPEN: (ActionState.IN_PROGRESS, ActionState.DONE, ActionState.DROPPED),
    ActionState.IN_PROGRESS: (ActionState.DONE, ActionState.DROPPED),
    ActionState.DONE: (ActionState.VERIFIED, ActionState.IN_PROGRESS),
    ActionState.VERIFIED: (),
    ActionState.DROPPED: (ActionState.OPEN,),
}


# What minutes say of an action point; how far it is, is said later.
IN_MINUTES = ("text", "owner_person", "owner_organisation", "due_on", "priority")


def _columns(row: str) -> str:
    """Return the columns of a row of the trigger that minutes say."""
    keys = {"owner_person", "owner_organisation"}
    return ", ".join(f"{row}.{name}_id" if name in keys else f"{row}.{name}" for name in IN_MINUTES)


class ActionPointQuerySet(ScopedQuerySet["ActionPoint"]):
    """Action points, seen where their group is."""

    community_path = "decision__agenda_item__meeting__group__community"

    def unfinished(self) -> Self:
        """Keep what is still to do; of high priority also what waits for a second person."""
        return self.filter(finished_on=None)

    def overdue(self, day: date) -> Self:
        """Keep what is still to do although its day is over."""
        return self.unfinished().filter(due_on__lt=day)

    def owned_by(self, user: Any) -> Self:
        """Keep what the human with an account does, whichever of merged records is named."""
        me = Person.objects.filter(user=user).order_by().values(me=human())
        return self.annotate(who=human("owner_person")).filter(who__in=me)

    def open_on(self, day: date) -> Self:
        """Keep what was set by a day and not finished on it."""
        sitting = "decision__agenda_item__meeting"
        set_on = Coalesce(f"{sitting}__held_on", TruncDate(f"{sitting}__planned_for"))
        unfinished = Q(finished_on=None) | Q(finished_on__gt=day)
        return self.annotate(set_on=set_on).filter(unfinished, set_on__lte=day)


@track_every_change()
class ActionPoint(Versioned):
    """What somebody does by a day. Of high priority it is finished when a second person says so."""

    fixed: ClassVar = ("decision",)
    happened: ClassVar = ("done_on",)

    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        related_name="actions",
        verbose_name=pgettext_lazy("group", "decision"),
    )
    text = models.CharField(_("what is to be done"), max_length=settings.LIMITS["reason"])
    owner_person = models.ForeignKey(
        Person,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="action_points",
        verbose_name=_("who does it"),
    )
    owner_organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("which organisation does it"),
    )
    due_on = models.DateField(_("due on"))
    priority = models.CharField(
        pgettext_lazy("urgency", "priority"), choices=Urgency, default=Urgency.NORMAL, max_length=6
    )
    state = models.CharField(
        _("state"), choices=ActionState, default=ActionState.OPEN, max_length=11
    )
    done_on = models.DateField(_("done on"), null=True, blank=True)
    evidence = models.TextField(
        _("evidence"),
        max_length=settings.LIMITS["decision"],
        blank=True,
        help_text=_("What shows that it is done: an act, a photograph, an address."),
    )
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("said to be done by"),
    )
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("verified by"),
    )
    drop_reason = models.CharField(
        _("why it was dropped"), max_length=settings.LIMITS["reason"], blank=True
    )
    finished_on = models.DateField(
        _("finished on"),
        null=True,
        editable=False,
        help_text=_("The day it was done or dropped; of high priority, verified or dropped."),
    )

    objects = ActionPointQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("action point")
        verbose_name_plural = _("action points")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="action_has_an_owner",
                condition=Q(owner_person__isnull=False) | Q(owner_organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="action_is_done_on_a_day_by_somebody",
                condition=Q(state__in=["done", "verified"], done_on__isnull=False)
                & Q(done_by__isnull=False)
                | ~Q(state__in=["done", "verified"]) & Q(done_on=None, done_by=None),
            ),
            models.CheckConstraint(
                name="action_is_verified_by_a_second_person",
                condition=Q(state="verified", verified_by__isnull=False)
                & ~Q(verified_by=F("done_by"))
                | ~Q(state="verified") & Q(verified_by=None),
            ),
            models.CheckConstraint(
                name="action_is_finished_on_a_day",
                condition=Q(finished_on=None)
                & (Q(state__in=["open", "in_progress"]) | Q(state="done", priority="high"))
                | Q(finished_on__isnull=False)
                & (Q(state__in=["verified", "dropped"]) | Q(state="done", priority="normal")),
            ),
            models.CheckConstraint(
                name="dropped_action_says_why",
                condition=Q(state="dropped") & ~Q(drop_reason="")
                | ~Q(state="dropped") & Q(drop_reason=""),
            ),
        ]
        indexes = [
            *Versioned.Meta.indexes,
            models.Index("finished_on", "due_on", name="action_by_due_day"),
            models.Index("owner_person", "due_on", name="action_of_a_person"),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="action_stays", fields=["decision"]),
            pgtrigger.Trigger(
                name="sealed_with_minutes",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
                func=f"""
                    IF TG_OP = 'UPDATE' AND ({_columns("NEW")}) IS NOT DISTINCT FROM ({_columns("OLD")})
                    THEN RETURN NEW; END IF;
                    IF EXISTS (
                        SELECT FROM working_groups_decision d
                        JOIN working_groups_agendaitem i ON i.id = d.agenda_item_id
                        JOIN working_groups_meeting m ON m.id = i.meeting_id
                        WHERE d.id IN (NEW.decision_id, OLD.decision_id)
                        AND m.minutes_state = 'approved'
                    ) THEN RAISE EXCEPTION '{SEALED}'; END IF;
                    RETURN COALESCE(NEW, OLD);
                """,
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        return reverse("actions:detail", args=[self.pk])

    @property
    def is_finished(self) -> bool:
        """Say whether nothing is left to do, nor to verify."""
        return self.finished_on is not None

    def is_overdue(self, day: date) -> bool:
        """Say whether the day is over on which it was due, and it is not finished."""
        return not self.is_finished and self.due_on < day

    @property
    def owner(self) -> Person | Organisation:
        """Return who does it: a person where one is named."""
        person = self.owner_person.whole if self.owner_person else None
        named = person or self.owner_organisation
        assert named is not None  # noqa: S101 - the constraint `action_has_an_owner`
        return named

    def wrong(self) -> Wrong:
        found = super().wrong()
        if not (self.owner_person_id or self.owner_organisation_id):
            text = _("Say who does it: a person or an organisation.")
            found["owner_person"] = ValidationError(text, code="no_owner")
        if self.state == ActionState.DROPPED and not self.drop_reason:
            text = _("Say why it was dropped.")
            found["drop_reason"] = ValidationError(text, code="no_reason")
        if self.state != ActionState.DROPPED and self.drop_reason:
            text = _("Only what was dropped has such a reason.")
            found["drop_reason"] = ValidationError(text, code="not_dropped")
        return found
