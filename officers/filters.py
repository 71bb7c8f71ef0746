"""The filters of the register of officers."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from communities.filters import ReaderFilterSet, TerritoryChoice, TerritoryForm
from communities.forms import ByTitle
from communities.models import Oblast, Service
from communities.territories import Territory
from core import clock
from core.names import named_like
from officers.models import Officer, OfficerKind, OfficerStage
from officers.models.training import LAPSES_WITHIN

VIEW = "officers.view_officer"
NO_OBLAST = "none"  # of the home unit: it is one of the nation
NO_CERTIFICATE = "none"
CERTIFICATES = [
    (NO_CERTIFICATE, _("No valid one")),
    *((str(n), format_lazy(_("lapses within {n} days"), n=n)) for n in LAPSES_WITHIN),
]


class ServedTerritory(TerritoryChoice):
    """The officers who serve somewhere in a territory today."""

    def filter(self, qs: Any, value: Territory | None) -> Any:
        if not value:
            return qs
        return qs.serving_in(value.region, clock.today())


class HomeOblasts(ByTitle, filters.fields.ModelChoiceField):
    """The oblasts of home units."""


class HomeFilter(filters.ModelChoiceFilter):
    """The officers whose home unit is of an oblast, or of none."""

    field_class = HomeOblasts

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            field_name="unit__oblast",
            queryset=Oblast.objects.order_by("sort_key"),
            to_field_name="code",
            null_label=_("No oblast"),
            null_value=NO_OBLAST,
            **kwargs,
        )


class OfficerFilter(ReaderFilterSet):
    """Surname, territory, service, kind, stage, home oblast, and whether the officer is in post today."""

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
    stage = filters.ChoiceFilter(
        choices=OfficerStage.choices, label=_("Stage"), empty_label=_("Any stage")
    )
    home = HomeFilter(label=_("Home unit in"), empty_label=_("Any oblast"))
    in_post = filters.TypedChoiceFilter(
        method="in_post_today",
        choices=(("", _("All")), ("true", _("In post")), ("false", _("Not in post"))),
        coerce=lambda text: text == "true",
        label=_("Today"),
    )

    certificate = filters.ChoiceFilter(
        method="certified",
        choices=CERTIFICATES,
        label=_("Certificate"),
        empty_label=_("Any certificate"),
    )

    class Meta:
        model = Officer
        form = TerritoryForm
        fields = ["q", "territory", "service", "kind", "stage", "home", "in_post", "certificate"]

    def named(self, qs: Any, _name: str, value: str) -> Any:
        return qs.filter(named_like(value, "personal"))

    def in_post_today(self, qs: Any, _name: str, value: bool) -> Any:
        serving = Officer.objects.in_post_on(clock.today())
        return qs.filter(pk__in=serving) if value else qs.exclude(pk__in=serving)

    def certified(self, qs: Any, _name: str, value: str) -> Any:
        today = clock.today()
        if value == NO_CERTIFICATE:
            return qs.exclude(pk__in=Officer.objects.certified_on(today).values("pk"))
        return qs.lapsing(today, int(value))
