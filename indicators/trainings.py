"""Measures of trainings for participants of working groups: attendances, and different people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import Count, F, Q
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.periods import Month, Period
from indicators.asks import Ask, Key, Value
from indicators.base import Distinct, Flow, Measure, placed
from working_groups import trainings
from working_groups.models import Person, TrainingAttendance

OF_TRAINING = {
    "oblast": "training__oblast",
    "raion": "training__community__raion",
    "community": "training__community",
}
OF_PERSON = {level: f"trainings__{path}" for level, path in OF_TRAINING.items()}
WHEN = {"month": TruncMonth("training__held_on")}


def _attended(ask: Ask) -> Any:
    """Return who was at the trainings that begin in the period and belong to the region."""
    rows = TrainingAttendance.objects.took_part().filter(ask.reach.q(OF_TRAINING))
    rows = rows.filter(
        training__held_on__gte=ask.period.start, training__held_on__lt=ask.period.end
    )
    return rows if ask.only is None else rows.filter(training__community__in=sorted(ask.only))


def _people(ask: Ask) -> Any:
    return Person.objects.filter(Q(trainings__in=_attended(ask)))


@dataclass(frozen=True, kw_only=True)
class OfTrainings(Measure):
    """A count of attendances, dated by the first day of their training."""

    permission: str = trainings.SEE_PRESENCE
    dimensions: tuple[str, ...] = ("month", "oblast", "raion", "community")
    adds_up: tuple[str, ...] = ("time",)  # what belongs to an oblast belongs to no community
    kind: ClassVar[str] = "flow"
    kind_label: ClassVar[Any] = Flow.kind_label
    clock: ClassVar[str] = "held"

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        return ask.once((self.code, by), lambda: _counts(ask, by))

    def series(self, ask: Ask, months: Sequence[Month]) -> list[Value]:
        whole = ask.other(period=Period.of_months(months[0], months[-1]))
        found = self.split(whole, "month")
        return [found.get((month.first_day,), 0) for month in months]

    def records(self, ask: Ask) -> Any:
        return _attended(ask)


def _counts(ask: Ask, by: tuple[str, ...]) -> dict[Key, Value]:
    rows = _attended(ask).order_by()
    if not by:
        return {(): rows.count()}
    paths = WHEN | {level: F(f"{path}__code") for level, path in OF_TRAINING.items()}
    keys = {f"by_{e}": placed(ask, e, paths[e], OF_TRAINING["community"]) for e in by}
    read = rows.values(**keys).annotate(n=Count("pk")).values_list(*keys, "n")
    return {tuple(key): number for *key, number in read}


ATTENDED = OfTrainings(
    code="trainings.attended",
    label=_("Attendances of trainings"),
    definition=_(
        "People in person or online at each seminar, training and conference that begins in the"
        " period: whoever came to two is counted twice."
    ),
    unit=pgettext_lazy("unit", "attendances"),
    better="more",
)
PARTICIPANTS = Distinct(
    code="trainings.participants",
    label=_("Different participants of trainings"),
    definition=_(
        "Different people who were at one seminar, training or conference of the period or more."
    ),
    unit=pgettext_lazy("unit", "people"),
    permission=trainings.SEE_PRESENCE,
    rows=_people,
    paths={level: f"{path}__code" for level, path in OF_PERSON.items()},
    better="more",
)
