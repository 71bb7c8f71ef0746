"""A rectangle of the map: written as its four sides in degrees, west, south, east, north."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext as _

from core import numbers
from core.points import LATITUDES, LONGITUDES

UKRAINE = (LONGITUDES[0], LATITUDES[0], LONGITUDES[1], LATITUDES[1])
_SIDE = r"[0-9]{2}(?:\.[0-9]{1,6})?"
WRITTEN = re.compile(rf"{_SIDE}(?:,{_SIDE}){{3}}")


class Box(NamedTuple):
    """West, south, east and north of a rectangle in degrees (WGS 84)."""

    west: Decimal
    south: Decimal
    east: Decimal
    north: Decimal

    def __str__(self) -> str:
        return ",".join(f"{each:f}" for each in self)

    @property
    def name(self) -> str:
        """Return the rectangle in words, for a chip."""
        west, south, east, north = (numbers.number(each, 2) for each in self)
        return _("%(south)s–%(north)s° N, %(west)s–%(east)s° E") % {
            "west": west,
            "south": south,
            "east": east,
            "north": north,
        }

    @property
    def width(self) -> float:
        """Return the width in degrees of longitude."""
        return float(self.east - self.west)


class BoxField(forms.CharField):
    """Four numbers with commas between them, inside Ukraine; cleans to a Box, or to None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=60, **kwargs)

    def clean(self, value: Any) -> Box | None:
        text = super().clean(value)
        if not text:
            return None
        if not WRITTEN.fullmatch(text):
            raise self._refusal()
        box = Box(*map(Decimal, text.split(",")))
        west, south, east, north = UKRAINE
        if not (west <= box.west < box.east <= east and south <= box.south < box.north <= north):
            raise self._refusal()
        return box

    def _refusal(self) -> forms.ValidationError:
        words = _("West, south, east and north in degrees, for example 32.1,46.2,33.4,47.1.")
        return forms.ValidationError(words, code="invalid")
