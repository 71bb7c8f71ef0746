"""Working groups and their members: established, changed, ended."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import scope_of
from communities.services import change_record, store_record
from core.exceptions import RuleBroken
from working_groups.models import Membership, WorkingGroup

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
    _refuse_before(held, said["starts_on"])
    stored: Membership = store_record(Membership(recorded_by=by, created_at=at), said, at)
    return stored


@transaction.atomic
def change_member(
    *, membership: Membership, said: Said, at: datetime, version: int | None
) -> Membership:
    """Change what is said of a membership, or end it."""
    held = WorkingGroup.objects.select_for_update(of=("self",)).get(pk=membership.group_id)
    _refuse_before(held, said.get("starts_on", membership.starts_on))
    changed: Membership = change_record(record=membership, said=said, at=at, version=version)
    return changed


def _refuse_before(group: WorkingGroup, day: Any) -> None:
    if not group.works_on(day):
        text = _("The group does not work on this day.")
        raise RuleBroken(text, code="group_does_not_work", field="starts_on")
