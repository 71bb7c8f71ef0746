"""Fields of the logging form that know how people write: moments, points, people, categories."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from incidents.models import Category
from officers.models import Officer

MOMENT = "%Y-%m-%dT%H:%M"


def moment(label: Any, **kwargs: Any) -> forms.DateTimeField:
    """Return a field for a moment in Kyiv, to the minute."""
    return forms.DateTimeField(
        label=label,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MOMENT),
        input_formats=[MOMENT, f"{MOMENT}:%S"],
        error_messages={
            "required": _("Say when."),
            "invalid": _("Write the day and the time, for example 22.11.2026 14:05."),
        },
        **kwargs,
    )


class CountField(forms.IntegerField):
    """How many people; nothing written means none."""

    def __init__(self, **kwargs: Any) -> None:
        wrong = _("Write the number in figures, for example 3.")
        super().__init__(
            required=False,
            min_value=0,
            max_value=settings.LIMITS["people"],
            error_messages={"invalid": wrong, "min_value": wrong},
            **kwargs,
        )

    def clean(self, value: Any) -> int:
        return super().clean(value) or 0


class CategoryField(forms.ModelChoiceField):
    """A category by its code."""

    default_error_messages = {
        "required": _("Choose what happened."),
        "invalid_choice": _("This category cannot be chosen. Choose one of the list."),
    }

    def to_python(self, value: Any) -> Category | None:
        if "\x00" in str(value):
            raise ValidationError(self.error_messages["invalid_choice"], code="invalid_choice")
        return super().to_python(value)


class FurtherCategoriesField(forms.ModelMultipleChoiceField):
    """Categories by their codes: what else an event was."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "invalid_choice": _("This category cannot be chosen. Choose one of the list."),
        "invalid_pk_value": _("This category cannot be chosen. Choose one of the list."),
    }

    def clean(self, value: Any) -> Any:
        most = settings.LIMITS["further_categories"]
        found = list(super().clean(value))
        if len(found) > most:
            message = _("Choose at most %(most)s.")
            raise ValidationError(message, code="too_many", params={"most": most})
        return found


class MoneyField(forms.DecimalField):
    """An amount in hryvnias; spaces between thousands and a comma are read as people write them."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, **kwargs: Any) -> None:
        wrong = _("Write the amount as a number, for example 12 500.50.")
        super().__init__(
            required=False,
            min_value=0,
            max_digits=14,
            decimal_places=2,
            error_messages={"invalid": wrong, "min_value": wrong},
            **kwargs,
        )

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python("".join(str(value or "").split()).replace(",", "."))


class RespondersField(forms.ModelMultipleChoiceField):
    """Officers who went; whoever is not of the community is named with the service."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {
        "invalid_choice": _("This officer cannot be named here."),
        "invalid_pk_value": _("This officer cannot be named here."),
    }

    def label_from_instance(self, obj: Officer) -> str:
        kind = str(obj.get_kind_display())
        return f"{obj}, {kind[:1].lower()}{kind[1:]}"
