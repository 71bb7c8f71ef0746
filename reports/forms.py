"""The form that asks for a report."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.heirs import Territories
from communities.models import GrantedService, Scope, Service, Succession, scope_of
from communities.territories import (
    Choice,
    NoSuchTerritory,
    Territory,
    find_territory,
    territories_of,
    territory_choices,
)
from core import bounds
from core.periods import Month, Period
from reports import services
from reports.models import EditionKind
from reports.orders import Order, month_called

OFFERED = {"invalid_choice": _("Choose one of those offered.")}
NATION = "UA"  # how a form writes the territory that has no code
CODE = re.compile(r"[A-Z0-9-]{2,19}")


def choices_called(scope: Scope, chosen: Territory | None = None) -> list[Choice]:
    """Offer what a reader may choose, the nation by the word a form has for it."""
    offered = territory_choices(territories_of(scope), chosen)
    return [(code or NATION, name) for code, name in offered]


def territory_called(code: str, scope: Scope) -> Territory:
    """Return the territory a form names, seen whole in at least one service."""
    if not CODE.fullmatch(code):
        raise NoSuchTerritory(code)
    if code != NATION:
        return find_territory(code, scope)
    if not scope.either.nation:
        raise NoSuchTerritory(code)
    return Territory()


class MonthField(forms.CharField):
    """A month written as the browser's own control writes it: 2026-10."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-10"})
    default_error_messages = {"invalid": _("Write the month as year and month: 2026-10.")}

    def to_python(self, value: Any) -> Month | None:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return month_called(text)
        except ValueError:
            raise forms.ValidationError(self.error_messages["invalid"], "invalid") from None

    def prepare_value(self, value: Any) -> str:
        return str(value) if value else ""


class OrderForm(forms.Form):
    """A monthly report asked for on the page; whether it may be built the service decides."""

    territory = forms.CharField(label=_("Territory"), widget=forms.Select)
    month = MonthField(label=_("Month"))
    service = forms.ChoiceField(
        label=_("Service"),
        choices=GrantedService.choices,
        widget=forms.RadioSelect,
        error_messages=OFFERED,
    )
    language = forms.ChoiceField(
        label=_("Language of the report"),
        choices=settings.LANGUAGES,
        widget=forms.RadioSelect,
        error_messages=OFFERED,
    )
    territories = forms.ChoiceField(
        label=_("Communities of the past"),
        choices=Territories.choices,
        required=False,
        widget=forms.RadioSelect,
        error_messages=OFFERED,
    )

    def __init__(self, *args: Any, user: Any, today: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope_of(user, services.ADD)
        seen = [each for each in Service.values if self.scope.of(each)]
        self.initial = {
            "month": Month.of(today).shift(-1),
            "service": GrantedService.BOTH if len(seen) == 2 else "".join(seen[:1]),
            "language": get_language(),
            "territories": Territories.AS_IT_WAS,
        } | {name: value for name, value in self.initial.items() if self._is_usable(name, value)}
        self.fields["territory"].widget.choices = choices_called(
            self.scope, self._asked_territory()
        )
        if len(seen) == 1:
            offered = [each for each in GrantedService.choices if each[0] in seen]
            self.fields["service"].choices = offered  # type: ignore[attr-defined]
        first = Month.of(bounds.first_day())
        self.fields["month"].widget.attrs |= {"min": str(first), "max": str(Month.of(today))}

    def _is_usable(self, name: str, value: Any) -> bool:
        """Say whether an address may fill in a field: what it cannot mean stays unsaid."""
        try:
            return bool(self.fields[name].clean(value))
        except forms.ValidationError:
            return False

    def _asked_territory(self) -> Territory | None:
        code = self.data.get("territory") if self.is_bound else self.initial.get("territory")
        try:
            return territory_called(code, self.scope) if code else None
        except NoSuchTerritory:
            return None

    def clean_territory(self) -> Territory:
        try:
            return territory_called(self.cleaned_data["territory"], self.scope)
        except NoSuchTerritory:
            message = _("You do not see this territory. Choose one from the list.")
            raise forms.ValidationError(message, "no_territory") from None

    @property
    def has_a_past(self) -> bool:
        """Say whether the communities of the past are other ones than today's."""
        return Succession.objects.exists()

    @property
    def order(self) -> Order:
        """Return what a valid form asks for."""
        data = self.cleaned_data
        return Order(
            kind=EditionKind.MONTHLY,
            territory=data["territory"],
            period=Period.of_months(data["month"]),
            service=data["service"],
            language=data["language"],
            territories=data["territories"] or Territories.AS_IT_WAS,
        )


class EditionSearch(forms.Form):
    """Which editions the list shows."""

    territory = forms.CharField(label=_("Territory"), required=False, widget=forms.Select)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope_of(user, "reports.view_edition")
        try:
            chosen = territory_called(self.data.get("territory", ""), self.scope)
        except NoSuchTerritory:
            chosen = None
        self.fields["territory"].widget.choices = [
            ("", _("All")),
            *choices_called(self.scope, chosen),
        ]

    def clean_territory(self) -> Territory | None:
        code = self.cleaned_data["territory"]
        if not code:
            return None
        try:
            return territory_called(code, self.scope)
        except NoSuchTerritory:
            message = _("You do not see this territory. Choose one from the list.")
            raise forms.ValidationError(message, "no_territory") from None
