"""The filters of incidents: one set for the list page, the API and the records behind a figure."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.filters import (
    CodeFilter,
    ReaderFilterSet,
    TerritoriesFilter,
    TerritoryChoice,
    TerritoryForm,
    region_asked,
)
from communities.models import Service
from communities.territories import NoSuchTerritory, territory_for
from core.api.filtering import AskedOnly
from core.filters import YES_OR_NO, DayFilter, IsoDayFilter, MomentFilter, YesOrNo
from core.periods import Period
from incidents.models import (
    Category,
    CategoryGroup,
    Incident,
    IncidentStatus,
    behind_the_wall,
)

VIEW = "incidents.view_incident"


def categories_for(request: Any) -> Any:
    """Return the categories a reader may filter by: sensitive ones for whoever may know of them."""
    known = request is not None and behind_the_wall(request.user).either
    rows = Category.objects.all() if known else Category.objects.not_sensitive()
    return rows.order_by("group", "sort_key")


class TerritoryFilter(CodeFilter):
    """A code of any level; the rows of its whole subtree, nothing when it is out of reach."""

    def filter(self, qs: Any, value: str) -> Any:
        if not value:
            return qs
        try:
            found = territory_for(self.parent.request.user, VIEW, value)
            return qs.inside(region_asked(self.parent, found))
        except NoSuchTerritory:
            return qs.none()


class IncidentFilter(filters.FilterSet):
    """Territory, days of occurrence, service, category, group, status, war, counted."""

    territory = TerritoryFilter(label=_("Territory"))
    territories = TerritoriesFilter()
    since = IsoDayFilter(method="from_day", label=_("From"))
    until = IsoDayFilter(method="to_day", label=_("To, included"))
    service = filters.ChoiceFilter(
        choices=Service.choices, label=_("Service"), empty_label=_("Both services")
    )
    category = filters.ModelChoiceFilter(
        queryset=categories_for,
        to_field_name="code",
        label=_("Category"),
        empty_label=_("All categories"),
    )
    group = filters.ChoiceFilter(
        field_name="category__group",
        choices=CategoryGroup.choices,
        label=_("Group"),
        empty_label=_("All groups"),
    )
    status = filters.ChoiceFilter(
        choices=IncidentStatus.choices, label=_("Status"), empty_label=_("Any status")
    )
    war_related = YesOrNo(label=_("Related to the war"))
    counted = YesOrNo(label=_("Counted in figures"), method="in_figures")
    number = filters.CharFilter(lookup_expr="exact", label=_("Number"), max_length=20)

    class Meta:
        model = Incident
        fields = ["territory", "since", "until", "service", "category", "group", "status"]

    def in_figures(self, qs: Any, _name: str, wanted: bool) -> Any:
        return qs.counted() if wanted else qs.uncounted()

    def from_day(self, qs: Any, _name: str, day: Any) -> Any:
        return qs.filter(occurred_at__gte=Period.day(day).starts_at)

    def to_day(self, qs: Any, _name: str, day: Any) -> Any:
        return qs.filter(occurred_at__lt=Period.day(day).ends_at)


class IncidentResourceFilter(AskedOnly, IncidentFilter):
    """The same filters for programs, and what changed at a moment or later."""

    updated_since = MomentFilter(
        field_name="updated_at", lookup_expr="gte", label=_("Changed at this moment or later")
    )


class IncidentListForm(TerritoryForm):
    """The filters of the list, whose days must be in order."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day cannot be before the first."))
        return data


class IncidentListFilter(ReaderFilterSet, IncidentFilter):
    """The same filters as the page shows them: with choices, and with a word for what is wrong."""

    permission = VIEW

    territory = TerritoryChoice(label=_("Territory"))
    territories = TerritoriesFilter(widget=forms.HiddenInput)
    service = filters.ChoiceFilter(
        choices=Service.choices,
        label=_("Service"),
        empty_label=_("Both"),
        widget=forms.RadioSelect,
    )
    since = DayFilter(method="from_day", label=_("From"))
    until = DayFilter(method="to_day", label=_("To, included"))
    war_related = YesOrNo(choices=(("", _("Any")), *YES_OR_NO), label=_("Related to the war"))
    counted = YesOrNo(label=_("Counted in figures"), widget=forms.HiddenInput, method="in_figures")
    number = filters.CharFilter(
        lookup_expr="exact", label=_("Number"), max_length=20, widget=forms.HiddenInput
    )

    class Meta(IncidentFilter.Meta):
        form = IncidentListForm
