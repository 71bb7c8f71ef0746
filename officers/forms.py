"""What the pages of officers ask."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from core import clock
from officers.models import Language, Officer, OfficerPersonal, StageChange, service_of
from officers.services import homes_for
from officers.stages import possible

NAMES = ("last_name", "first_name", "patronymic", "phone")
CARD = ("kind", "rank", "badge_number", "unit", "languages")


def day_field(label: Any, **kwargs: Any) -> forms.DateField:
    """Return a field for a day, with the browser's own calendar."""
    return forms.DateField(
        label=label,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": _("Say when."),
            "invalid": _("Write the day, for example 22.11.2026."),
        },
        **kwargs,
    )


def act_field() -> forms.CharField:
    """Return the field for the number of an act."""
    return forms.CharField(
        label=_("Number of the act"),
        max_length=settings.LIMITS["act_number"],
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


def reason_field() -> forms.CharField:
    """Return the field for the reason of a step; the rules say when it is needed."""
    return forms.CharField(
        label=_("Why"),
        max_length=settings.LIMITS["reason"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class UnitField(forms.ModelChoiceField):
    """A unit by its name in the reader's language."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class StageForm(forms.Form):
    """The next step of an officer: only those the path has."""

    stage = forms.ChoiceField(
        label=_("Next stage"), error_messages={"required": _("Choose the stage.")}
    )
    on = day_field(_("Since"))
    act_number = act_field()
    reason = reason_field()

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["stage"]
        field.choices = [("", _("Not chosen")), *((e, e.label) for e in possible(officer))]


class CorrectionForm(forms.Form):
    """Another day and act for a step that was taken."""

    step = forms.ModelChoiceField(
        StageChange.objects.none(),
        label=_("Step"),
        empty_label=_("Not chosen"),
        error_messages={
            "required": _("Choose the step."),
            "invalid_choice": _("This step cannot be corrected any more."),
        },
    )
    on = day_field(_("Since"))
    act_number = act_field()
    reason = reason_field()

    def __init__(self, *args: Any, officer: Officer, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["step"]
        field.queryset = StageChange.objects.in_force().filter(officer=officer).order_by("number")
        field.label_from_instance = StageChange.get_stage_display


class OfficerForm(forms.ModelForm):
    """Who an officer is: kind, rank, badge, home unit, names and phone."""

    last_name, first_name, patronymic, phone = (
        OfficerPersonal._meta.get_field(each).formfield() for each in NAMES
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        choices=Language.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        required=False,
        error_messages={"invalid": _("Open the form again: it was changed on its way.")},
    )

    class Meta:
        model = Officer
        fields = CARD
        field_classes = {"unit": UnitField}

    def __init__(self, *args: Any, user: Any, right: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.right = user, right
        self.was = (self.instance.unit_id, self.instance.kind)
        if personal := getattr(self.instance, "personal", None):
            self.initial |= {name: getattr(personal, name) for name in NAMES}
        self.initial["version"] = self.instance.version
        unit: Any = self.fields["unit"]
        own = unit.queryset.filter(pk=self.instance.unit_id)
        unit.queryset = (homes_for(user, right) | own).order_by("sort_key", "pk")

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        unit, kind = said.get("unit"), said.get("kind")
        if not (unit and kind) or (unit.pk, kind) == self.was:
            return said
        allowed = homes_for(self.user, self.right, [service_of(kind)])
        if not allowed.filter(pk=unit.pk).exists():
            text = _("You do not have officers of this kind in this unit.")
            self.add_error("unit", forms.ValidationError(text, code="other_service"))
        return said

    def _get_validation_exclusions(self) -> set[str]:
        """Leave the badge number to the service, which looks at the service of the kind too."""
        return super()._get_validation_exclusions() | {"service"}

    @property
    def said(self) -> dict[str, Any]:
        """Return what was said of the officer, without the names."""
        return {name: self.cleaned_data[name] for name in CARD}

    @property
    def names(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in NAMES}


class NewOfficerForm(OfficerForm):
    """A new officer, who is a candidate since a day."""

    on = day_field(_("Candidate since"), initial=clock.today)

    @property
    def since(self) -> date:
        day: date = self.cleaned_data["on"]
        return day
