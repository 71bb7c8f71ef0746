"""Working groups and their members: established, changed, ended."""

from __future__ import annotations

from collections.abc import Collection
from copy import copy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import scope_of
from communities.services import change_record, store_record
from core.exceptions import RuleBroken
from working_groups.models import Membership, Person, WorkingGroup
from working_groups.people import refuse_merged

VIEW, ADD, CHANGE = (f"working_groups.{each}_workinggroup" for each in ("view", "add", "change"))
SEE_MEMBERS, ADD_MEMBER, CHANGE_MEMBER = (
    f"working_groups.{each}_membership" for each in ("view", "add", "change")
)
Said = dict[str, Any]


@transaction.atomic
def establish(*, said: Said, by: User, at: datetime) -> WorkingGroup:
    """Store a new group of a community in reach."""
    if not scope_of(by, ADD).either.covers(said["community"]):
        text = _("You establish no groups in this community.")
        raise RuleBroken(text, code="out_of_reach", field="community")
    group: WorkingGroup = store_record(WorkingGroup(recorded_by=by, created_at=at), said, at)
    return group


def change_group(
    *, group: WorkingGroup, said: Said, at: datetime, version: int | None
) -> WorkingGroup:
    """Change what is said of a group, or end it with a reason."""
    changed: WorkingGroup = change_record(record=group, said=said, at=at, version=version)
    return changed


@transaction.atomic
def add_member(*, said: Said, by: User, at: datetime) -> Membership:
    """Let a person belong to a group, for days on which the group works."""
    held = WorkingGroup.objects.select_for_update(of=("self",)).get(pk=said["group"].pk)
    refuse_merged(said["person"])
    _refuse_before(held, said["starts_on"])
    _refuse_twice(Membership(group=held, **_period(said), person=said["person"]))
    stored: Membership = store_record(Membership(recorded_by=by, created_at=at), said, at)
    return stored


@transaction.atomic
def change_member(
    *, membership: Membership, said: Said, at: datetime, version: int | None
) -> Membership:
    """Change what is said of a membership, or end it."""
    held = WorkingGroup.objects.select_for_update(of=("self",)).get(pk=membership.group_id)
    _refuse_before(held, said.get("starts_on", membership.starts_on))
    stored = Membership.objects.select_related("person").get(pk=membership.pk)
    before = set(_besides(stored).values_list("pk", flat=True))
    _refuse_twice(_becoming(stored, said), before)
    changed: Membership = change_record(record=membership, said=said, at=at, version=version)
    return changed


def _period(said: Said) -> Said:
    return {name: said.get(name) for name in ("starts_on", "ends_on")}


def _becoming(membership: Membership, said: Said) -> Membership:
    """Return the membership with the period that is said, not stored."""
    told = copy(membership)
    for name, day in _period(said).items():
        if name in said:
            setattr(told, name, day)
    return told


def _besides(membership: Membership) -> Any:
    """Return what other records of the human are in the group at the same time."""
    people = Person.objects.same_as(membership.person).exclude(pk=membership.person_id)
    rows = Membership.objects.filter(group=membership.group_id, person__in=people.values("pk"))
    if membership.ends_on:
        rows = rows.filter(starts_on__lt=membership.ends_on)
    return rows.filter(Q(ends_on=None) | Q(ends_on__gt=membership.starts_on))


def _refuse_twice(membership: Membership, known: Collection[int] = ()) -> None:
    """Refuse to let a human in twice by two records; what was so when they were merged may stay."""
    if _besides(membership).exclude(pk__in=known).exists():
        text = _("This person is a member then.")
        raise RuleBroken(text, code="contradiction", field="starts_on")


def _refuse_before(group: WorkingGroup, day: Any) -> None:
    if not group.works_on(day):
        text = _("The group does not work on this day.")
        raise RuleBroken(text, code="group_does_not_work", field="starts_on")
