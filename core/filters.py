"""Filters that lists of every app share: days, yes or no."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import django_filters as filters
from django import forms
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field

from core import bounds, iso

MOST_NUMBER = 2**31 - 1
YES_OR_NO = (("true", _("Yes")), ("false", _("No")))


def refuse_far_days(day: date) -> None:
    """Refuse a day that no list ends on."""
    if not bounds.holds(bounds.endings(), day):
        raise forms.ValidationError(bounds.refusal(bounds.endings()), code="range")


def refuse_days_to_come(day: date) -> None:
    """Refuse a day whose facts nobody can know yet."""
    if not bounds.holds(bounds.beginnings(), day):
        raise forms.ValidationError(bounds.refusal(bounds.beginnings()), code="range")


class DayFilter(filters.DateFilter):
    """A day, asked for with the calendar of the browser."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("validators", [refuse_far_days])
        super().__init__(
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            error_messages={"invalid": _("Write a day, for example 22.11.2026.")},
            **kwargs,
        )


class IsoDay(forms.DateField):
    """A day as programs write it, in one way only: 2026-11-22."""

    def to_python(self, value: Any) -> date | None:
        day = super().to_python(value)
        if day and day.isoformat() != value:
            raise forms.ValidationError(_("A day written as YYYY-MM-DD."), code="invalid")
        return day


class IsoDayFilter(DayFilter):
    field_class = IsoDay

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(input_formats=["%Y-%m-%d"], **kwargs)


class IsoMoment(forms.CharField):
    """A moment as programs write it: with date, time and the offset from UTC."""

    def clean(self, value: Any) -> datetime | None:
        text = super().clean(value)
        if not text:
            return None
        # a plus of an address means a space; one in front of an offset can only have been a plus
        text = f"{text[:-6]}{text[-6:].replace(' ', '+')}"
        found = parse_datetime(text) if iso.is_written_out(text) else None
        if found is None or found.tzinfo is None:
            example = "2026-11-22T09:40:00+02:00"
            words = _("A moment with its offset from UTC, for example %(example)s.")
            raise forms.ValidationError(words % {"example": example}, code="invalid")
        return found


@extend_schema_field(int)
class RecordNumber(filters.Filter):
    """The number of a record; nothing is found where there is none."""

    field_class = forms.IntegerField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=MOST_NUMBER, **kwargs)


@extend_schema_field(datetime)
class MomentFilter(filters.Filter):
    field_class = IsoMoment


@extend_schema_field(bool)
class YesOrNo(filters.TypedChoiceFilter):
    """true or false; other words are refused, where the framework would read them as nothing."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("choices", YES_OR_NO)
        super().__init__(coerce=lambda text: text == "true", **kwargs)
