"""The filters of what groups plan and learn: of the lists, and of the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from communities.filters import ReaderFilterSet, TerritoryChoice, TerritoryForm
from communities.models import Programme
from communities.resource_filters import ResourceFilter
from core import clock
from core.filters import IsoDayFilter, RecordNumber
from working_groups.filters import ProgrammeChoice
from working_groups.models import (
    Need,
    Priority,
    Proposal,
    ProposalKind,
    ProposalState,
    Theme,
    Training,
    TrainingKind,
    WorkingGroup,
)
from working_groups.models.priorities import FIRST_YEAR, LAST_YEAR
from working_groups.priorities import VIEW as PRIORITIES
from working_groups.proposals import VIEW as PROPOSALS
from working_groups.trainings import VIEW as TRAININGS


@extend_schema_field(int)
class YearFilter(filters.Filter):
    """A year that groups plan for."""

    field_class = forms.IntegerField


class OfPriorities(filters.FilterSet):
    """Year, theme, and whom the group looks for."""

    year = YearFilter(min_value=FIRST_YEAR, max_value=LAST_YEAR, label=_("Year"))
    theme = filters.ChoiceFilter(
        choices=Theme.choices, label=_("Theme"), empty_label=_("Any theme")
    )
    needs = filters.ChoiceFilter(
        choices=Need.choices, method="looking", label=_("Looks for"), empty_label=_("Anybody")
    )

    def looking(self, qs: Any, _name: str, value: str) -> Any:
        return qs.filter(needs__contains=[value])


class PriorityListFilter(ReaderFilterSet, OfPriorities):
    """Territory, year, theme, and whom the group looks for; the year is this one where none is said."""

    permission = PRIORITIES

    territory = TerritoryChoice(label=_("Territory"))

    class Meta:
        model = Priority
        form = TerritoryForm
        fields = ["territory", "year", "theme", "needs"]

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        said = QueryDict(mutable=True) if data is None else data.copy()
        said.setdefault("year", str(clock.today().year))
        super().__init__(said, *args, **kwargs)

    @property
    def form(self) -> Any:
        form = super().form
        form.fields["year"].initial = clock.today().year  # the usual one is no filter in use
        return form


class PriorityFilter(ResourceFilter, OfPriorities):
    """The priorities of a group, of a year, about a theme."""

    group = RecordNumber(label=_("Working group"))


class OfTrainings(filters.FilterSet):
    """Kind, topic, and between which days a training begins."""

    kind = filters.ChoiceFilter(
        choices=TrainingKind.choices, label=_("Kind"), empty_label=_("Any kind")
    )
    topic = filters.ChoiceFilter(
        choices=Theme.choices, label=_("Topic"), empty_label=_("Any topic")
    )
    since = IsoDayFilter(field_name="held_on", lookup_expr="gte", label=_("From"))
    until = IsoDayFilter(field_name="held_on", lookup_expr="lte", label=_("To, included"))


class TrainingListFilter(ReaderFilterSet, OfTrainings):
    """Territory, programme, kind, topic and days of trainings."""

    permission = TRAININGS

    territory = TerritoryChoice(label=_("Territory"))
    programme = ProgrammeChoice(
        queryset=Programme.objects.order_by("sort_key", "pk"),
        to_field_name="code",
        label=_("Programme"),
        empty_label=_("Any programme"),
    )

    class Meta:
        model = Training
        form = TerritoryForm
        fields = ["territory", "programme", "kind", "topic", "since", "until"]


class TrainingFilter(ResourceFilter, OfTrainings):
    """The trainings of a programme, of a kind, about a topic, between days."""

    programme = filters.CharFilter(
        field_name="programme__code", max_length=40, label=_("Programme")
    )


class PresenceFilter(ResourceFilter):
    """The attendances of a training, of a person."""

    training = RecordNumber(label=_("Training"))
    person = RecordNumber(label=_("Person"))


class OfProposals(filters.FilterSet):
    """Kind and state of proposals."""

    kind = filters.ChoiceFilter(
        choices=ProposalKind.choices, label=_("Kind"), empty_label=_("Any kind")
    )
    state = filters.ChoiceFilter(
        choices=ProposalState.choices, label=_("State"), empty_label=_("Any state")
    )


class ProposalListFilter(ReaderFilterSet, OfProposals):
    """Territory, group, kind and state of proposals."""

    permission = PROPOSALS

    territory = TerritoryChoice(label=_("Territory"))
    group = filters.ModelChoiceFilter(
        queryset=lambda request: WorkingGroup.objects.visible_to(request.user),
        label=_("Working group"),
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Proposal
        form = TerritoryForm
        fields = ["territory", "group", "kind", "state"]


class ProposalFilter(ResourceFilter, OfProposals):
    """The proposals to a group, of a kind, in a state."""

    group = RecordNumber(label=_("Working group"))
