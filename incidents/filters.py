"""The filters and orders of incidents: one set for pages, the API, files, the map and figures."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from communities.filters import CodeFilter, TerritoriesFilter, region_asked
from communities.models import Service, scope_of
from communities.region import NATION, Region
from communities.territories import NoSuchTerritory, Territory, territory_for
from core.api.filtering import AskedOnly
from core.boxes import WRITTEN, BoxField
from core.filters import IsoDayFilter, MomentFilter, RecordNumber, YesOrNo
from core.periods import Period
from incidents.finding import holding
from incidents.models import (
    Category,
    CategoryGroup,
    Channel,
    Incident,
    IncidentStatus,
    Response,
    behind_the_wall,
)
from incidents.models.wall import sensitive_categories

VIEW = "incidents.view_incident"
BOX = {"type": "string", "pattern": f"^{WRITTEN.pattern}$", "example": "32.1,46.2,33.4,47.1"}
# what a list may be ordered by: columns without nulls, each with an index that ends in the key
ORDERINGS = {
    "-occurred_at": ("-occurred_at", "-id"),
    "occurred_at": ("occurred_at", "id"),
    "-reported_at": ("-reported_at", "-id"),
    "reported_at": ("reported_at", "id"),
    "-updated_at": ("-updated_at", "-id"),
    "updated_at": ("updated_at", "id"),
    "number": ("number", "id"),  # without drafts: they have none
    "-number": ("-number", "-id"),
}


class Clock(models.TextChoices):
    """Which time of an event its period is about."""

    OCCURRED = "occurred", _("When it occurred")
    REPORTED = "reported", _("When it was reported")


class Victims(models.TextChoices):
    """Of whom a record is about at least one: the columns of VICTIMS."""

    KILLED = "killed", _("Somebody was killed")
    INJURED = "injured", _("Somebody was injured")
    RESCUED = "rescued", _("Somebody was rescued")


def categories_for(request: Any) -> Any:
    """Return the categories a reader may filter by: sensitive ones for whoever may know of them."""
    known = request is not None and behind_the_wall(request.user).either
    rows = Category.objects.all() if known else Category.objects.not_sensitive()
    return rows.order_by("group", "sort_key")


def region_of(given: Any) -> Region | None:
    """Return where the rows of the territory asked for stand; None where it is out of reach."""
    value = given.form.cleaned_data.get("territory")
    if not value:
        return NATION
    if not isinstance(value, Territory):
        try:
            value = territory_for(given.request.user, VIEW, value)
        except NoSuchTerritory:
            return None
    return region_asked(given, value)


class TerritoryFilter(CodeFilter):
    """A code of any level; the rows of its whole subtree, nothing when it is out of reach."""

    def filter(self, qs: Any, value: str) -> Any:
        if not value:
            return qs
        region = region_of(self.parent)
        return qs.none() if region is None else qs.inside(region)


class WordsFilter(filters.CharFilter):
    """The records that hold every word of a text, in any form and spelling."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=settings.LIMITS["search_longest"], **kwargs)

    def filter(self, qs: Any, value: str) -> Any:
        if not value:
            return qs
        user = self.parent.request.user
        where = {"scope": scope_of(user, VIEW), "region": region_of(self.parent) or NATION}
        return qs.filter(holding(value, shut=sensitive_categories(user), **where))


@extend_schema_field(BOX)
class BoxFilter(filters.Filter):
    """The records whose point lies in a rectangle; those that keep their point to few have none."""

    field_class = BoxField

    def filter(self, qs: Any, value: Any) -> Any:
        if not value:
            return qs
        shut = sensitive_categories(self.parent.request.user)
        return qs.exclude(category__in=shut).filter(
            longitude__gte=value.west,
            longitude__lt=value.east,
            latitude__gte=value.south,
            latitude__lt=value.north,
        )


def left_to_others(rows: Any, _name: str, _value: Any) -> Any:
    return rows


class IncidentFilter(filters.FilterSet):
    """Where, when by which clock, what, whose, how far, and by which words."""

    q = WordsFilter(label=_("Words, address, number"))
    territory = TerritoryFilter(label=_("Territory"))
    territories = TerritoriesFilter()
    since = IsoDayFilter(method="from_day", label=_("From"))
    until = IsoDayFilter(method="to_day", label=_("To, included"))
    clock = filters.ChoiceFilter(
        choices=Clock.choices,
        method=left_to_others,  # said to the days
        label=_("Days by"),
        empty_label=None,
        initial=Clock.OCCURRED,
    )
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
    channel = filters.ChoiceFilter(
        choices=Channel.choices, label=_("Reported through"), empty_label=_("Any way")
    )
    people = filters.ChoiceFilter(
        choices=Victims.choices,
        method="of_people",
        label=_("People"),
        empty_label=_("Any or none"),
    )
    responded = YesOrNo(label=_("Somebody went there"), method="with_responders")
    war_related = YesOrNo(label=_("Related to the war"))
    officer = RecordNumber(field_name="responses__officer", label=_("Officer who went there"))
    mine = YesOrNo(label=_("Recorded by me"), method="of_mine")
    counted = YesOrNo(label=_("Counted in figures"), method="in_figures")
    number = filters.CharFilter(lookup_expr="exact", label=_("Number"), max_length=20)
    box = BoxFilter(label=_("On the map"))

    class Meta:
        model = Incident
        fields = ["territory", "since", "until", "service", "category", "group", "status"]

    def in_figures(self, qs: Any, _name: str, wanted: bool) -> Any:
        return qs.counted() if wanted else qs.uncounted()

    def from_day(self, qs: Any, _name: str, day: Any) -> Any:
        return qs.filter(**{f"{self._clock}__gte": Period.day(day).starts_at})

    def to_day(self, qs: Any, _name: str, day: Any) -> Any:
        return qs.filter(**{f"{self._clock}__lt": Period.day(day).ends_at})

    @property
    def _clock(self) -> str:
        return f"{self.form.cleaned_data.get('clock') or Clock.OCCURRED}_at"

    def of_people(self, qs: Any, _name: str, who: str) -> Any:
        return qs.filter(**{f"{who}__gt": 0})

    def with_responders(self, qs: Any, _name: str, wanted: bool) -> Any:
        went = Exists(Response.objects.filter(incident=OuterRef("pk")))
        return qs.filter(went if wanted else ~went)

    def of_mine(self, qs: Any, _name: str, wanted: bool) -> Any:
        own = self.request.user.pk
        return qs.filter(logged_by=own) if wanted else qs.exclude(logged_by=own)


class IncidentResourceFilter(AskedOnly, IncidentFilter):
    """The same filters for programs, and what changed at a moment or later."""

    updated_since = MomentFilter(
        field_name="updated_at", lookup_expr="gte", label=_("Changed at this moment or later")
    )
