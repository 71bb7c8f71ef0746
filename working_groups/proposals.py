"""What residents and organisations write to groups: taken in, decided, put on an agenda."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import scope_of
from communities.services import store_record
from core import clock
from core.exceptions import RuleBroken, refuse_stale
from working_groups import meetings
from working_groups.models import (
    Meeting,
    MeetingStatus,
    Proposal,
    ProposalContact,
    ProposalKind,
    ProposalState,
    WorkingGroup,
)

VIEW, ADD, CHANGE = (f"working_groups.{each}_proposal" for each in ("view", "add", "change"))
Said = dict[str, Any]


def open_groups() -> Any:
    """Return the groups that everybody may write to: they work, and accept members."""
    rows = WorkingGroup.objects.in_force(clock.today()).filter(accepts_members=True)
    return rows.select_related("community__oblast").order_by("community__sort_key", "pk")


@transaction.atomic
def take_in(*, said: Said, names: Said, by: User | None, at: datetime) -> Proposal:
    """Store what somebody wrote to a group; `by` is None for whoever came by the public form.

    RuleBroken where the group does not take it, or too many proposals wait for it already.
    """
    group = WorkingGroup.objects.select_for_update(of=("self",)).get(pk=said["group"].pk)
    _refuse_group(group, by)
    if not (names.get("phone") or names.get("email")):
        text = _("Leave a phone or an e-mail, so that the group can answer.")
        raise RuleBroken(text, code="no_contact", field="phone")
    proposal: Proposal = store_record(Proposal(recorded_by=by, created_at=at), said, at)
    ProposalContact.objects.create(proposal=proposal, **names)
    return proposal


def _refuse_group(group: WorkingGroup, by: User | None) -> None:
    if by is not None and not scope_of(by, ADD).either.covers(group.community):
        text = _("You write down no proposals to this group.")
        raise RuleBroken(text, code="out_of_reach", field="group")
    if not group.accepts_members or not group.works_on(clock.today()):
        text = _("This group accepts no proposals now.")
        raise RuleBroken(text, code="not_accepting", field="group")
    if group.proposals.waiting().count() >= settings.LIMITS["proposals_waiting"]:
        text = _("Too many proposals wait for this group. Write in some days.")
        raise RuleBroken(text, code="too_many", field="group")


@transaction.atomic
def decide(*, proposal: Proposal, said: Said, at: datetime, version: int | None) -> Proposal:
    """Accept a proposal, or decline it with a reason; RuleBroken where it is on an agenda."""
    held = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    refuse_stale(held, version)
    state = said.get("state", held.state)
    if state != held.state and held.agenda_item_id:
        text = _("This idea is on an agenda: the meeting decides.")
        raise RuleBroken(text, code="on_an_agenda", field="state")
    if state == ProposalState.NEW != held.state:
        text = _("What was decided is not new any more.")
        raise RuleBroken(text, code="no_such_step", field="state")
    if state != ProposalState.DECLINED:
        said = {"reason": "", **said}
    held.version += 1
    stored: Proposal = store_record(held, said, at)
    return stored


@transaction.atomic
def bring_up(
    *, proposal: Proposal, meeting: Meeting, title: str, by: User, at: datetime, version: int | None
) -> Proposal:
    """Put an accepted idea on the agenda of a planned meeting of its group."""
    held = Proposal.objects.select_for_update(of=("self",)).get(pk=proposal.pk)
    refuse_stale(held, version)
    if held.kind != ProposalKind.IDEA or held.state != ProposalState.ACCEPTED:
        text = _("Only an idea that was accepted comes on an agenda.")
        raise RuleBroken(text, code="not_accepted")
    if held.agenda_item_id:
        text = _("This idea is on an agenda already.")
        raise RuleBroken(text, code="on_an_agenda", field="meeting")
    if meeting.group_id != held.group_id or meeting.status != MeetingStatus.PLANNED:
        text = _("Choose a planned meeting of the group.")
        raise RuleBroken(text, code="no_such_meeting", field="meeting")
    item = meetings.put_on_agenda(said={"meeting": meeting, "title": title}, by=by, at=at)
    held.version += 1
    stored: Proposal = store_record(held, {"agenda_item": item}, at)
    return stored
