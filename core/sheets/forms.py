"""The field that takes a sheet."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _


class SheetField(forms.FileField):
    """A sheet that people filled in, no longer than `sheet_bytes`."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            label=_("Sheet (XLSX or CSV)"),
            max_length=200,
            widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
            error_messages={
                "required": _("Choose a file."),
                "empty": _("The file is empty."),
                "max_length": _("The name of the file is too long."),
            },
            **kwargs,
        )

    def clean(self, data: Any, initial: Any = None) -> Any:
        file, most = super().clean(data, initial), settings.LIMITS["sheet_bytes"]
        if file and file.size > most:
            message = _("The file is longer than %(most)s: divide it.")
            raise forms.ValidationError(message, "size", {"most": filesizeformat(most)})
        return file
