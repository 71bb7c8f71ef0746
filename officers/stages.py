"""The steps of an officer's path: taken one after another, and corrected with a reason."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from accounts.models import User
from core import bounds, clock, moments
from core.exceptions import RuleBroken
from officers.models import NEXT, SAYS_WHY, Officer, OfficerStage, StageChange
from officers.models.stage import StageChangeQuerySet

CHANGE = "officers.change_officer"


def possible(officer: Officer) -> tuple[OfficerStage, ...]:
    """Return the stages an officer may come to next."""
    return NEXT[officer.stage]


@transaction.atomic
def take_step(
    *,
    officer: Officer,
    stage: str,
    on: date,
    by: User | None,
    at: datetime,
    act_number: str = "",
    reason: str = "",
) -> StageChange:
    """Bring an officer to the next stage; refuse a step that the path does not have."""
    last = _lock(officer).last()
    _refuse_wrong_step(last.stage if last else "", stage)
    _refuse_without_reason(stage, reason)
    _refuse_wrong_day(on, after=last, before=None)
    officer.stage = stage
    return StageChange.objects.create(
        officer=officer,
        number=last.number + 1 if last else 1,
        stage=stage,
        on=on,
        act_number=act_number,
        reason=reason,
        by=by,
        at=at,
    )


@transaction.atomic
def correct_step(
    *, change: StageChange, on: date, act_number: str, reason: str, by: User, at: datetime
) -> StageChange:
    """Put another day and act in place of those of a step; what it said stays, out of force."""
    path = _lock(change.officer)
    change = path.filter(pk=change.pk).first() or change
    if not change.in_force:
        text = _("Somebody corrected this step meanwhile. Look at the path again.")
        raise RuleBroken(text, code="stale")
    if not reason:
        raise RuleBroken(_("Say why it is corrected."), code="required", field="reason")
    if (on, act_number) == (change.on, change.act_number):
        raise RuleBroken(_("Nothing differs: there is nothing to correct."), code="same")
    _refuse_wrong_day(
        on,
        after=path.filter(number=change.number - 1).first(),
        before=path.filter(number=change.number + 1).first(),
    )
    StageChange.objects.filter(pk=change.pk).update(in_force=False)
    return StageChange.objects.create(
        officer=change.officer,
        number=change.number,
        stage=change.stage,
        on=on,
        act_number=act_number,
        reason=reason,
        replaces=change,
        by=by,
        at=at,
    )


def _lock(officer: Officer) -> StageChangeQuerySet:
    """Hold an officer until the transaction ends, and return the steps in force, in order."""
    Officer.objects.select_for_update(of=("self",)).get(pk=officer.pk)
    return StageChange.objects.in_force().filter(officer=officer.pk).order_by("number")


def _refuse_wrong_step(now: str, stage: str) -> None:
    if stage in NEXT[now]:
        return
    could = get_text_list([str(each.label) for each in NEXT[now]], _("or"))
    if not now:
        text = _("The path begins with: %(stages)s.") % {"stages": could}
    else:
        words = {"stage": OfficerStage(now).label, "stages": could}
        text = _("After “%(stage)s” only this may follow: %(stages)s.") % words
    raise RuleBroken(text, code="no_such_step", field="stage")


def _refuse_without_reason(stage: str, reason: str) -> None:
    if stage in SAYS_WHY and not reason:
        raise RuleBroken(_("Say why."), code="required", field="reason")


def _refuse_wrong_day(on: date, *, after: StageChange | None, before: StageChange | None) -> None:
    """Refuse a day in the future, before the step before, or after the next one."""
    span = (bounds.first_day(), clock.today())
    if not bounds.holds(span, on):
        raise RuleBroken(bounds.refusal(span), code="range", field="on")
    if after and on < after.on:
        text = _("The step before was on %(day)s: choose that day or a later one.")
        raise RuleBroken(text % {"day": moments.day(after.on)}, code="too_early", field="on")
    if before and on > before.on:
        text = _("The next step was on %(day)s: choose that day or an earlier one.")
        raise RuleBroken(text % {"day": moments.day(before.on)}, code="too_late", field="on")
