"""Forms of what is recorded about a community."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities import services
from communities.models import (
    Accession,
    FireBrigade,
    Memorandum,
    Organisation,
    Programme,
    SafetyAsset,
    Scope,
    Service,
    Settlement,
    Station,
    Visit,
)
from communities.models.accessions import STEPS
from core.exceptions import RuleBroken
from core.points import LATITUDES, LONGITUDES, DegreesField

FOR_DAYS = {"invalid": _("Write a day, for example 22.11.2026.")}


class RecordForm(forms.ModelForm):
    """What a record says; it knows the version its reader saw, and where the reader may record."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        required=False,
        error_messages={"invalid": _("Open the form anew.")},
    )

    def __init__(self, *args: Any, scope: Scope, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scope = scope
        for name, field in self.fields.items():
            if isinstance(field, forms.DateField):
                field.widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
                field.error_messages |= FOR_DAYS
            if self.instance.pk and name in self.instance.fixed:
                field.disabled = True
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        self.narrow()

    def narrow(self) -> None:
        """Offer no more than what fits the community and its reader."""

    def _get_validation_exclusions(self) -> set[str]:
        """Check the community too, which is not asked for."""
        return super()._get_validation_exclusions() - {"community"}

    def _update_errors(self, errors: Any) -> None:
        """Say of a field that could not be read no more than that."""
        for name in set(errors.error_dict) & set(self._errors):
            del errors.error_dict[name]
        super()._update_errors(errors)

    @property
    def said(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self._meta.fields or ()}

    def store(self, *, by: Any, at: datetime) -> bool:
        """Save what was written; False, with the reason, when a rule refuses."""
        try:
            self.instance = self._store(by, at)
        except RuleBroken as error:
            self.add_error(error.field or None, error.message)
            return False
        return True

    def _store(self, by: Any, at: datetime) -> Any:
        if self.instance.pk is None:
            return services.make_record(record=self.instance, said=self.said, by=by, at=at)
        seen = self.cleaned_data["version"] or 0  # a form that names none has seen none
        return services.change_record(record=self.instance, said=self.said, at=at, version=seen)


class ProgrammeField(forms.ModelChoiceField):
    """A programme by its name in the reader's language."""

    def __init__(self) -> None:
        super().__init__(
            Programme.objects.order_by("sort_key", "pk"),
            label=_("Programme"),
            error_messages={"required": _("Choose a programme.")},
        )

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class MemorandumForm(RecordForm):
    class Meta:
        model = Memorandum
        fields = [
            *("service", "number", "signed_on", "valid_until", "parties", "other_parties"),
            *("obligations", "cofinancing_uah", "cofinancing_unknown"),
        ]
        widgets = {"parties": forms.CheckboxSelectMultiple, "obligations": forms.Textarea}

    def narrow(self) -> None:
        own = self.scope.services_in(self.instance.community)
        service: Any = self.fields["service"]
        service.choices = [each for each in Service.choices if each[0] in own]
        parties: Any = self.fields["parties"]
        listed = Organisation.objects.exclude(code="").order_by("sort_key", "pk")
        here = listed.filter(oblast=self.instance.community.oblast)
        parties.queryset = here | listed.filter(oblast=None)
        parties.label_from_instance = lambda each: each.name


class PlacedForm(RecordForm):
    """The form of what stands in a settlement of the community."""

    def narrow(self) -> None:
        places: Any = self.fields["settlement"]
        here = Settlement.objects.filter(community=self.instance.community)
        places.queryset = here.order_by("sort_key", "pk")
        places.label_from_instance = lambda each: each.title


class StationForm(PlacedForm):
    class Meta:
        model = Station
        fields = [
            *("kind", "settlement", "address", "has_office", "has_rest_room"),
            *("opened_on", "closed_on"),
        ]


class SafetyAssetForm(PlacedForm):
    latitude = DegreesField(label=_("Latitude"), within=LATITUDES)
    longitude = DegreesField(label=_("Longitude"), within=LONGITUDES)

    class Meta:
        model = SafetyAsset
        fields = [
            *("kind", "settlement", "address", "quantity", "capacity", "latitude", "longitude"),
            *("in_service_since", "condition", "last_checked_on"),
        ]


class FireBrigadeForm(RecordForm):
    class Meta:
        model = FireBrigade
        fields = ["kind", "name", "formed_on", "disbanded_on", "members", "vehicles"]


class AccessionForm(RecordForm):
    programme = ProgrammeField()

    class Meta:
        model = Accession
        fields = ["programme", *STEPS, "remarks"]
        widgets = {"remarks": forms.Textarea}


class VisitForm(RecordForm):
    programme = ProgrammeField()

    class Meta:
        model = Visit
        fields = ["programme", "on", "with_whom"]
