"""Forms of administration: who gets an account, a grant, a client, and why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Language, User
from accounts.roles import CLIENT_ROLES
from communities.administration.words import role_word, scope_word
from communities.filters import CODE_LENGTH
from communities.giving import ADD_GRANT, roles_to_give
from communities.models import Community, GrantedService, Oblast, Raion, scope_of
from communities.region import NOWHERE
from communities.search import best_of
from communities.services import GrantOrder, Person
from communities.territories import unit_of
from core.exceptions import RuleBroken

SUGGESTED = 4
NATION = {"україна", "ukraine", "уся україна", "вся україна"}
CLIENT_NAME = RegexValidator(
    r"\A[a-z][a-z0-9.-]{2,59}\Z",
    gettext_lazy("Small Latin letters, digits, dots and hyphens; a letter first; 3 to 60 in all."),
)


def reason_field(label: Any = None) -> forms.CharField:
    return forms.CharField(
        label=label or gettext_lazy("Reason"),
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=gettext_lazy("It stays on record."),
    )


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(
        label=label, widget=widget, input_formats=["%Y-%m-%d"], localize=False, **kwargs
    )


class PlaceField(forms.CharField):
    """A territory by name or code; it cleans to an oblast, raion or community, None is the nation.

    Of several with one name the one inside `reach` is meant.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)
        self.reach = NOWHERE
        self.widget.attrs |= {"autocomplete": "off", "spellcheck": "false"}

    def clean(self, value: Any) -> Any:
        text = super().clean(value).strip()
        if text.casefold() in NATION:
            return None
        if len(text) <= CODE_LENGTH and (unit := unit_of(text.upper())):
            return unit
        found = _called(text)
        exact = [each for each in found if text.casefold() in _names(each)]
        near = [each for each in exact if self.reach.covers(each)]
        for only in (exact, near):
            if len(only) == 1:
                return only[0]
        told = "; ".join(_told(each) for each in (exact or found)[:SUGGESTED])
        words = (
            _("This may be one of: %(told)s. Write its code.")
            if told
            else _("There is no territory called so.")
        )
        raise forms.ValidationError(words % {"told": told}, code="no_such_territory")


def _called(text: str) -> list[Any]:
    """Return the units with exactly this name, or those that are called nearly so."""
    rows = {
        Oblast: Oblast.objects.all(),
        Raion: Raion.objects.shown().select_related("oblast"),
        Community: Community.objects.shown().select_related("oblast", "raion"),
    }
    exact = Q(name_uk__iexact=text) | Q(name_en__iexact=text)
    found = [each for units in rows.values() for each in units.filter(exact)[: SUGGESTED * 2]]
    found = found or best_of(rows, text, SUGGESTED * 2)
    # the capital is an oblast and a community by one code: the community is what it names
    return list({each.code: each for each in found}.values())


def _told(unit: Any) -> str:
    place = getattr(unit, "place", "")
    return f"{unit.title}, {place} {unit.code}" if place else f"{unit.title} {unit.code}"


def _names(unit: Any) -> set[str]:
    return {each.casefold() for each in (unit.title, unit.name_uk, unit.name_en) if each}


class AskingForm(forms.Form):
    """A form that a rule may still refuse."""

    def refused(self, broken: RuleBroken) -> None:
        """Put the words of a rule beside its field, where the form has that."""
        self.add_error(broken.field if broken.field in self.fields else None, broken.message)


class ReasonForm(AskingForm):
    reason = reason_field()


class RoleField(forms.ModelChoiceField):
    """The roles somebody may give, by what people call them."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("Role"))
        super().__init__(Group.objects.none(), to_field_name="name", **kwargs)

    def label_from_instance(self, role: Any) -> str:
        return role_word(role.name)


class GrantForm(AskingForm):
    """A role, where, for which service, from when until when, and why."""

    role = RoleField()
    territory = PlaceField(
        label=gettext_lazy("Territory"),
        help_text=gettext_lazy(
            "Name or code of an oblast, a raion or a community; “Ukraine” for the whole country."
        ),
    )
    service = forms.ChoiceField(
        label=gettext_lazy("Service"), choices=GrantedService.choices, widget=forms.RadioSelect
    )
    starts_on = day_field(gettext_lazy("From"))
    ends_on = day_field(
        gettext_lazy("Until"),
        required=False,
        help_text=gettext_lazy("The first day it no longer counts. Empty: without an end."),
    )
    reason = reason_field(gettext_lazy("Why"))

    def __init__(self, *args: Any, by: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [each.pk for each in roles_to_give(by) if self.offers(each)]
        self.fields["territory"].reach = scope_of(by, ADD_GRANT).either
        self.fields["role"].queryset = Group.objects.filter(pk__in=offered).order_by("pk")

    def offers(self, role: Group) -> bool:
        return True

    def order(self, user: User) -> GrantOrder:
        said = self.cleaned_data
        return GrantOrder(
            user=user,
            role=said["role"],
            unit=said["territory"],
            service=said["service"],
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            reason=said["reason"],
        )


class EndForm(AskingForm):
    """The first day a grant no longer counts, and why."""

    ends_on = day_field(gettext_lazy("First day it no longer counts"))
    reason = reason_field(gettext_lazy("Why it ends"))


class AccountForm(forms.ModelForm, AskingForm):
    """Who a new account is for; the password is chosen by that person alone."""

    class Meta:
        model = User
        fields = ["username", "full_name", "email", "language"]
        labels = {
            "username": gettext_lazy("Name to sign in with"),
            "email": gettext_lazy("E-mail"),
        }
        help_texts = {"username": gettext_lazy("Letters, digits and . - _, without spaces.")}
        widgets = {"language": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("full_name", "email"):
            self.fields[name].required = True
        self.fields["language"].choices = Language.choices
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    @property
    def person(self) -> Person:
        return Person(**{name: self.cleaned_data[name] for name in self.Meta.fields})


def scopes_field() -> forms.MultipleChoiceField:
    """Return the choice of the scopes that are written down, each in words."""
    return forms.MultipleChoiceField(
        label=gettext_lazy("Scopes"),
        choices=lambda: [(each, scope_word(each)) for each in settings.OAUTH2_PROVIDER["SCOPES"]],
        widget=forms.CheckboxSelectMultiple,
    )


class ScopesForm(AskingForm):
    scopes = scopes_field()


class ClientForm(GrantForm):
    """A program: its name, what it is for, its scopes, and the first grant of its account."""

    name = forms.CharField(
        label=gettext_lazy("Name of the client"),
        max_length=60,
        validators=[CLIENT_NAME],
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    description = forms.CharField(label=gettext_lazy("What it is for"), max_length=200)
    scopes = scopes_field()
    field_order = ["name", "description", "role", "territory", "service", "scopes"]

    def offers(self, role: Group) -> bool:
        return role.name in CLIENT_ROLES


class SecretForm(AskingForm):
    """How long the secret that is replaced goes on."""

    after = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    days = forms.TypedChoiceField(label=gettext_lazy("The old secret goes on for"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        most = range(settings.LIMITS["secret_overlap"] + 1)
        self.fields["days"].choices = [(n, _days(n)) for n in most]


def _days(count: int) -> str:
    if not count:
        return _("it ends at once")
    return ngettext("%(count)s day", "%(count)s days", count) % {"count": count}
