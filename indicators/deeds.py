"""Measures of what groups do: needs that wait, and action points done in time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.asks import Ask
from indicators.base import Counted, RateOfDue, Stock
from indicators.days import MedianDays, days_from
from indicators.groups import OF_GROUP
from working_groups import decisions, problems
from working_groups.models import ActionPoint, ActionState, InitiativeStage, Problem

SITTING = "decision__agenda_item__meeting__"
OF_ACTION = {level: f"{SITTING}{path}" for level, path in OF_GROUP.items()}
BY_ACTION: dict[str, Any] = {
    "month": TruncMonth("due_on"),
    **{level: F(f"{path}__code") for level, path in OF_ACTION.items()},
}


def _open_problems(ask: Ask) -> Any:
    waits = Q(closed_on=None) | Q(closed_on__gt=ask.day)
    rows = Problem.objects.filter(waits, ask.reach.q(OF_GROUP), raised_on__lte=ask.day)
    return ask.kept(rows, "group__community")


_FIRST_STEP = InitiativeStage.objects.filter(initiative__problem=OuterRef("pk")).order_by("on")


def _voiced(ask: Ask) -> Any:
    """Return the problems of the region, each with the day its first initiative answered it."""
    rows = Problem.objects.filter(ask.reach.q(OF_GROUP))
    rows = rows.annotate(answered_on=Subquery(_FIRST_STEP.values("on")[:1]))
    return ask.kept(rows.annotate(days=days_from("raised_on", "answered_on")), "group__community")


def _answered_in(ask: Ask) -> Any:
    rows = _voiced(ask)
    return rows.filter(answered_on__gte=ask.period.start, answered_on__lt=ask.period.end)


def _answered(ask: Ask) -> Any:
    """Return the problems that led to their first initiative in the period."""
    return _answered_in(ask).filter(days__gte=0)


def _not_answered(ask: Ask) -> list[tuple[Any, Any]]:
    waits = Q(answered_on=None) | Q(answered_on__gte=ask.period.end)
    waiting = _voiced(ask).filter(waits, pk__in=_open_problems(ask).order_by().values("pk"))
    older = _answered_in(ask).filter(days__lt=0)
    return [
        (_("open, and no initiative yet"), waiting),
        (_("the initiative is older than the problem"), older),
    ]


@dataclass(frozen=True, kw_only=True)
class ToInitiative(MedianDays):
    """Days to an initiative, dated by its first step."""

    clock: ClassVar[str] = "answered"


def _open_actions(ask: Ask) -> Any:
    rows = ActionPoint.objects.open_on(ask.day).filter(ask.reach.q(OF_ACTION))
    return ask.kept(rows, OF_ACTION["community"])


def _overdue(ask: Ask) -> Any:
    return _open_actions(ask).filter(due_on__lt=ask.day)


def _due(ask: Ask) -> Any:
    """Return the action points that were due in the period and not dropped."""
    rows = ActionPoint.objects.filter(
        ask.reach.q(OF_ACTION), due_on__gte=ask.period.start, due_on__lt=ask.period.end
    ).exclude(state=ActionState.DROPPED)
    return ask.kept(rows, OF_ACTION["community"])


def _in_time(ask: Ask) -> Any:
    return _due(ask).filter(finished_on__isnull=False, done_on__lte=F("due_on"))


def _not_in_time(ask: Ask) -> list[tuple[Any, Any]]:
    late = _due(ask).filter(finished_on__isnull=False, done_on__gt=F("due_on"))
    return [(_("done late"), late), (_("not finished"), _due(ask).filter(finished_on=None))]


PROBLEMS = Stock(
    code="problems.open",
    label=_("Open problems"),
    definition=_(
        "Problems that communities voiced in their working groups by the last day of the period and"
        " that were neither solved nor set aside by then."
    ),
    unit=pgettext_lazy("unit", "problems"),
    permission=problems.VIEW,
    rows=_open_problems,
    paths={level: f"{path}__code" for level, path in OF_GROUP.items()},
    home="group__community",
)
TO_INITIATIVE = ToInitiative(
    code="problems.to_initiative_days",
    label=_("Days from a problem to its initiative"),
    definition=_(
        "The median of the days from the day a problem was voiced to the first step of its first"
        " initiative, over the problems that came to one in the period. Half of them took no longer."
    ),
    permission=problems.VIEW,
    rows=_answered,
    reasons=_not_answered,
    paths={
        "month": TruncMonth("answered_on"),
        **{level: F(f"{path}__code") for level, path in OF_GROUP.items()},
    },
    home="group__community",
    better="less",
)
OPEN = Stock(
    code="actions.open",
    label=_("Open action points"),
    definition=_(
        "Action points set by the last day of the period and not finished by then. One of high"
        " priority is finished when a second person has verified it."
    ),
    unit=pgettext_lazy("unit", "action points"),
    permission=decisions.VIEW,
    rows=_open_actions,
    paths={level: f"{path}__code" for level, path in OF_ACTION.items()},
    home=OF_ACTION["community"],
)
OVERDUE = Stock(
    code="actions.overdue",
    label=_("Overdue action points"),
    definition=_("Of the open action points, those whose day was over before the last day."),
    unit=pgettext_lazy("unit", "action points"),
    permission=decisions.VIEW,
    rows=_overdue,
    paths=OPEN.paths,
    home=OPEN.home,
    better="less",
)
DUE = Counted(
    code="actions.due",
    label=_("Action points that were due"),
    definition=_("Action points whose day lies in the period, without those that were dropped."),
    unit=pgettext_lazy("unit", "action points"),
    permission=decisions.VIEW,
    rows=_due,
    paths=BY_ACTION,
    home=OPEN.home,
)
IN_TIME = Counted(
    code="actions.in_time",
    label=_("Action points done in time"),
    definition=_("Of the action points that were due, those finished that were done by their day."),
    unit=pgettext_lazy("unit", "action points"),
    permission=decisions.VIEW,
    rows=_in_time,
    reasons=_not_in_time,
    paths=BY_ACTION,
    home=OPEN.home,
    better="more",
)


DONE_IN_TIME = RateOfDue(
    code="actions.done_on_time",
    label=_("Share of action points done in time"),
    definition=_(
        "Action points that were done by their day, as a share of those that were due in the period."
    ),
    unit="%",
    permission=decisions.VIEW,
    part=IN_TIME,
    whole=DUE,
    better="more",
)
