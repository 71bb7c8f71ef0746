"""The filters of accounts and of events of access; each knows only what its reader may see."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

import django_filters as filters
from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import AccessEvent, EventKind, User
from communities.administration.words import role_word
from communities.filters import ReaderFilterSet, TerritoryChoice, TerritoryForm
from communities.giving import VIEW_ACCOUNT
from communities.models import AccessGrant, GrantedService
from communities.models.access import PLACES
from core import clock
from core.filters import DayFilter

SEARCH = {"type": "search", "autocomplete": "off"}


def search_field(label: Any, **kwargs: Any) -> filters.CharFilter:
    widget = forms.TextInput(attrs=SEARCH)
    most = settings.LIMITS["search_longest"]
    return filters.CharFilter(label=label, max_length=most, widget=widget, **kwargs)


class _RoleFilter(filters.ModelChoiceFilter):
    @property
    def field(self) -> Any:
        field = super().field
        field.label_from_instance = lambda role: role_word(role.name)
        return field


def _as_it_is(rows: Any, _name: str, _value: Any) -> Any:
    """Leave the rows: what is asked of a grant is asked of one and the same one (filter_queryset)."""
    return rows


class _PlaceFilter(TerritoryChoice):
    def filter(self, qs: Any, value: Any) -> Any:
        return qs


class AccountFilter(ReaderFilterSet):
    """Name, state, and a grant in force today: its role, its territory, its service."""

    permission = VIEW_ACCOUNT

    q = search_field(_("Name, user name or e-mail"), method="named")
    role = _RoleFilter(
        queryset=Group.objects.order_by("pk"),
        to_field_name="name",
        method=_as_it_is,
        label=_("Role"),
        empty_label=_("Any role"),
    )
    territory = _PlaceFilter(label=_("Territory"))
    service = filters.ChoiceFilter(
        choices=GrantedService.choices,
        method=_as_it_is,
        label=_("Service"),
        empty_label=_("Any service"),
    )
    state = filters.ChoiceFilter(
        choices=(("active", _("Open")), ("closed", _("Closed"))),
        method="in_state",
        label=_("State"),
        empty_label=_("Any state"),
    )

    class Meta:
        model = User
        form = TerritoryForm
        fields = ["q", "role", "territory", "service", "state"]

    def named(self, qs: Any, _name: str, value: str) -> Any:
        called = Q(username__icontains=value) | Q(full_name__icontains=value)
        return qs.filter(called | Q(email__iexact=value))

    def in_state(self, qs: Any, _name: str, value: str) -> Any:
        return qs.filter(is_active=value == "active")

    def filter_queryset(self, queryset: Any) -> Any:
        said = self.form.cleaned_data
        grants = AccessGrant.objects.visible_to(self.request.user).in_force(clock.today())
        asked = [said.get("role"), said.get("territory"), said.get("service")]
        if said.get("role"):
            grants = grants.filter(role=said["role"])
        if said.get("territory"):
            grants = grants.filter(said["territory"].region.holds(PLACES))
        if said.get("service"):
            grants = grants.filter(service=said["service"])
        if any(asked):
            queryset = queryset.filter(Exists(grants.filter(user=OuterRef("pk"))))
        return super().filter_queryset(queryset)


class EventFilter(filters.FilterSet):
    """Kind, account, address, and the days."""

    kind = filters.ChoiceFilter(
        choices=EventKind.choices, label=_("What"), empty_label=_("Everything")
    )
    account = search_field(_("Name to sign in with"), method="about")
    address = search_field(_("Address"), method="from_where")
    since = DayFilter(method="on_or_after", label=_("From"))
    until = DayFilter(method="on_or_before", label=_("To"))

    class Meta:
        model = AccessEvent
        fields = ["kind", "account", "address", "since", "until"]

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        super().__init__({} if data is None else data, *args, **kwargs)

    def about(self, qs: Any, _name: str, value: str) -> Any:
        return qs.filter(Q(account__username__iexact=value) | Q(by__username__iexact=value))

    def from_where(self, qs: Any, _name: str, value: str) -> Any:
        try:
            address = forms.GenericIPAddressField().clean(value)
        except forms.ValidationError:
            return qs.none()
        return qs.filter(address=address)

    def on_or_after(self, qs: Any, _name: str, day: Any) -> Any:
        return qs.filter(at__gte=_midnight(day))

    def on_or_before(self, qs: Any, _name: str, day: Any) -> Any:
        return qs.filter(at__lt=_midnight(day + timedelta(days=1)))


def _midnight(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
