"""The form that brings a workbook of events, and the one that decides about it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.sheets.forms import SheetField


class BringForm(forms.Form):
    """A workbook."""

    file = SheetField(help_text=_("Nothing is recorded before you have seen what would be."))


class DecideForm(forms.Form):
    """The decision to record; rows that may stand already ask to be sure."""

    sure = forms.BooleanField(
        label=_("I have looked at them: these are other events"), required=False
    )
