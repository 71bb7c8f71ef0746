"""Initiatives: proposed, changed, and taken from step to step."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from communities.models import Community, scope_of
from communities.services import store_record
from core import bounds, clock
from core.exceptions import RuleBroken, refuse_stale
from core.moments import day
from working_groups.handouts import hand_over
from working_groups.models import Handout, Initiative, InitiativeStage, Stage
from working_groups.models.initiatives import FIRST_STAGES, NEXT_STAGES

VIEW, ADD, CHANGE = (f"working_groups.{each}_initiative" for each in ("view", "add", "change"))
Said = dict[str, Any]
Step = dict[str, Any]  # `stage`, `on` and perhaps `reason`


@transaction.atomic
def propose(*, said: Said, by: User, at: datetime) -> Initiative:
    """Store an initiative of communities in reach, with all the steps of `stages` it took already.

    Without any it is an idea of today. What `handouts` say is stored with it.
    """
    said, handed = _with_handouts(said)
    steps = said.pop("stages", None) or [{"stage": Stage.IDEA, "on": clock.today()}]
    _refuse_out_of_reach(said["communities"], by, ADD)
    initiative = Initiative(recorded_by=by, created_at=at)
    _refuse_group_elsewhere(said.get("group"), said["communities"])
    _refuse_steps(initiative, steps, said, handed)
    stored: Initiative = store_record(initiative, said | {"stage": steps[-1]["stage"]}, at)
    _write(stored, steps, by, at)
    _hand_over(stored, handed, by, at)
    return stored


@transaction.atomic
def change(
    *, initiative: Initiative, said: Said, by: User, at: datetime, version: int | None
) -> Initiative:
    """Change what is said of an initiative; `stages` repeat those taken, and may go on.

    What `handouts` say is stored besides.
    """
    said, handed = _with_handouts(said)
    held = _held_still(initiative)
    refuse_stale(held, version)
    if (communities := said.get("communities")) is not None:
        _refuse_places(held, communities, by)
    steps = _further(held, said.pop("stages", None))
    if steps:
        _refuse_steps(held, steps, said, handed)
        said["stage"] = steps[-1]["stage"]
    held.version += 1
    stored: Initiative = store_record(held, said, at)
    _write(stored, steps, by, at)
    _hand_over(stored, handed, by, at)
    return stored


@transaction.atomic
def take_stage(
    *, initiative: Initiative, step: Step, said: Said, by: User, at: datetime, version: int | None
) -> Initiative:
    """Let an initiative take its next step, with what is `said` of it besides."""
    taken = [_told(each) for each in stages_of(initiative)]
    more = said | {"stages": [*taken, step]}
    return change(initiative=initiative, said=more, by=by, at=at, version=version)


def _with_handouts(said: Said) -> tuple[Said, list[Said]]:
    """Return what is said of an initiative, and what is said of each thing it handed over."""
    said = dict(said)
    return said, said.pop("handouts", [])


def _hand_over(initiative: Initiative, handed: Iterable[Said], by: User, at: datetime) -> None:
    for each in handed:
        hand_over(said=each | {"initiative": initiative}, by=by, at=at)


def stages_of(initiative: Initiative) -> list[InitiativeStage]:
    """Return the steps an initiative took, the first one first."""
    return sorted(initiative.stages.all(), key=lambda each: each.pk)


def next_stages(initiative: Initiative) -> tuple[str, ...]:
    """Return the steps an initiative may take next."""
    return NEXT_STAGES[initiative.stage] if initiative.pk else FIRST_STAGES


def may_change(user: Any, initiative: Initiative) -> bool:
    """Say whether a user may change an initiative: in every one of its communities."""
    mine = Initiative.objects.filter(pk=initiative.pk).changeable_by(user)
    return bool(user.has_perm(CHANGE) and mine.exists())


def _held_still(initiative: Initiative) -> Initiative:
    """Let nobody else change the initiative meanwhile."""
    return Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)


def _refuse_out_of_reach(communities: Iterable[Community], by: User, right: str) -> None:
    communities = list(communities)
    if not communities:
        text = _("Name at least one community.")
        raise RuleBroken(text, code="no_community", field="communities")
    region = scope_of(by, right).either
    if not all(region.covers(each) for each in communities):
        text = _("You write down no initiatives of one of these communities.")
        raise RuleBroken(text, code="out_of_reach", field="communities")


def _refuse_places(initiative: Initiative, communities: Iterable[Community], by: User) -> None:
    """Refuse communities that cannot be those of an initiative that is there."""
    _refuse_out_of_reach(communities, by, CHANGE)
    _refuse_group_elsewhere(initiative.group, communities)
    stays = {each.pk for each in communities}
    if initiative.handouts.exclude(community__in=stays).exists():
        text = _("Something was handed over to a community you took away.")
        raise RuleBroken(text, code="handed_over_there", field="communities")


def _refuse_group_elsewhere(group: Any, communities: Iterable[Community]) -> None:
    if group and group.community_id not in {each.pk for each in communities}:
        text = _("The community of the group is one of those of the initiative.")
        raise RuleBroken(text, code="group_elsewhere", field="communities")


def _told(stage: InitiativeStage) -> Step:
    return {"stage": stage.stage, "on": stage.on, "reason": stage.reason}


def _further(initiative: Initiative, steps: Sequence[Step] | None) -> list[Step]:
    """Return the steps that are said after those an initiative took, which stay as they are."""
    if steps is None:
        return []
    taken = [_told(each) for each in stages_of(initiative)]
    said = [{"reason": "", **each} for each in steps]
    if [_bare(each) for each in said[: len(taken)]] != [_bare(each) for each in taken]:
        text = _("Steps that were taken stay as they are: repeat them, and add further ones.")
        raise RuleBroken(text, code="steps_stay", field="stages")
    return said[len(taken) :]


def _bare(step: Step) -> tuple[Any, ...]:
    return str(step["stage"]), step["on"], step["reason"]


def _refuse_steps(
    initiative: Initiative, steps: Sequence[Step], said: Said, handed: Sequence[Said]
) -> None:
    """Refuse steps of which one cannot follow the one before."""
    possible, last = next_stages(initiative), None
    if initiative.pk:
        last = max(each.on for each in initiative.stages.all())
    for step in steps:
        _refuse_stage(step["stage"], possible)
        _refuse_day(step["on"], last)
        if step["stage"] == Stage.CANCELLED and not step.get("reason"):
            text = _("Say why it is cancelled.")
            raise RuleBroken(text, code="no_reason", field="reason")
        if step["stage"] == Stage.COMPLETED and not handed:
            _refuse_empty_handed(initiative, said)
        possible, last = NEXT_STAGES[step["stage"]], step["on"]


def _refuse_stage(stage: str, possible: Sequence[str]) -> None:
    if stage in possible:
        return
    names = ", ".join(str(Stage(each).label) for each in possible)
    text = (
        _("The next step can be: %(stages)s.") % {"stages": names}
        if possible
        else _("No step follows: the initiative is over.")
    )
    raise RuleBroken(text, code="no_such_step", field="stage")


def _refuse_day(on: date, last: date | None) -> None:
    if on < bounds.first_day() or on > clock.today():
        text = bounds.refusal((last or bounds.first_day(), clock.today()))
        raise RuleBroken(text, code="range", field="on")
    if last and on < last:
        text = _("The step before was taken on %(day)s: not earlier.") % {"day": day(last)}
        raise RuleBroken(text, code="order", field="on")


def _refuse_empty_handed(initiative: Initiative, said: Said) -> None:
    """Refuse to complete what handed nothing over, unless somebody says why."""
    why = said.get("nothing_handed_over", initiative.nothing_handed_over)
    if why or (initiative.pk and Handout.objects.filter(initiative=initiative).exists()):
        return
    text = _("Nothing was handed over yet. Write down what was, or why nothing is.")
    raise RuleBroken(text, code="nothing_handed_over", field="nothing_handed_over")


def _write(initiative: Initiative, steps: Iterable[Step], by: User, at: datetime) -> None:
    InitiativeStage.objects.bulk_create(
        InitiativeStage(
            initiative=initiative,
            stage=step["stage"],
            on=step["on"],
            reason=step.get("reason", ""),
            by=by,
            at=at,
        )
        for step in steps
    )
