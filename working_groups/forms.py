"""What the pages of people ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.administration.forms import PlaceField
from communities.models import Oblast, Organisation, Raion, scope_of
from core.exceptions import RuleBroken
from core.versioned_forms import VersionedForm, day_input
from working_groups.models import Person, PersonContact, Position

NAMES = ("last_name", "first_name", "patronymic", "phone", "email")


class OrganisationChoice(forms.ModelChoiceField):
    """An organisation of the reference list by its name in the reader's language."""

    def __init__(self, **kwargs: Any) -> None:
        listed = Organisation.objects.order_by("sort_key", "pk")
        super().__init__(listed, label=gettext_lazy("Organisation"), **kwargs)

    def label_from_instance(self, obj: Organisation) -> str:
        return str(obj.name)


class OfPlaceForm(VersionedForm):
    """What belongs to a community, to an oblast, or to the country; whoever sees it sees this."""

    place = PlaceField(
        label=gettext_lazy("Belongs to"),
        help_text=gettext_lazy(
            "Name or code of a community or an oblast; “Ukraine” for the whole country."
            " Whoever sees that place sees this record."
        ),
    )

    def __init__(self, *args: Any, user: Any, right: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        place: Any = self.fields["place"]
        place.reach = scope_of(user, right).either
        if self.instance.pk:
            home = self.instance.place
            self.initial["place"] = home.code if home else _("Ukraine")

    def clean_place(self) -> Any:
        place = self.cleaned_data["place"]
        if isinstance(place, Raion):
            raise forms.ValidationError(_("Name a community or an oblast."), code="raion")
        return place

    @property
    def said(self) -> dict[str, Any]:
        place = self.cleaned_data["place"]
        where = {"community": None, "oblast": None}
        if place is not None:
            where["oblast" if isinstance(place, Oblast) else "community"] = place
        return super().said | where

    def refused(self, broken: RuleBroken) -> None:
        field = "place" if broken.field in {"community", "oblast"} else broken.field
        super().refused(RuleBroken(broken.message, code=broken.code, field=field))


class PersonForm(OfPlaceForm):
    """Names and contacts of a person, the organisation, and where the person belongs."""

    last_name, first_name, patronymic, phone, email = (
        PersonContact._meta.get_field(each).formfield() for each in NAMES
    )
    organisation = OrganisationChoice(required=False)

    class Meta:
        model = Person
        fields = ("organisation",)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.order_fields([*NAMES[:3], "place", "organisation", *NAMES[3:]])
        contact = getattr(self.instance, "contact", None)
        if contact:
            self.initial |= {name: getattr(contact, name) for name in NAMES}

    @property
    def names(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in NAMES}


class PositionForm(VersionedForm):
    """An office of a person."""

    organisation = OrganisationChoice(empty_label=gettext_lazy("Choose an organisation"))

    class Meta:
        model = Position
        fields = ("organisation", "title", "starts_on", "ends_on")
        widgets = {"starts_on": day_input(), "ends_on": day_input()}
