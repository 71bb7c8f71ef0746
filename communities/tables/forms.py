"""The form that brings a sheet of records."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from communities.tables.table import Table
from core.sheets.forms import SheetField


class BringForm(forms.Form):
    """Which records, and the file."""

    kind = forms.ChoiceField(
        label=_("Which records"),
        error_messages={
            "invalid_choice": _("Choose one of those offered."),
            "required": _("Choose which records."),
        },
    )
    file = SheetField(help_text=_("Nothing is stored before you have seen what would be."))

    def __init__(self, *args: Any, tables: Mapping[str, Table], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [(code, table.label) for code, table in tables.items()]


class DecideForm(forms.Form):
    """The decision to store."""

    sure = forms.BooleanField(required=False)
