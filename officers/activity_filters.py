"""The filters of activities: one set for the page and the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.filters import ReaderFilterSet, TerritoryChoice, TerritoryForm
from communities.models import Service
from communities.resource_filters import ResourceFilter
from core.filters import YES_OR_NO, DayFilter, IsoDayFilter, RecordNumber, YesOrNo
from officers.models import Activity, ActivityKind, Officer
from officers.models.activity import VIEW

# columns without nulls, each with an index that ends in the key
ORDERINGS = {
    "-held_on": ("-held_on", "-id"),
    "held_on": ("held_on", "id"),
    "-updated_at": ("-updated_at", "-id"),
    "updated_at": ("updated_at", "id"),
    "-id": ("-id",),
    "id": ("id",),
}


def officers_of(request: Any) -> Any:
    """Return the officers a reader may filter by: those he sees."""
    return Officer.objects.visible_to(request.user) if request else Officer.objects.none()


class OfficerChoice(filters.ModelChoiceFilter):
    """One officer among those the reader sees; it comes with an address, nothing is picked."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = {"invalid_choice": _("You see no officer with this number.")}
        super().__init__(queryset=officers_of, error_messages=wrong, **kwargs)


class ActivityFilter(filters.FilterSet):
    """Where, when, what, by whom, of which service, and whether it counts."""

    since = IsoDayFilter(field_name="held_on", lookup_expr="gte", label=_("From"))
    until = IsoDayFilter(field_name="held_on", lookup_expr="lte", label=_("To, included"))
    service = filters.ChoiceFilter(
        choices=Service.choices, label=_("Service"), empty_label=_("Both services")
    )
    kind = filters.ChoiceFilter(
        choices=ActivityKind.choices,
        label=pgettext_lazy("activity", "Kind"),
        empty_label=pgettext_lazy("activity", "All kinds"),
    )
    officer = RecordNumber(field_name="done_by__officer", label=_("Officer"))
    counted = YesOrNo(field_name="voided_at", lookup_expr="isnull", label=_("Counted in figures"))


class ActivityResourceFilter(ResourceFilter, ActivityFilter):
    """The same filters for programs, and what changed at a moment or later."""


class ActivityListForm(TerritoryForm):
    """The filters of the page, whose days must be in order."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day cannot be before the first."))
        return data


class ActivityListFilter(ReaderFilterSet, ActivityFilter):
    """The same filters as the page shows them."""

    permission = VIEW

    territory = TerritoryChoice(label=_("Territory"))
    since = DayFilter(field_name="held_on", lookup_expr="gte", label=_("From"))
    until = DayFilter(field_name="held_on", lookup_expr="lte", label=_("To, included"))
    service = filters.ChoiceFilter(
        choices=Service.choices,
        label=_("Service"),
        empty_label=_("Both"),
        widget=forms.RadioSelect,
    )
    officer = OfficerChoice(
        field_name="done_by__officer", label=_("Officer"), widget=forms.HiddenInput
    )
    counted = YesOrNo(
        field_name="voided_at",
        lookup_expr="isnull",
        label=_("Counted in figures"),
        choices=(("", _("Any")), *YES_OR_NO),
    )

    class Meta:
        model = Activity
        form = ActivityListForm
        fields = ["territory", "since", "until", "service", "kind", "officer", "counted"]
