"""What the map of states is asked: which day, where, and which states the list shows."""

from __future__ import annotations

from datetime import date
from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from communities.filters import VIEW, ReaderFilterSet, TerritoryChoice, TerritoryForm
from communities.models import Community
from communities.models.states import CommunityState
from core import clock
from core.filters import DayFilter, refuse_days_to_come

ELIGIBLE = "eligible"


class StateFilter(ReaderFilterSet):
    """A day, a territory, and one state or all that are eligible."""

    permission = VIEW

    on = DayFilter(method="all_of_it", validators=[refuse_days_to_come], label=_("On the day"))
    territory = TerritoryChoice(label=_("Territory"))
    state = filters.ChoiceFilter(
        method="in_state",
        choices=[(ELIGIBLE, _("Eligible: not occupied")), *CommunityState.choices],
        label=_("Listed are"),
        empty_label=_("All communities"),
    )

    class Meta:
        model = Community
        form = TerritoryForm
        fields = ["on", "territory", "state"]

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        given = {} if data is None else data.copy()
        if not given.get("on"):
            given["on"] = clock.today().isoformat()
        super().__init__(given, *args, **kwargs)

    @property
    def day(self) -> date:
        return self.form.cleaned_data["on"]

    @property
    def ground(self) -> Any:
        """Return the communities of the territory that stand on the day, each with its state."""
        place = self.form.cleaned_data["territory"]
        rows = self.queryset.inside(place.region) if place else self.queryset
        return rows.standing_on(self.day).with_status_on(self.day)

    def filter_queryset(self, queryset: Any) -> Any:
        rows = super().filter_queryset(queryset)
        return rows.standing_on(self.day).with_status_on(self.day).with_residents_on(self.day)

    def all_of_it(self, qs: Any, _name: str, _day: date) -> Any:
        return qs

    def in_state(self, qs: Any, _name: str, value: str) -> Any:
        if value == ELIGIBLE:
            return qs.eligible_on(self.day)
        return qs.with_status_on(self.day).filter(status=value)
