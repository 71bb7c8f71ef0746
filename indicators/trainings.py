"""Measures of trainings for participants of working groups: attendances, and different people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import F
from django.db.models.functions import TruncMonth
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indicators.asks import Ask
from indicators.base import Counted
from indicators.groups import DifferentPeople
from working_groups import trainings
from working_groups.models import TrainingAttendance

OF_TRAINING = {
    "oblast": "training__oblast",
    "raion": "training__community__raion",
    "community": "training__community",
}


def _attended(ask: Ask) -> Any:
    """Return who was at the trainings that begin in the period and belong to the region."""
    rows = TrainingAttendance.objects.took_part().filter(ask.reach.q(OF_TRAINING))
    rows = rows.filter(
        training__held_on__gte=ask.period.start, training__held_on__lt=ask.period.end
    )
    return ask.kept(rows, "training__community")


PATHS: dict[str, Any] = {
    "month": TruncMonth("training__held_on"),
    **{level: F(f"{path}__code") for level, path in OF_TRAINING.items()},
}


@dataclass(frozen=True, kw_only=True)
class OfTrainings(Counted):
    """A count of attendances, dated by the first day of their training."""

    clock: ClassVar[str] = "held"


ATTENDED = OfTrainings(
    code="trainings.attended",
    label=_("Attendances of trainings"),
    definition=_(
        "People in person or online at each seminar, training and conference that begins in the"
        " period: whoever came to two is counted twice."
    ),
    unit=pgettext_lazy("unit", "attendances"),
    permission=trainings.SEE_PRESENCE,
    rows=_attended,
    paths=PATHS,
    home=OF_TRAINING["community"],
    adds_up=("time",),  # what belongs to an oblast belongs to no community
    better="more",
)
PARTICIPANTS = DifferentPeople(
    code="trainings.participants",
    label=_("Different participants of trainings"),
    definition=_(
        "Different people who were at one seminar, training or conference of the period or more."
    ),
    unit=pgettext_lazy("unit", "people"),
    permission=trainings.SEE_PRESENCE,
    rows=_attended,
    paths={level: f"{path}__code" for level, path in OF_TRAINING.items()},
    better="more",
)
