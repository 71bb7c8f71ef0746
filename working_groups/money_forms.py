"""What the pages of money ask: a link of a chain, and a grant."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from communities.administration.forms import PlaceField
from communities.models import Oblast, Organisation, scope_of
from core.versioned_forms import VersionedForm, day_input
from incidents.fields import MoneyField
from working_groups.forms import OrganisationChoice
from working_groups.funding import in_hryvnias
from working_groups.models import Funding, Grant, Initiative

CHOOSE = _("Choose an organisation")


class MoneyForm(VersionedForm):
    """An amount in a currency; of hryvnias it is said once."""

    giver = OrganisationChoice(empty_label=CHOOSE)
    amount = MoneyField(label=_("Amount"))
    uah = MoneyField(
        label=_("Amount in hryvnias"),
        help_text=_("By the rate of the National Bank on the day of the rate."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["giver"].label = pgettext_lazy("money", "From")
        fields["amount"].required = True

    def clean(self) -> dict[str, Any]:
        said = in_hryvnias(super().clean() or self.cleaned_data)
        if said.get("uah") is None and "uah" not in self.errors and "amount" not in self.errors:
            self.add_error("uah", _("Say how much this is in hryvnias."))
        return said


class FundingForm(MoneyForm):
    """Who gave how much to whom for an initiative, as a promise, as money or in kind."""

    unasked = frozenset({"initiative"})
    receiver = OrganisationChoice(required=False, empty_label=_("The initiative itself"))

    class Meta:
        model = Funding
        fields = (
            *("giver", "receiver", "kind", "amount", "currency", "rate_date", "uah"),
            *("given_on", "note"),
        )
        widgets = {"rate_date": day_input(), "given_on": day_input()}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["receiver"].label = pgettext_lazy("money", "To")
        fields["receiver"].help_text = _(
            "Leave it empty where the money reaches the initiative: only such amounts are added up."
        )
        self.order_fields(self.Meta.fields)


class PartnersField(forms.ModelMultipleChoiceField):
    """Organisations by their names in the reader's language."""

    widget = forms.SelectMultiple(attrs={"size": 6})

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)

    def clean(self, value: Any) -> Any:
        most, found = settings.LIMITS["grant_partners"], super().clean(value)
        if len(found) > most:
            text = gettext("Choose at most %(most)s.") % {"most": most}
            raise forms.ValidationError(text, code="too_many")
        return found


class InitiativeChoice(forms.ModelChoiceField):
    """An initiative by its title."""

    def label_from_instance(self, obj: Initiative) -> str:
        return obj.title


class GrantForm(MoneyForm):
    """Who gave how much to which organisation, for what, with which partners, and where."""

    place = PlaceField(
        label=_("Territory"),
        help_text=_(
            "Name or code of an oblast; “Ukraine” for the whole country. Whoever sees it sees the"
            " grant."
        ),
    )
    organisation = OrganisationChoice(empty_label=CHOOSE)
    partners = PartnersField(Organisation.objects.none(), label=_("Partners"), required=False)
    initiative = InitiativeChoice(
        Initiative.objects.none(),
        label=_("Initiative"),
        required=False,
        empty_label=_("None in particular"),
    )

    class Meta:
        model = Grant
        fields = (
            *("title", "giver", "organisation", "partners", "theme", "amount", "currency"),
            *("rate_date", "uah", "given_on", "initiative", "note"),
        )
        widgets = {"rate_date": day_input(), "given_on": day_input()}

    def __init__(self, *args: Any, user: Any, right: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["place"].reach = scope_of(user, right).either
        fields["organisation"].label = pgettext_lazy("money", "To")
        fields["partners"].queryset = Organisation.objects.order_by("sort_key", "pk")
        seen = Initiative.objects.visible_to(user).order_by("title", "pk")
        fields["initiative"].queryset = seen
        self.order_fields([*self.Meta.fields[:5], "place", *self.Meta.fields[5:]])
        if self.instance.pk:
            home = self.instance.oblast
            self.initial["place"] = home.code if home else _("Ukraine")

    def clean_place(self) -> Oblast | None:
        place = self.cleaned_data["place"]
        if place is not None and not isinstance(place, Oblast):
            raise forms.ValidationError(_("Name an oblast."), code="no_oblast")
        return place

    def clean_initiative(self) -> Initiative | None:
        """Keep the initiative of a grant that its reader does not see."""
        return self.cleaned_data["initiative"] or self._unseen()

    def _unseen(self) -> Initiative | None:
        known = self.instance.initiative_id
        fields: Any = self.fields
        if known and not fields["initiative"].queryset.filter(pk=known).exists():
            return self.instance.initiative
        return None

    @property
    def said(self) -> dict[str, Any]:
        return super().said | {"oblast": self.cleaned_data["place"]}

    def refused(self, broken: Any) -> None:
        if broken.field == "oblast":
            self.add_error("place", broken.message)
        else:
            super().refused(broken)
