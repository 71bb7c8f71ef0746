"""Proposals: somebody asks to join a group, or brings an idea; the group's coordinator decides."""

from __future__ import annotations

from typing import Any, ClassVar, Self

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
from working_groups.models.meetings import AgendaItem


class ProposalKind(models.TextChoices):
    JOIN = "join", _("Wish to join")
    IDEA = "idea", pgettext_lazy("proposal", "Idea")


class ProposalState(models.TextChoices):
    NEW = "new", pgettext_lazy("proposal", "New")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "Accepted")
    DECLINED = "declined", pgettext_lazy("proposal", "Declined")


class ProposalQuerySet(ScopedQuerySet["Proposal"]):
    """Proposals, seen by those who decide about them, where their group is."""

    community_path = "group__community"

    def waiting(self) -> Self:
        """Keep what nobody decided about yet."""
        return self.filter(state=ProposalState.NEW)


@track_every_change()
class Proposal(Versioned):
    """What somebody wrote to a group; what came by the public form was recorded by nobody."""

    fixed: ClassVar = ("group", "kind", "text")

    group = models.ForeignKey(
        WorkingGroup, models.PROTECT, related_name="proposals", verbose_name=_("working group")
    )
    kind = models.CharField(pgettext_lazy("proposal", "kind"), choices=ProposalKind, max_length=4)
    text = models.TextField(
        pgettext_lazy("proposal", "what was written"), max_length=settings.LIMITS["proposal_text"]
    )
    state = models.CharField(
        pgettext_lazy("proposal", "state"),
        choices=ProposalState,
        default=ProposalState.NEW,
        max_length=8,
    )
    reason = models.CharField(
        _("why it was declined"), max_length=settings.LIMITS["reason"], blank=True
    )
    agenda_item = models.OneToOneField(
        AgendaItem,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="proposal",
        verbose_name=_("agenda item"),
    )
    recorded_by = models.ForeignKey(  # type: ignore[assignment]  # nobody: the public form
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        editable=False,
        verbose_name=_("recorded by"),
    )

    objects = ProposalQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        constraints: ClassVar[list[Any]] = [
            models.CheckConstraint(
                name="declined_proposal_says_why",
                condition=Q(state="declined") & ~Q(reason="") | ~Q(state="declined") & Q(reason=""),
            ),
            models.CheckConstraint(
                name="accepted_idea_comes_on_an_agenda",
                condition=Q(agenda_item=None) | Q(state="accepted", kind="idea"),
            ),
        ]
        indexes = [
            *Versioned.Meta.indexes,
            models.Index("created_at", "id", name="proposal_by_arrival"),
            models.Index("group", name="waiting_proposal", condition=Q(state="new")),
        ]
        triggers = [pgtrigger.ReadOnly(name="proposal_stays", fields=["group", "kind", "text"])]

    def __str__(self) -> str:
        said = {"kind": self.get_kind_display(), "number": self.pk}
        return str(_("%(kind)s No. %(number)s")) % said

    def get_absolute_url(self) -> str:
        return reverse("proposals:detail", args=[self.pk])

    def wrong(self) -> Wrong:
        found = super().wrong()
        if (self.state == ProposalState.DECLINED) != bool(self.reason):
            text = (
                _("Only what is declined has a reason.")
                if self.reason
                else _("Say why the proposal is declined.")
            )
            found["reason"] = ValidationError(text, code="reason")
        return found


class ProposalContact(models.Model):
    """Who wrote, and how to answer, kept apart from what history records."""

    proposal = models.OneToOneField(
        Proposal, models.CASCADE, primary_key=True, related_name="contact"
    )
    last_name = models.CharField(_("surname"), max_length=60)
    first_name = models.CharField(_("given name"), max_length=60)
    organisation_name = models.CharField(
        _("organisation, if you speak for one"), max_length=settings.LIMITS["place"], blank=True
    )
    phone = models.CharField(_("phone"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)

    class Meta:
        verbose_name = _("who wrote a proposal")
        verbose_name_plural = _("who wrote proposals")

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"
