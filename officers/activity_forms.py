"""What the pages of activities ask."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from officers.activities import contradictions, officers_at
from officers.models import Activity, Officer

REOPEN = _("The record cannot be recognised. Open the form again.")
ICONS = {  # of the kinds, on big buttons
    "lesson": "document",
    "meeting": "users",
    "shelter_check": "shield",
    "civil_defence": "map",
    "brigade": "fire",
    "consultation": "help",
    "presentation": "chart",
    "patrol": "car",
    "home_visit": "home",
    "reception": "user",
}


class OfficersField(forms.ModelMultipleChoiceField):
    """The officers who did something together, at least one."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "required": _("Name at least one officer."),
        "invalid_choice": _("This officer cannot be named here."),
        "invalid_pk_value": _("This officer cannot be named here."),
    }

    def label_from_instance(self, obj: Officer) -> str:
        kind = str(obj.get_kind_display())
        return f"{obj}, {kind[:1].lower()}{kind[1:]}"

    def clean(self, value: Any) -> Any:
        most = settings.LIMITS["activity_officers"]
        found = list(super().clean(value))
        if len(found) > most:
            message = _("Choose at most %(most)s.")
            raise ValidationError(message, code="too_many", params={"most": most})
        return found


class ActivityForm(forms.ModelForm):
    """An activity in one community: what, by whom, when, and how many people it reached."""

    officers = OfficersField(Officer.objects.none(), label=_("Who did it"))
    version = forms.IntegerField(
        widget=forms.HiddenInput, required=False, error_messages={"invalid": REOPEN}
    )

    class Meta:
        model = Activity
        fields = [
            *("kind", "counterparty", "officers", "held_on", "place"),
            *("attended", "engaged", "notes"),
        ]
        widgets = {
            "held_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "notes": forms.Textarea(attrs={"rows": 3}),
        }
        labels = {
            "kind": _("What was done"),
            "held_on": _("When"),
            "place": _("Place in words"),
            "attended": _("How many were there"),
            "engaged": _("How many of them took part"),
        }
        help_texts = {"notes": _("No names and no phone numbers.")}
        error_messages = {
            "held_on": {
                "required": _("Say when."),
                "invalid": _("Write a day, for example 22.11.2026."),
            },
            "kind": {"required": _("Choose what was done.")},
        }

    def __init__(self, *args: Any, user: Any, community: Community, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.instance.community = community
        stored = self.instance.pk
        named = self.instance.done_by.values_list("officer", flat=True) if stored else ()
        fields: Any = self.fields
        fields["officers"].queryset = officers_at(user, community, named)
        fields["counterparty"].choices = [("", _("Nobody")), *_choices(fields["counterparty"])]
        fields["version"].required = bool(stored)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, message in contradictions(data).items():
            if name not in self.errors:
                self.add_error(name, message)
        return data

    @property
    def said(self) -> dict[str, Any]:
        """Return what was said, for the services."""
        names = [name for name in self.Meta.fields if name in self.cleaned_data]
        return {name: self.cleaned_data[name] for name in names}


def _choices(field: Any) -> list[Any]:
    return [each for each in field.choices if each[0]]


class VoidForm(forms.Form):
    """Why an activity is annulled, and the version the reader saw."""

    reason = forms.CharField(
        label=_("Why the record is annulled"),
        max_length=settings.LIMITS["reason"],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": REOPEN, "invalid": REOPEN}
    )
