"""The filters of equipment: of its list, and of the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.filters import OrganisationFilter, ReaderFilterSet, TerritoryChoice, TerritoryForm
from communities.models import Organisation
from communities.resource_filters import ResourceFilter
from core.filters import YES_OR_NO, RecordNumber, YesOrNo
from officers.activity_filters import OfficerChoice
from officers.equipment import VIEW
from officers.models import EquipmentItem, EquipmentKind


class HeldByNumber(RecordNumber):
    """What an officer holds now."""

    def filter(self, qs: Any, value: Any) -> Any:
        return qs.filter(issues__officer=value, issues__ends_on=None) if value else qs


class HeldByChoice(OfficerChoice):
    """What an officer holds now, one of those the reader sees."""

    def filter(self, qs: Any, value: Any) -> Any:
        return qs.filter(issues__officer=value, issues__ends_on=None) if value else qs


def owners(request: Any) -> Any:
    """Return the units whose equipment a reader sees."""
    seen = EquipmentItem.objects.visible_to(request.user).values("owner")
    return Organisation.objects.filter(pk__in=seen).order_by("sort_key", "pk")


class EquipmentListFilter(ReaderFilterSet):
    """Territory, kind, owner, whether somebody holds it, and who."""

    permission = VIEW

    territory = TerritoryChoice(label=_("Territory"))
    kind = filters.ChoiceFilter(
        choices=EquipmentKind.choices,
        label=pgettext_lazy("equipment", "Kind"),
        empty_label=pgettext_lazy("equipment", "All kinds"),
    )
    owner = OrganisationFilter(queryset=owners, label=_("Owner unit"), empty_label=_("Any unit"))
    held = YesOrNo(
        field_name="is_held", label=_("Held by somebody"), choices=(("", _("Any")), *YES_OR_NO)
    )
    officer = HeldByChoice(label=_("Officer"), widget=forms.HiddenInput)

    class Meta:
        model = EquipmentItem
        form = TerritoryForm
        fields = ["territory", "kind", "owner", "held", "officer"]


class EquipmentFilter(ResourceFilter):
    """The same for programs."""

    kind = filters.ChoiceFilter(
        choices=EquipmentKind.choices, label=pgettext_lazy("equipment", "Kind")
    )
    owner = filters.CharFilter(field_name="owner__code", max_length=40, label=_("Owner unit"))
    held = YesOrNo(field_name="is_held", label=_("Held by somebody"))
    officer = HeldByNumber(label=_("Officer"))


class IssueFilter(ResourceFilter):
    """The issues of an item, to an officer, and those that go on."""

    item = RecordNumber(label=_("Equipment item"))
    officer = RecordNumber(label=_("Officer"))
    held = YesOrNo(field_name="ends_on", lookup_expr="isnull", label=_("Not returned yet"))
