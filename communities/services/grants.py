"""Access is granted and ended here; a grant is never edited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import Group
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import EventKind, User
from communities.giving import (
    ADD_GRANT,
    CHANGE_GRANT,
    holds_in,
    may_give,
    may_give_role,
    same_grants,
)
from communities.models import AccessGrant
from communities.refusals import Actor, on_record
from core import moments
from core.exceptions import RuleBroken


@dataclass(frozen=True)
class GrantOrder:
    """A role for an account: where (None: the nation), for which service, from when, until when."""

    user: User
    role: Group
    unit: Any
    service: str
    starts_on: date
    ends_on: date | None
    reason: str

    @property
    def said(self) -> dict[str, str]:
        """Return the order as short facts for the record."""
        return {
            "role": self.role.name,
            "territory": self.unit.code if self.unit else "",
            "service": self.service,
            "starts_on": str(self.starts_on),
            "ends_on": str(self.ends_on or ""),
            "reason": self.reason,
        }


def grant_access(*, order: GrantOrder, actor: Actor, at: datetime) -> AccessGrant:
    """Give an account a role; RuleBroken names the field that cannot stand."""
    with on_record(actor, order.user, **order.said):
        User.objects.select_for_update().get(pk=order.user.pk)  # two orders one after the other
        refuse_account(order, actor)
        _refuse_period(order, timezone.localdate(at))
        _refuse_territory(order.unit)
        _refuse_more_than_held(order, actor)
        _refuse_twice(order)
        place = {order.unit._meta.model_name: order.unit} if order.unit else {"nation": True}
        grant = AccessGrant.objects.create(
            user=order.user,
            role=order.role,
            service=order.service,
            starts_on=order.starts_on,
            ends_on=order.ends_on,
            granted_by=actor.user,
            reason=order.reason,
            **place,
        )
        actor.note(EventKind.GRANT_MADE, order.user, grant=grant.pk, **order.said)
        return grant


def end_grant(
    *, grant: AccessGrant, actor: Actor, on: date, reason: str, at: datetime
) -> AccessGrant:
    """Let a grant count no longer from a day on; one that has not begun never counts."""
    said = {"grant": grant.pk, "role": grant.role.name, "ends_on": str(on), "reason": reason}
    with on_record(actor, grant.user, **said):
        grant = AccessGrant.objects.select_for_update(of=("self",)).get(pk=grant.pk)
        today = timezone.localdate(at)
        if grant.ends_on and (grant.ends_on <= today or grant.ends_on == grant.starts_on):
            raise RuleBroken(_("This grant has ended already."), code="over", field="ends_on")
        if on < today:
            raise RuleBroken(_("A day in the past ends nothing."), code="past", field="ends_on")
        if grant.ends_on and on > grant.ends_on:
            words = _("The grant ends on %(day)s: an end can only come earlier.")
            words %= {"day": moments.day(grant.ends_on)}
            raise RuleBroken(words, code="longer", field="ends_on")
        _refuse_what_is_not_ours(grant, actor)
        refuse_without_reason(reason)
        grant.ends_on, grant.ended_at = max(on, grant.starts_on), at
        grant.ended_by, grant.end_reason = actor.user, reason
        grant.save(update_fields=["ends_on", "ended_at", "ended_by", "end_reason"])
        actor.note(EventKind.GRANT_ENDED, grant.user, **said)
    return grant


def refuse_account(order: GrantOrder, actor: Actor) -> None:
    if not order.user.is_active:
        raise RuleBroken(_("The account is closed."), code="closed")
    if order.user.pk == actor.user.pk:
        raise RuleBroken(_("Nobody gives access to himself."), code="own_account")
    refuse_without_reason(order.reason)


def refuse_without_reason(reason: str) -> None:
    if not reason.strip():
        raise RuleBroken(_("Say why."), code="no_reason", field="reason")


def _refuse_period(order: GrantOrder, today: date) -> None:
    if order.ends_on and order.ends_on <= order.starts_on:
        words = _("A grant cannot end before it starts.")
        raise RuleBroken(words, code="ends_before_it_starts", field="ends_on")
    if order.starts_on < today:
        words = _("A grant cannot begin in the past: today at the earliest.")
        raise RuleBroken(words, code="past", field="starts_on")


def _refuse_territory(unit: Any) -> None:
    if getattr(unit, "projected", False):
        words = _("This unit is planned and does not exist yet.")
        raise RuleBroken(words, code="projected", field="territory")
    if getattr(unit, "dissolved_on", None):
        words = _("This community ended on %(day)s: choose the one it goes on in.")
        words %= {"day": moments.day(unit.dissolved_on)}
        raise RuleBroken(words, code="dissolved", field="territory")


def _refuse_more_than_held(order: GrantOrder, actor: Actor) -> None:
    if not holds_in(actor.user, ADD_GRANT, order.unit, order.service):
        words = _("Your own access does not reach the whole of this territory for this service.")
        raise RuleBroken(words, code="out_of_reach", field="territory")
    if not may_give_role(actor.user, order.role, order.unit, order.service):
        words = _("This role holds rights that you do not hold there and may not give.")
        raise RuleBroken(words, code="more_than_held", field="role")


def _refuse_what_is_not_ours(grant: AccessGrant, actor: Actor) -> None:
    if not may_give(actor.user, grant, to=CHANGE_GRANT):
        words = _("You may end only what you could give.")
        raise RuleBroken(words, code="more_than_held")


def _refuse_twice(order: GrantOrder) -> None:
    same = same_grants(order.user, order.role, order.unit, order.service)
    overlapping = Q(ends_on__isnull=True) | Q(ends_on__gt=order.starts_on)
    if order.ends_on:
        overlapping &= Q(starts_on__lt=order.ends_on)
    if same.filter(overlapping).exclude(ends_on=F("starts_on")).exists():
        words = _("The account holds the same already in this period.")
        raise RuleBroken(words, code="twice", field="role")
