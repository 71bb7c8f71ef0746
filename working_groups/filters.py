"""The filters of people, positions, groups and members: of the lists, and of the API."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from communities.filters import OrganisationFilter, ReaderFilterSet, TerritoryChoice, TerritoryForm
from communities.models import Organisation, Programme
from communities.resource_filters import ResourceFilter
from core import clock
from core.filters import YES_OR_NO, IsoDayFilter, RecordNumber, YesOrNo
from core.names import named_like
from working_groups.groups import VIEW as GROUPS
from working_groups.meetings import VIEW as MEETINGS
from working_groups.models import (
    Meeting,
    MeetingStatus,
    Person,
    Position,
    Sector,
    WorkingGroup,
)
from working_groups.people import VIEW


class ProgrammeChoice(OrganisationFilter):
    """A programme by its name in the reader's language."""


def with_people(request: Any) -> Any:
    """Return the organisations of the people a reader sees."""
    seen = Person.objects.visible_to(request.user).order_by().values("organisation")
    return Organisation.objects.filter(pk__in=seen).order_by("sort_key", "pk")


class PersonListFilter(ReaderFilterSet):
    """Surname, territory, organisation, and whether the person holds a position today."""

    permission = VIEW

    q = filters.CharFilter(
        method="named",
        label=_("Surname"),
        max_length=settings.LIMITS["search_longest"],
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    territory = TerritoryChoice(label=_("Territory"))
    organisation = OrganisationFilter(
        queryset=with_people, label=_("Organisation"), empty_label=_("Any organisation")
    )
    in_office = YesOrNo(
        method="holding", label=_("Holds a position"), choices=(("", _("All")), *YES_OR_NO)
    )

    class Meta:
        model = Person
        form = TerritoryForm
        fields = ["q", "territory", "organisation", "in_office"]

    def named(self, qs: Any, _name: str, value: str) -> Any:
        return qs.filter(named_like(value, "contact"))

    def holding(self, qs: Any, _name: str, value: bool) -> Any:
        held = Position.objects.held_on(clock.today()).values("person")
        return qs.filter(pk__in=held) if value else qs.exclude(pk__in=held)


class PersonFilter(ResourceFilter):
    """The people of a territory, of an organisation."""

    organisation = filters.CharFilter(
        field_name="organisation__code", max_length=40, label=_("Organisation")
    )
    merged_into = RecordNumber(label=_("Merged into"))


class PositionFilter(ResourceFilter):
    """The positions of a person, in an organisation, held on a day."""

    person = RecordNumber(label=_("Person"))
    organisation = filters.CharFilter(
        field_name="organisation__code", max_length=40, label=_("Organisation")
    )
    held_on = IsoDayFilter(method="held", label=_("Held on this day"))

    def held(self, qs: Any, _name: str, value: Any) -> Any:
        return qs.held_on(value)


class GroupListFilter(ReaderFilterSet):
    """Territory, programme, and whether the group works today."""

    permission = GROUPS

    territory = TerritoryChoice(label=_("Territory"))
    programme = ProgrammeChoice(
        queryset=Programme.objects.order_by("sort_key", "pk"),
        to_field_name="code",
        label=_("Programme"),
        empty_label=_("Any programme"),
    )
    works = YesOrNo(method="working", label=_("Works today"), choices=(("", _("All")), *YES_OR_NO))

    class Meta:
        model = WorkingGroup
        form = TerritoryForm
        fields = ["territory", "programme", "works"]

    def working(self, qs: Any, _name: str, value: bool) -> Any:
        found = WorkingGroup.objects.in_force(clock.today()).values("pk")
        return qs.filter(pk__in=found) if value else qs.exclude(pk__in=found)


class GroupFilter(ResourceFilter):
    """The groups of a programme, and those that work on a day."""

    programme = filters.CharFilter(
        field_name="programme__code", max_length=40, label=_("Programme")
    )
    works_on = IsoDayFilter(method="working", label=_("Works on this day"))

    def working(self, qs: Any, _name: str, value: Any) -> Any:
        return qs.in_force(value)


class MembershipFilter(ResourceFilter):
    """The memberships of a group, of a person, of a sector, and those that count on a day."""

    group = RecordNumber(label=_("Working group"))
    person = RecordNumber(label=_("Person"))
    sector = filters.ChoiceFilter(choices=Sector.choices, label=_("Sector"))
    on = IsoDayFilter(method="counting", label=_("Counts on this day"))

    def counting(self, qs: Any, _name: str, value: Any) -> Any:
        return qs.on(value)


class MeetingListFilter(ReaderFilterSet):
    """Territory, programme, days and status of meetings; without days, all of them."""

    permission = MEETINGS

    territory = TerritoryChoice(label=_("Territory"))
    group = filters.ModelChoiceFilter(
        queryset=lambda request: WorkingGroup.objects.visible_to(request.user),
        label=_("Working group"),
        widget=forms.HiddenInput,
    )
    since = IsoDayFilter(method="from_day", label=_("From"))
    until = IsoDayFilter(method="to_day", label=_("To, included"))
    status = filters.ChoiceFilter(
        choices=MeetingStatus.choices, label=_("Status"), empty_label=_("Any status")
    )

    class Meta:
        model = Meeting
        form = TerritoryForm
        fields = ["territory", "group", "since", "until", "status"]

    def from_day(self, qs: Any, _name: str, value: Any) -> Any:
        return qs.filter(planned_for__date__gte=value)

    def to_day(self, qs: Any, _name: str, value: Any) -> Any:
        return qs.filter(planned_for__date__lte=value)


class MeetingFilter(ResourceFilter):
    """The meetings of a group, in a state, held between days."""

    group = RecordNumber(label=_("Working group"))
    status = filters.ChoiceFilter(choices=MeetingStatus.choices, label=_("Status"))
    since = IsoDayFilter(field_name="held_on", lookup_expr="gte", label=_("From"))
    until = IsoDayFilter(field_name="held_on", lookup_expr="lte", label=_("To, included"))


class PartOfMeetingFilter(ResourceFilter):
    """What belongs to a meeting."""

    meeting = RecordNumber(label=_("Meeting"))
