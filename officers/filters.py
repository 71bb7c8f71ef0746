"""The filters of the register of officers."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.filters import ReaderFilterSet, TerritoryChoice, TerritoryForm
from communities.models import Service
from communities.territories import Territory
from core import clock
from officers.models import Assignment, Officer, OfficerKind
from officers.register import named_like

VIEW = "officers.view_officer"


class ServedTerritory(TerritoryChoice):
    """The officers who serve somewhere in a territory today."""

    def filter(self, qs: Any, value: Territory | None) -> Any:
        if not value:
            return qs
        serving = Assignment.objects.in_force(clock.today()).inside(value.region)
        return qs.filter(pk__in=serving.values("officer"))


class OfficerFilter(ReaderFilterSet):
    """Surname, territory, service, kind, and whether the officer is in post today."""

    permission = VIEW

    q = filters.CharFilter(
        method="named",
        label=_("Surname"),
        max_length=settings.LIMITS["search_longest"],
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    territory = ServedTerritory(label=_("Territory"))
    service = filters.ChoiceFilter(
        choices=Service.choices,
        label=_("Service"),
        empty_label=_("Both"),
        widget=forms.RadioSelect,
    )
    kind = filters.ChoiceFilter(
        choices=OfficerKind.choices,
        label=pgettext_lazy("officer", "Kind"),
        empty_label=pgettext_lazy("officer", "All kinds"),
    )
    in_post = filters.TypedChoiceFilter(
        method="in_post_today",
        choices=(("", _("All")), ("true", _("In post")), ("false", _("Not in post"))),
        coerce=lambda text: text == "true",
        label=_("Today"),
    )

    class Meta:
        model = Officer
        form = TerritoryForm
        fields = ["q", "territory", "service", "kind", "in_post"]

    def named(self, qs: Any, _name: str, value: str) -> Any:
        return qs.filter(named_like(value))

    def in_post_today(self, qs: Any, _name: str, value: bool) -> Any:
        serving = Officer.objects.in_post_on(clock.today())
        return qs.filter(pk__in=serving) if value else qs.exclude(pk__in=serving)
