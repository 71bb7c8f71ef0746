"""The filters of problems, decisions and action points: of the lists, and of the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _

from communities.filters import ReaderFilterSet, TerritoryChoice, TerritoryForm
from communities.resource_filters import ResourceFilter
from core import clock
from core.filters import YES_OR_NO, IsoDayFilter, RecordNumber, YesOrNo
from working_groups.decisions import VIEW as ACTIONS
from working_groups.models import ActionPoint, ActionState, Problem, ProblemState, Theme, Urgency
from working_groups.problems import VIEW as PROBLEMS


class ProblemListFilter(ReaderFilterSet):
    """Territory, theme, state and priority of problems."""

    permission = PROBLEMS

    territory = TerritoryChoice(label=_("Territory"))
    theme = filters.ChoiceFilter(
        choices=Theme.choices, label=_("Theme"), empty_label=_("Any theme")
    )
    state = filters.ChoiceFilter(
        choices=ProblemState.choices, label=_("State"), empty_label=_("Any state")
    )
    priority = filters.ChoiceFilter(
        choices=Urgency.choices, label=_("Priority"), empty_label=_("Any priority")
    )

    class Meta:
        model = Problem
        form = TerritoryForm
        fields = ["territory", "theme", "state", "priority"]


class ProblemFilter(ResourceFilter):
    """The problems of a group, of a theme, in a state, raised between days."""

    group = RecordNumber(label=_("Working group"))
    theme = filters.ChoiceFilter(choices=Theme.choices, label=_("Theme"))
    state = filters.ChoiceFilter(choices=ProblemState.choices, label=_("State"))
    since = IsoDayFilter(field_name="raised_on", lookup_expr="gte", label=_("From"))
    until = IsoDayFilter(field_name="raised_on", lookup_expr="lte", label=_("To, included"))


class DecisionFilter(ResourceFilter):
    """The decisions of an agenda item, of a meeting, about a problem."""

    agenda_item = RecordNumber(label=_("Agenda item"))
    meeting = RecordNumber(field_name="agenda_item__meeting", label=_("Meeting"))
    problem = RecordNumber(label=_("Problem"))


class ActionListFilter(ReaderFilterSet):
    """Territory, state and priority of action points, and whether they are overdue."""

    permission = ACTIONS

    territory = TerritoryChoice(label=_("Territory"))
    state = filters.ChoiceFilter(
        choices=ActionState.choices, label=_("State"), empty_label=_("Any state")
    )
    priority = filters.ChoiceFilter(
        choices=Urgency.choices, label=_("Priority"), empty_label=_("Any priority")
    )
    overdue = YesOrNo(method="late", label=_("Overdue"), choices=(("", _("All")), *YES_OR_NO))

    class Meta:
        model = ActionPoint
        form = TerritoryForm
        fields = ["territory", "state", "priority", "overdue"]

    def late(self, qs: Any, _name: str, value: bool) -> Any:
        late = ActionPoint.objects.overdue(clock.today()).values("pk")
        return qs.filter(pk__in=late) if value else qs.exclude(pk__in=late)


class ActionFilter(ResourceFilter):
    """The action points of a decision, of a person, in a state, due between days."""

    decision = RecordNumber(label=_("Decision"))
    owner_person = RecordNumber(label=_("Person"))
    state = filters.ChoiceFilter(choices=ActionState.choices, label=_("State"))
    since = IsoDayFilter(field_name="due_on", lookup_expr="gte", label=_("From"))
    until = IsoDayFilter(field_name="due_on", lookup_expr="lte", label=_("To, included"))
