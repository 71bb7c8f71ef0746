"""The form that brings a workbook of events, and the one that decides about it."""

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _


class BringForm(forms.Form):
    """A workbook."""

    file = forms.FileField(
        label=_("Sheet (XLSX or CSV)"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("Nothing is recorded before you have seen what would be."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
            "max_length": _("The name of the file is too long."),
        },
    )

    def clean_file(self) -> Any:
        file, most = self.cleaned_data["file"], settings.LIMITS["sheet_bytes"]
        if file.size > most:
            message = _("The file is longer than %(most)s: divide it.")
            raise forms.ValidationError(message, "size", {"most": filesizeformat(most)})
        return file


class DecideForm(forms.Form):
    """The decision to record; rows that may stand already ask to be sure."""

    sure = forms.BooleanField(
        label=_("I have looked at them: these are other events"), required=False
    )
