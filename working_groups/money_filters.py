"""The filters of money for initiatives and of grants: of the lists, and of the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.filters import OrganisationFilter, ReaderFilterSet, TerritoryChoice, TerritoryForm
from communities.models import Organisation
from communities.resource_filters import ResourceFilter
from core.filters import IsoDayFilter, RecordNumber, YesOrNo
from working_groups import funding, grants
from working_groups.models import Funding, FundingKind, Grant, Theme


def _given_where(model: Any, *links: str) -> Any:
    """Return who is named by the links of the rows a reader sees."""

    def named(request: Any) -> Any:
        seen = model.objects.visible_to(request.user).order_by()
        found = Organisation.objects.none()
        for each in links:
            found |= Organisation.objects.filter(pk__in=seen.values(each))
        return found.order_by("sort_key", "pk")

    return named


class MoneyListFilter(ReaderFilterSet):
    """Territory, days, theme and giver of money."""

    territory = TerritoryChoice(label=_("Territory"))
    since = IsoDayFilter(field_name="given_on", lookup_expr="gte", label=_("From"))
    until = IsoDayFilter(field_name="given_on", lookup_expr="lte", label=_("To, included"))

    class Meta:
        form = TerritoryForm


class FundingListFilter(MoneyListFilter):
    """Territory, days, theme, kind and giver of the links of chains."""

    permission = funding.VIEW

    theme = filters.ChoiceFilter(
        field_name="initiative__theme",
        choices=Theme.choices,
        label=_("Theme"),
        empty_label=_("Any theme"),
    )
    kind = filters.ChoiceFilter(
        choices=FundingKind.choices,
        label=pgettext_lazy("funding", "Kind"),
        empty_label=_("Any kind"),
    )
    giver = OrganisationFilter(
        queryset=_given_where(Funding, "giver"),
        label=pgettext_lazy("money", "From"),
        empty_label=_("Any organisation"),
    )

    class Meta(MoneyListFilter.Meta):
        model = Funding
        fields = ["territory", "since", "until", "theme", "kind", "giver"]


class GrantListFilter(MoneyListFilter):
    """Territory, days and theme of grants, and who was given them or is a partner."""

    permission = grants.VIEW

    theme = filters.ChoiceFilter(
        choices=Theme.choices, label=_("Theme"), empty_label=_("Any theme")
    )
    organisation = OrganisationFilter(
        queryset=_given_where(Grant, "organisation", "partners"),
        method="of_organisation",
        label=_("Organisation"),
        empty_label=_("Any organisation"),
    )

    class Meta(MoneyListFilter.Meta):
        model = Grant
        fields = ["territory", "since", "until", "theme", "organisation"]

    def of_organisation(self, qs: Any, _name: str, value: Organisation) -> Any:
        partner = Grant.objects.filter(partners=value).values("pk")
        return qs.filter(organisation=value) | qs.filter(pk__in=partner)


class MoneyFilter(ResourceFilter):
    """Money given between days, by whom."""

    since = IsoDayFilter(field_name="given_on", lookup_expr="gte", label=_("From"))
    until = IsoDayFilter(field_name="given_on", lookup_expr="lte", label=_("To, included"))
    giver = filters.CharFilter(
        field_name="giver__code", max_length=40, label=pgettext_lazy("money", "From")
    )


class FundingFilter(MoneyFilter):
    """The links of the chain of an initiative, of a kind, and those that reached one."""

    initiative = RecordNumber(label=_("Initiative"))
    kind = filters.ChoiceFilter(choices=FundingKind.choices, label=pgettext_lazy("funding", "Kind"))
    terminal = YesOrNo(method="reaching", label=_("Reached its initiative"))

    def reaching(self, qs: Any, _name: str, value: bool) -> Any:
        return qs.filter(receiver__isnull=value)


class GrantFilter(MoneyFilter):
    """The grants of an initiative, for a theme, to an organisation, with a partner."""

    initiative = RecordNumber(label=_("Initiative"))
    theme = filters.ChoiceFilter(choices=Theme.choices, label=_("Theme"))
    organisation = filters.CharFilter(
        field_name="organisation__code", max_length=40, label=_("Organisation")
    )
    partner = filters.CharFilter(method="with_partner", max_length=40, label=_("Partner"))

    def with_partner(self, qs: Any, _name: str, value: str) -> Any:
        return qs.filter(pk__in=Grant.objects.filter(partners__code=value).values("pk"))
