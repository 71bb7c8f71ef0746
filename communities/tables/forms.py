"""The form that brings a sheet of records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from communities.tables.table import Table


class BringForm(forms.Form):
    """Which records, and the file."""

    kind = forms.ChoiceField(
        label=_("Which records"),
        error_messages={
            "invalid_choice": _("Choose one of those offered."),
            "required": _("Choose which records."),
        },
    )
    file = forms.FileField(
        label=_("Sheet (XLSX or CSV)"),
        max_length=200,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("Nothing is stored before you have seen what would be."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
            "max_length": _("The name of the file is too long."),
        },
    )

    def __init__(self, *args: Any, tables: Mapping[str, Table], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(code, table.label) for code, table in tables.items()]

    def clean_file(self) -> Any:
        file, most = self.cleaned_data["file"], settings.LIMITS["sheet_bytes"]
        if file.size > most:
            message = _("The file is longer than %(most)s: divide it.")
            raise forms.ValidationError(message, "size", {"most": filesizeformat(most)})
        return file


class DecideForm(forms.Form):
    """The decision to store."""

    sure = forms.BooleanField(required=False)
