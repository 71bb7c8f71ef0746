"""Handovers: made for an assignment, changed until both have signed, and what signing moves."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import scope_of
from communities.services import store_record
from core import moments
from core.exceptions import RuleBroken, refuse_stale
from officers import equipment
from officers.models import Assignment, EquipmentIssue, Handover, LineKind, Officer

VIEW, ADD, CHANGE = (f"officers.{each}_handover" for each in ("view", "add", "change"))
Said = dict[str, Any]  # columns of a handover
Lines = list[dict[str, str]]


@transaction.atomic
def make(*, assignment: Assignment, said: Said, lines: Lines, by: User, at: datetime) -> Handover:
    """Write the act of an assignment, with these lines; one waits for signing at a time."""
    if not scope_of(by, ADD).of(assignment.officer.service).covers(assignment.community):
        text = _("You do not hand over posts of this service in this community.")
        raise RuleBroken(text, code="out_of_reach", field="assignment")
    Assignment.objects.select_for_update(of=("self",)).get(pk=assignment.pk)
    if waiting_of(assignment).exists():
        text = _("There is a handover of this post that waits for signing.")
        raise RuleBroken(text, code="waits", field="assignment")
    fresh = Handover(assignment=assignment, lines=lines, recorded_by=by, created_at=at)
    _refuse_signing_at_once(said)
    made: Handover = store_record(fresh, said, at)
    return made


@transaction.atomic
def change(
    *, handover: Handover, said: Said, lines: Lines, by: User, at: datetime, version: int | None
) -> Handover:
    """Change an act that waits for signing, with its lines as they are now; or sign it."""
    held = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    refuse_stale(held, version)
    if held.signed_on:
        text = _("Both have signed this act. It stays as it is.")
        raise RuleBroken(text, code="signed")
    held.version += 1
    if said.get("signed_on"):
        _move_equipment(held, said, by, at)
    else:
        held.lines = lines
    stored: Handover = store_record(held, said, at)
    return stored


def waiting_of(assignment: Assignment) -> QuerySet[Handover]:
    """Return the act of an assignment that waits for signing, if there is one."""
    return Handover.objects.filter(assignment=assignment, signed_on=None)


def of_officer(user: Any, officer: Officer) -> QuerySet[Handover]:
    """Return the acts of an officer who left posts, as far as the reader sees them."""
    seen = Handover.objects.visible_to(user).filter(assignment__officer=officer)
    return seen.with_names().order_by("-handed_on", "-pk")


def receivers_for(user: Any, assignment: Assignment) -> QuerySet[Officer]:
    """Return who may take over: officers of the service around the community, by surname."""
    rows = Officer.objects.visible_to(user).filter(service=assignment.officer.service)
    oblast = assignment.community.oblast_id
    around = Q(unit__oblast=oblast) | Q(assignments__community__oblast=oblast)
    named = rows.filter(around, personal__isnull=False).exclude(pk=assignment.officer_id)
    return named.select_related("personal").distinct().order_by("personal__sort_key", "pk")


def _refuse_signing_at_once(said: Said) -> None:
    if said.get("signed_on"):
        text = _("An act is written first and signed then.")
        raise RuleBroken(text, code="signed_at_once", field="signed_on")


def _move_equipment(handover: Handover, said: Said, by: User, at: datetime) -> None:
    """Take back what the act names, and give it to the officer who receives it."""
    if changed := set(said) - {"signed_on"}:
        text = _("Change the act first, then sign it.")
        raise RuleBroken(text, code="signed_and_changed", field=min(changed))
    keys = [e["reference"] for e in handover.lines if e["kind"] == LineKind.EQUIPMENT]
    held = EquipmentIssue.objects.filter(officer=handover.giver, ends_on=None, pk__in=keys)
    mine = list(held.visible_to(by, to=equipment.TAKE_BACK).with_names().order_by("pk"))
    if len(mine) != len(keys):
        text = _("The equipment changed hands since the act was written. Write its list anew.")
        raise RuleBroken(text, code="lines_changed", field="signed_on")
    for issue in mine:
        _hand_on(issue, handover, said["signed_on"], by, at)


def _hand_on(
    issue: EquipmentIssue, handover: Handover, signed_on: date, by: User, at: datetime
) -> None:
    if issue.starts_on >= handover.handed_on:
        text = _("%(item)s was issued on %(day)s. Hand it over on a later day.")
        day = moments.day(issue.starts_on)
        text = text % {"item": issue.item, "day": day}
        raise RuleBroken(text, code="order", field="signed_on")
    equipment.change_issue(record=issue, said={"ends_on": handover.handed_on}, by=by, at=at)
    if handover.receiver:
        given = {
            "item": issue.item,
            "officer": handover.receiver,
            "starts_on": handover.handed_on,
            "keys_only": issue.keys_only,
            "presented_by": handover.presented_by,
            "act_number": handover.act_number,
            "act_date": signed_on,
        }
        equipment.issue(said=given, by=by, at=at)
