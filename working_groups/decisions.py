"""Decisions of meetings, and the action points that carry them out."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.services import store_record
from core import clock
from core.exceptions import RuleBroken, refuse_stale
from working_groups.meetings import refuse_sealed
from working_groups.models import ActionPoint, ActionState, Decision, Meeting, Urgency
from working_groups.models.decisions import NEXT_STATES, WAITING

VIEW, ADD, CHANGE = (f"working_groups.{each}_actionpoint" for each in ("view", "add", "change"))
DECIDE, REDECIDE = (f"working_groups.{each}_decision" for each in ("add", "change"))
Said = dict[str, Any]


@transaction.atomic
def decide(*, said: Said, by: User, at: datetime) -> Decision:
    """Write down what a meeting decided about a thing on its agenda."""
    _unsealed(said["agenda_item"].meeting_id)
    stored: Decision = store_record(Decision(recorded_by=by, created_at=at), said, at)
    return stored


@transaction.atomic
def change_decision(
    *, decision: Decision, said: Said, at: datetime, version: int | None
) -> Decision:
    """Change the words of a decision, until the minutes are approved."""
    _unsealed(decision.agenda_item.meeting_id)
    held = Decision.objects.select_for_update(of=("self",)).get(pk=decision.pk)
    refuse_stale(held, version)
    held.version += 1
    stored: Decision = store_record(held, said, at)
    return stored


def _unsealed(meeting: int) -> None:
    """Hold a meeting still, and refuse where its minutes are approved."""
    refuse_sealed(Meeting.objects.select_for_update(of=("self",)).get(pk=meeting))


@transaction.atomic
def set_action(*, said: Said, by: User, at: datetime) -> ActionPoint:
    """Set what somebody does by a day. It may be done already, as that of a past meeting is."""
    action = ActionPoint(recorded_by=by, created_at=at)
    stored: ActionPoint = store_record(action, _step(action, said, by), at)
    return stored


@transaction.atomic
def change_action(
    *, action: ActionPoint, said: Said, by: User, at: datetime, version: int | None
) -> ActionPoint:
    """Change an action point, or move it on; RuleBroken names the states that are possible."""
    held = ActionPoint.objects.select_for_update(of=("self",)).get(pk=action.pk)
    refuse_stale(held, version)
    said = _step(held, said, by)
    held.version += 1
    stored: ActionPoint = store_record(held, said, at)
    return stored


def _step(action: ActionPoint, said: Said, by: User) -> Said:
    """Return what is said with what follows of it: by whom and when it was done or finished."""
    becomes = said.get("state", action.state)
    urgent = said.get("priority", action.priority) == Urgency.HIGH
    if becomes != action.state:
        _refuse_step(action, becomes)
    if becomes in WAITING or becomes == ActionState.DROPPED:
        said = {**said, "done_on": None, "done_by": None, "verified_by": None}
    if becomes != ActionState.DROPPED:
        said = {"drop_reason": "", **said}
    if becomes == ActionState.DONE:
        said = _done(action, said, by, urgent=urgent)
    if becomes == ActionState.VERIFIED and action.state != becomes:
        said = {**said, "verified_by": _second(action, by)}
    return {**said, "finished_on": _finished(action, said, becomes, urgent=urgent)}


def _refuse_step(action: ActionPoint, becomes: str) -> None:
    possible = NEXT_STATES[action.state]
    if action.pk is None:
        possible = (ActionState.IN_PROGRESS, ActionState.DONE)
    if becomes not in possible:
        names = ", ".join(str(ActionState(each).label) for each in possible)
        text = _("The next state may be: %(names)s.") if names else _("This is its last state.")
        raise RuleBroken(text % {"names": names}, code="no_such_step", field="state")


def _done(action: ActionPoint, said: Said, by: User, *, urgent: bool) -> Said:
    """Return what is said with the day it was done, and by whom that is said."""
    if urgent and not said.get("evidence", action.evidence):
        text = _("Of high priority it needs evidence: say what shows that it is done.")
        raise RuleBroken(text, code="no_evidence", field="evidence")
    day = said.get("done_on") or action.done_on or clock.today()
    return {**said, "done_on": day, "done_by": action.done_by or by, "verified_by": None}


def _second(action: ActionPoint, by: User) -> User:
    """Return who verifies; not who said that it is done."""
    if action.done_by_id == by.pk:
        text = _("Who says that it is done does not verify it: a second person does.")
        raise RuleBroken(text, code="same_person", field="state")
    return by


def _finished(action: ActionPoint, said: Said, becomes: str, *, urgent: bool) -> Any:
    """Return the day an action point was finished, none while something is left to do."""
    if becomes in (ActionState.DONE, ActionState.VERIFIED) and not urgent:
        return said.get("done_on") or action.done_on
    if becomes in (ActionState.DROPPED, ActionState.VERIFIED):
        kept = action.finished_on if becomes == action.state else None
        return kept or clock.today()
    return None
