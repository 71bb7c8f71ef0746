"""The form that brings a file, and the one that decides about it."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from core import bounds
from core.imports import kinds
from core.plans import Kind, day_in_the_name

OFFERED = {"invalid_choice": _("Choose one of those offered."), "required": _("Choose the kind.")}


class BringForm(forms.Form):
    """A file, what kind it is, and the day of its edition where the file does not say it."""

    kind = forms.ChoiceField(
        label=_("What it is"), widget=forms.RadioSelect, error_messages=OFFERED
    )
    file = forms.FileField(
        label=_("File"),
        max_length=200,
        help_text=_("Nothing changes before you have seen what it would change."),
        error_messages={
            "required": _("Choose a file."),
            "empty": _("The file is empty."),
            "max_length": _("The name of the file is too long."),
        },
    )
    edition = forms.DateField(
        label=_("Day of the edition"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        help_text=_(
            "Empty: the day at the end of the file's name, for the codifier otherwise the day its"
            " workbook was saved."
        ),
    )
    act = forms.CharField(
        label=_("Legal act"),
        required=False,
        max_length=200,
        help_text=_("For statuses; empty: order no. 376."),
    )

    def __init__(self, *args: Any, today: date, may: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.may = today, may
        self.fields["kind"].choices = [
            (kind.code, _described(kind)) for kind in kinds().values() if not kind.own
        ]
        self.fields["edition"].widget.attrs |= {
            "min": str(bounds.first_day()),
            "max": str(today),
        }

    def clean_edition(self) -> date | None:
        day = self.cleaned_data["edition"]
        if day and not bounds.holds((bounds.first_day(), self.today), day):
            raise forms.ValidationError(bounds.refusal((bounds.first_day(), self.today)), "range")
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        kind, file = kinds().get(data.get("kind", "")), data.get("file")
        if not self.may:
            raise forms.ValidationError(NATION, "no_right")
        if kind and kind.needs_day and file and not self._edition_of(file):
            message = _("The name of the file has no day: say the day of the edition.")
            self.add_error("edition", forms.ValidationError(message, "required"))
        return data

    def _edition_of(self, file: Any) -> bool:
        """Say whether the day of the edition is known, or was refused with words of its own."""
        known = self.cleaned_data.get("edition") or day_in_the_name(file.name)
        return bool(known) or "edition" in self.errors

    @property
    def said(self) -> dict[str, Any]:
        """Return what was said of the file besides its kind."""
        return {name: self.cleaned_data[name] for name in ("edition", "act")}


def _described(kind: Kind) -> str:
    columns = format_html(" <code>{}</code>", ", ".join(kind.columns)) if kind.columns else ""
    return format_html('{}<span class="cell-sub">{}{}</span>', kind.label, kind.hint, columns)


NATION = _("Imports change the register of the whole country: your grant is not for all of it.")


class DecideForm(forms.Form):
    """The decision to apply; a file that closes many units asks to be sure."""

    sure = forms.BooleanField(label=_("I have checked it: close them"), required=False)
