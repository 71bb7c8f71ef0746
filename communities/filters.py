"""Filters of the register, and the choice of a territory that other lists share."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.conf import settings
from django.core.validators import RegexValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field

from communities.heirs import Heirs, Territories
from communities.models import Community, Scope, scope_of
from communities.models.states import CommunityState
from communities.models.territory import CommunityType
from communities.region import Region
from communities.search import spelled_like
from communities.territories import (
    Choice,
    NoSuchTerritory,
    Territory,
    find_territory,
    territories_of,
    territory_choices,
)
from core import clock
from core.api.schema import KATOTTH

VIEW = "communities.view_community"
CODE_LENGTH = 19


class TerritoryField(forms.CharField):
    """A code of any level that the reader holds whole; it cleans to a Territory, or to None."""

    widget = forms.Select

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=CODE_LENGTH, **kwargs)
        self.scope = Scope()

    def clean(self, value: Any) -> Territory | None:
        code = super().clean(value)
        if not code:
            return None
        try:
            return find_territory(code, self.scope)
        except NoSuchTerritory:
            raise forms.ValidationError(
                _("You do not see this territory, or there is none with this code."),
                code="no_such_territory",
            ) from None


class TerritoryForm(forms.Form):
    """A form of filters whose territory knows what its reader may choose."""

    def for_reader(self, scope: Scope) -> None:
        """Offer the territories of a scope; hide the choice where there is nothing to choose."""
        field: Any = self.fields["territory"]
        field.scope = scope
        chosen = None
        code = str(self.data.get("territory", ""))[:CODE_LENGTH].replace("\0", "")
        if code:
            try:
                chosen = find_territory(code, scope)
            except NoSuchTerritory:
                chosen = None
        choices = _choices(scope, chosen)
        if code and chosen is None:  # what was asked for stays on the page, though refused
            choices.append((code, code))
        if len(choices) > 1 or chosen or code:
            field.widget = forms.Select(choices=choices)
        else:
            field.widget = forms.HiddenInput()


def _choices(scope: Scope, chosen: Territory | None) -> list[Choice]:
    """Return what a list can be narrowed to; without a choice it shows all that the reader sees."""
    own = territories_of(scope)
    offered = territory_choices(own, chosen)
    if len(own) == 1:
        return [("", offered[0][1]), *offered[1:]]
    return [("", _("All that I see") if own else _("Nothing")), *offered]


@extend_schema_field(KATOTTH)
class CodeFilter(filters.CharFilter):
    """A code of any level of the register, well written."""

    def __init__(self, **kwargs: Any) -> None:
        pattern = RegexValidator(
            KATOTTH["pattern"], gettext_lazy("This is no code of a territory.")
        )
        super().__init__(validators=[pattern], **kwargs)


class SpellingFilter(filters.CharFilter):
    """The units that are called nearly so, or have this code: the same for people and programs."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=settings.LIMITS["search_longest"], **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        return qs.filter(spelled_like(value, qs.model)) if value else qs


class TerritoryChoice(filters.Filter):
    """The rows of the subtree of a territory."""

    field_class = TerritoryField

    def filter(self, qs: Any, value: Territory | None) -> Any:
        return qs.inside(region_asked(self.parent, value)) if value else qs


def region_asked(filters_given: Any, territory: Territory) -> Region:
    """Return where the rows of a territory stand, as it was or, where a list knows that, as it is now."""
    naming = filters_given.form.cleaned_data.get("territories")
    if naming != Territories.AS_IT_IS_NOW:
        return territory.region
    return Heirs.read().as_it_is_now(territory.region)


class TerritoriesFilter(filters.ChoiceFilter):
    """How a list names the places of the past; the filter of the territory follows it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=Territories.choices,
            label=gettext_lazy("Communities of the past"),
            method=lambda rows, _name, _value: rows,
            **kwargs,
        )


class PageFilterSet(filters.FilterSet):
    """Filters of a page: always bound, so that no filter at all is a valid choice too."""

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__({} if data is None else data, *args, **kwargs)


class ReaderFilterSet(PageFilterSet):
    """Filters of a page with a territory, of which its reader may choose his own."""

    permission = ""

    @property
    def form(self) -> Any:
        fresh = not hasattr(self, "_form")
        form = super().form
        if fresh:
            form.for_reader(scope_of(self.request.user, self.permission))
        return form


class OrganisationFilter(filters.ModelChoiceFilter):
    """One organisation by its name in the reader's language."""

    class field_class(filters.fields.ModelChoiceField):  # noqa: N801 - as the library calls it
        def label_from_instance(self, obj: Any) -> str:
            return str(obj.name)


class CommunityListFilter(ReaderFilterSet):
    """Name in any spelling, territory, type, and the state today."""

    permission = VIEW

    q = SpellingFilter(
        label=gettext_lazy("Name or code"),
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    territory = TerritoryChoice(label=gettext_lazy("Territory"))
    type = filters.ChoiceFilter(
        choices=CommunityType.choices,
        label=gettext_lazy("Type"),
        empty_label=gettext_lazy("Any type"),
    )
    state = filters.ChoiceFilter(
        method="in_state",
        choices=CommunityState.choices,
        label=gettext_lazy("State today"),
        empty_label=gettext_lazy("Any state"),
    )

    class Meta:
        model = Community
        form = TerritoryForm
        fields = ["q", "territory", "type", "state"]

    def in_state(self, qs: Any, _name: str, value: str) -> Any:
        return qs.with_status_on(clock.today()).filter(status=value)
