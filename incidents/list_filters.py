"""The filters of incidents as pages show them: with choices, and a word for what is wrong."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _

from communities.filters import ReaderFilterSet, TerritoriesFilter, TerritoryChoice, TerritoryForm
from communities.models import Service
from core.filters import YES_OR_NO, DayFilter, YesOrNo
from incidents.filters import (
    ORDERINGS,
    VIEW,
    BoxFilter,
    IncidentFilter,
    WordsFilter,
    left_to_others,
)
from officers.activity_filters import OfficerChoice

ORDERING = "ordering"
WORDS_OF_ORDERINGS = {
    "-occurred_at": _("The newest first"),
    "occurred_at": _("The oldest first"),
    "-reported_at": _("Reported latest first"),
    "reported_at": _("Reported earliest first"),
    "-updated_at": _("Changed latest first"),
    "updated_at": _("Longest unchanged first"),
    "number": _("By number"),
    "-number": _("By number, downwards"),
}
SELDOM = ("clock", "channel", "people", "responded", "war_related", "mine", ORDERING)
HIDDEN = ("territories", "officer", "counted", "number", "box")


class IncidentListForm(TerritoryForm):
    """The filters of the list, whose days must be in order."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("The last day cannot be before the first."))
        return data

    @property
    def seldom(self) -> list[Any]:
        """Return the fields that are folded away."""
        return [self[name] for name in SELDOM]

    @property
    def seldom_used(self) -> bool:
        """Say whether a folded field holds something, or is refused."""
        return any(
            self[name].errors or self[name].value() not in (None, "", self.fields[name].initial)
            for name in SELDOM
        )

    @property
    def hidden(self) -> list[Any]:
        """Return the filters that come with an address and have no field to fill in."""
        return [self[name] for name in HIDDEN if self[name].value()]


def _yes_no_any(**more: Any) -> YesOrNo:
    return YesOrNo(choices=(("", _("Any")), *YES_OR_NO), **more)


class IncidentListFilter(ReaderFilterSet, IncidentFilter):
    """The same filters as the page shows them, and its order."""

    permission = VIEW

    q = WordsFilter(
        label=_("Words, address, number"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    territory = TerritoryChoice(label=_("Territory"))
    territories = TerritoriesFilter(widget=forms.HiddenInput)
    officer = OfficerChoice(
        field_name="responses__officer",
        label=_("Officer who went there"),
        widget=forms.HiddenInput,
    )
    service = filters.ChoiceFilter(
        choices=Service.choices,
        label=_("Service"),
        empty_label=_("Both"),
        widget=forms.RadioSelect,
    )
    since = DayFilter(method="from_day", label=_("From"))
    until = DayFilter(method="to_day", label=_("To, included"))
    responded = _yes_no_any(label=_("Somebody went there"), method="with_responders")
    war_related = _yes_no_any(label=_("Related to the war"))
    mine = _yes_no_any(label=_("Recorded by me"), method="of_mine")
    counted = YesOrNo(label=_("Counted in figures"), widget=forms.HiddenInput, method="in_figures")
    number = filters.CharFilter(
        lookup_expr="exact", label=_("Number"), max_length=20, widget=forms.HiddenInput
    )
    box = BoxFilter(label=_("On the map"), widget=forms.HiddenInput)
    ordering = filters.ChoiceFilter(
        choices=[(name, WORDS_OF_ORDERINGS[name]) for name in ORDERINGS],
        method=left_to_others,
        label=_("Order"),
        empty_label=None,
        initial=next(iter(ORDERINGS)),
    )

    class Meta(IncidentFilter.Meta):
        form = IncidentListForm

    @property
    def columns(self) -> tuple[str, ...]:
        """Return the columns the list is ordered by."""
        return ORDERINGS[self.form.cleaned_data.get(ORDERING) or next(iter(ORDERINGS))]
