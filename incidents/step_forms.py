"""What the steps of a record ask: why it goes on, and what for its protected fields are shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from communities.models import ReadingPurpose

REOPEN = _("The record cannot be recognised. Open the form again.")


class Step(forms.Form):
    """One step of the status: the version the reader saw, and why where a reason is needed."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=settings.LIMITS["reason"],
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )
    version = forms.IntegerField(
        widget=forms.HiddenInput, error_messages={"required": REOPEN, "invalid": REOPEN}
    )

    def __init__(self, *args: Any, asks: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = bool(asks)
        if asks:
            self.fields["reason"].label = asks


class ReadingStep(forms.Form):
    """What for somebody wants to be shown the protected fields of a record."""

    purpose = forms.ChoiceField(
        label=_("What for"),
        choices=[("", _("Not chosen")), *ReadingPurpose.choices],
        error_messages={"required": _("Say what for."), "invalid_choice": _("Say what for.")},
    )
    words = forms.CharField(
        label=_("In words"),
        max_length=settings.LIMITS["purpose"],
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("purpose") == ReadingPurpose.OTHER and not data.get("words"):
            self.add_error("words", _("Say which purpose it is."))
        return data


class NoteForm(forms.Form):
    """A note for the timeline of a record."""

    text = forms.CharField(
        label=_("Note"),
        max_length=settings.LIMITS["note"],
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Write something.")},
    )
