"""How long posts of communities stood empty in the period."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from django.db.models import F, Sum
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from indicators.asks import Ask, Key, Value
from indicators.base import Flow, Measure, placed
from indicators.communities import PATHS
from officers.vacancies import with_vacant_days


def _vacant(ask: Ask) -> Any:
    """Return the communities of the region, each with its `vacant_days`."""
    rows = Community.objects.standing_in(ask.period).inside(ask.reach)
    return with_vacant_days(rows, ask.services, ask.period)


@dataclass(frozen=True, kw_only=True)
class VacantDays(Measure):
    """Days on which an eligible community had nobody in post, added up over communities."""

    kind: ClassVar[str] = "flow"
    kind_label: ClassVar[Any] = Flow.kind_label
    clock: ClassVar[str] = "days"

    def split(self, ask: Ask, *by: str) -> dict[Key, Value]:
        return ask.once((self.code, by), lambda: self._read(ask, by))  # type: ignore[no-any-return]

    def _read(self, ask: Ask, by: tuple[str, ...]) -> dict[Key, Value]:
        rows = _vacant(ask).order_by()
        if not by:
            return {(): rows.aggregate(days=Sum("vacant_days"))["days"] or 0}
        found = rows.values_list(*(placed(ask, e, F(PATHS[e]), "pk") for e in by))
        return {key[:-1]: key[-1] for key in found.annotate(days=Sum("vacant_days")) if key[-1]}

    def records(self, ask: Ask) -> Any:
        return _vacant(ask).filter(vacant_days__gt=0)


VACANT_DAYS = VacantDays(
    code="communities.vacant_days",
    label=_("Days of vacancy"),
    definition=_(
        "Days of the period on which an eligible community had no community officer of a service"
        " in post, added up over communities and services. Precinct officers fill no vacancy."
    ),
    unit=_("days"),
    permission="officers.view_assignment",
    adds_up=("territory", "time", "service"),
    better="less",
)
