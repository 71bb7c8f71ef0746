"""Places in degrees (WGS 84): how far Ukraine reaches, and the fields that hold a point."""

from __future__ import annotations

from collections.abc import Container, Mapping
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LATITUDES, LONGITUDES = (44, 53), (22, 41)  # no point of a record lies outside
POINT = ("latitude", "longitude")
DECIMALS = 6  # some 10 cm
DEGREE = Decimal(1).scaleb(-DECIMALS)
Range = tuple[int, int]


def latitude() -> Any:
    return _degrees(gettext_lazy("latitude"), LATITUDES)


def longitude() -> Any:
    return _degrees(gettext_lazy("longitude"), LONGITUDES)


def _degrees(label: Any, within: Range) -> Any:
    """Return the field of a model for a coordinate; a record may have none."""
    least, most = within
    return models.DecimalField(
        label,
        max_digits=2 + DECIMALS,
        decimal_places=DECIMALS,
        null=True,
        blank=True,
        validators=[MinValueValidator(least), MaxValueValidator(most)],
    )


def point_is_whole(name: str) -> models.CheckConstraint:
    """Return the constraint that a row has both coordinates, inside Ukraine, or none."""
    given = Q(latitude__isnull=False, longitude__isnull=False)  # unknown is not outside
    inside = given & Q(latitude__range=LATITUDES, longitude__range=LONGITUDES)
    return models.CheckConstraint(
        name=name,
        condition=Q(latitude=None, longitude=None) | inside,
        violation_error_message=gettext_lazy("Give both coordinates, inside Ukraine, or none."),
    )


def lacking(values: Mapping[str, Any], unread: Container[str] = ()) -> dict[str, str]:
    """Return the coordinate that a half given point lacks, and the words about it."""
    missing = [name for name in POINT if name not in unread and values.get(name) is None]
    given = [name for name in POINT if values.get(name) is not None]
    if not (given and missing):
        return {}
    return {missing[0]: _("Give both latitude and longitude, or neither.")}


class DegreesField(forms.DecimalField):
    """A coordinate in degrees; a comma is a point, and what is finer than 10 cm is left out."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def __init__(self, *, within: Range, **kwargs: Any) -> None:
        self.limits = dict(zip(("least", "most"), within, strict=True))
        wrong = gettext_lazy("Write the degrees as a number, for example 46.6354.")
        super().__init__(required=False, error_messages={"invalid": wrong}, max_digits=30, **kwargs)

    def to_python(self, value: Any) -> Any:
        number = super().to_python(str(value or "").replace(",", "."))
        if number is None:
            return None
        if not (number.is_finite() and self.limits["least"] <= number <= self.limits["most"]):
            message = gettext_lazy(
                "A point in Ukraine has between %(least)s and %(most)s degrees here."
            )
            raise ValidationError(message, code="range", params=self.limits)
        return _rounded(number)


def _rounded(number: Decimal) -> Decimal:
    try:
        return number.quantize(DEGREE, ROUND_HALF_UP)
    except InvalidOperation as error:
        raise ValidationError(gettext_lazy("Write fewer digits."), code="digits") from error
