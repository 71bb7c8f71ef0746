"""What the organisations are narrowed by: of the list, and of the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.conf import settings
from django.core.validators import validate_slug
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.filters import CodeFilter, PageFilterSet
from communities.models import Organisation
from communities.models.organisations import COUNTRY, EDRPOU, OrganisationKind
from core.api.filtering import AskedOnly
from core.countries import names_of_countries
from core.filters import MomentFilter

KIND = pgettext_lazy("organisation", "Kind")


class NameFilter(filters.CharFilter):
    """The organisations one of whose names holds these words, or that have this code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=settings.LIMITS["search_longest"], **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        return qs.called(value) if value else qs


def countries() -> list[tuple[str, str]]:
    """Return the countries from which somebody is in the list, by their names."""
    rows = Organisation.objects.exclude(country="").order_by()
    known = set(rows.values_list("country", flat=True).distinct())
    return [each for each in names_of_countries().items() if each[0] in known]


class OrganisationListFilter(PageFilterSet):
    """Name or EDRPOU code, kind and country."""

    q = NameFilter(
        label=_("Name or EDRPOU code"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    kind = filters.ChoiceFilter(
        choices=OrganisationKind.choices, label=KIND, empty_label=_("Any kind")
    )
    country = filters.ChoiceFilter(
        choices=countries, label=_("Country"), empty_label=_("Any country")
    )

    class Meta:
        model = Organisation
        fields = ["q", "kind", "country"]


class OrganisationFilter(AskedOnly, filters.FilterSet):
    """The organisations that are called so, of a kind, an oblast or a country, with a code."""

    q = NameFilter(label=_("A word of its names, or its code"))
    kind = filters.ChoiceFilter(choices=OrganisationKind.choices, label=KIND)
    oblast = CodeFilter(field_name="oblast__code", label=_("Oblast"))
    country = filters.CharFilter(validators=[COUNTRY], label=_("Country"))
    code = filters.CharFilter(max_length=40, validators=[validate_slug], label=_("Code"))
    edrpou = filters.CharFilter(validators=[EDRPOU], label=_("EDRPOU code"))
    updated_since = MomentFilter(
        field_name="updated_at", lookup_expr="gte", label=_("Changed at this moment or later")
    )
