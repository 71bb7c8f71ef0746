"""The filters of initiatives and handouts: of the lists, and of the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.filters import OrganisationFilter, ReaderFilterSet, TerritoryChoice, TerritoryForm
from communities.models import Organisation
from communities.resource_filters import ResourceFilter
from core.filters import IsoDayFilter, RecordNumber
from working_groups.initiatives import VIEW
from working_groups.models import (
    HandoutItem,
    Initiative,
    InitiativeCategory,
    Stage,
    Theme,
    WorkingGroup,
)


class InitiativeListFilter(ReaderFilterSet):
    """Territory, category, theme and stage of initiatives, and the group that brought them."""

    permission = VIEW

    territory = TerritoryChoice(label=_("Territory"))
    category = filters.ChoiceFilter(
        choices=InitiativeCategory.choices, label=_("Category"), empty_label=_("Any category")
    )
    theme = filters.ChoiceFilter(
        choices=Theme.choices, label=_("Theme"), empty_label=_("Any theme")
    )
    stage = filters.ChoiceFilter(
        choices=Stage.choices, label=_("Stage"), empty_label=_("Any stage")
    )
    group = filters.ModelChoiceFilter(
        queryset=lambda request: WorkingGroup.objects.visible_to(request.user),
        label=_("Working group"),
        widget=forms.HiddenInput,
    )
    organisation = OrganisationFilter(
        field_name="proposed_by_organisation",
        queryset=Organisation.objects.all(),
        label=_("Proposed by"),
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Initiative
        form = TerritoryForm
        fields = ["territory", "category", "theme", "stage", "group", "organisation"]


class BoardFilter(InitiativeListFilter):
    """What narrows the board, on which each stage has a column."""

    stage = None

    class Meta(InitiativeListFilter.Meta):
        fields = ["territory", "category", "theme", "group", "organisation"]


class InitiativeFilter(ResourceFilter):
    """The initiatives of a group, of a kind, in a stage now or at the end of a day."""

    group = RecordNumber(label=_("Working group"))
    category = filters.ChoiceFilter(choices=InitiativeCategory.choices, label=_("Category"))
    theme = filters.ChoiceFilter(choices=Theme.choices, label=_("Theme"))
    stage = filters.ChoiceFilter(choices=Stage.choices, label=_("Stage"))
    on = IsoDayFilter(
        method=lambda rows, _name, _value: rows, label=_("Stage at the end of this day")
    )

    def filter_queryset(self, queryset: Any) -> Any:
        """Let `stage` mean the one of the day that `on` names, where it names one."""
        said = self.form.cleaned_data
        day, stage = said.get("on"), said.get("stage")
        if not day:
            return super().filter_queryset(queryset)
        said.pop("stage", None)
        rows = super().filter_queryset(queryset).at_stage_on(day).exclude(stage_then=None)
        return rows.filter(stage_then=stage) if stage else rows


class HandoutFilter(ResourceFilter):
    """What an initiative handed over, things of a kind, handed over between days."""

    initiative = RecordNumber(label=_("Initiative"))
    item = filters.ChoiceFilter(choices=HandoutItem.choices, label=_("What was handed over"))
    since = IsoDayFilter(field_name="handed_on", lookup_expr="gte", label=_("From"))
    until = IsoDayFilter(field_name="handed_on", lookup_expr="lte", label=_("To, included"))
