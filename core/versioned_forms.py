"""Forms of records that several people change: they know the version their reader saw."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from core.exceptions import RuleBroken

REOPEN = _("Open the form again: it was changed on its way.")


def day_input() -> forms.DateInput:
    """Return the widget of a day, with the browser's own calendar."""
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class VersionField(forms.IntegerField):
    """The version of the record its reader saw."""

    def __init__(self) -> None:
        super().__init__(
            widget=forms.HiddenInput, required=False, error_messages={"invalid": REOPEN}
        )


class Seen:
    """What forms say of the version that was seen, and where they put what a rule says."""

    cleaned_data: dict[str, Any]
    fields: Any
    add_error: Any

    @property
    def seen(self) -> int:
        """Return the version that was seen; a form that names none has seen none."""
        return self.cleaned_data["version"] or 0

    def refused(self, broken: RuleBroken) -> None:
        """Put what a rule says at its field."""
        self.add_error(broken.field if broken.field in self.fields else None, broken.message)


class SeenForm(Seen, forms.Form):
    """A step with a record that was seen at a version."""

    version = VersionField()


class VersionedForm(Seen, forms.ModelForm):
    """What is said of a record, and the version of it that was seen."""

    version = VersionField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["version"] = self.instance.version
        for field in self.fields.values():
            if isinstance(field, forms.DateField):
                field.error_messages |= {"invalid": _("Write a day, for example 22.11.2026.")}

    unasked: ClassVar[frozenset[str]] = frozenset()  # set already, and checked all the same

    def _get_validation_exclusions(self) -> set[str]:
        """Check what a form does not ask for, too."""
        return super()._get_validation_exclusions() - self.unasked  # type: ignore[misc,no-any-return]

    @property
    def said(self) -> dict[str, Any]:
        """Return what was said of the record, for the services."""
        names = [name for name in self._meta.fields or () if name in self.fields]
        return {name: self.cleaned_data[name] for name in names}
