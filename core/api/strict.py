"""Serializers that take JSON at its word: no stranger among the fields, no value of another type."""

from __future__ import annotations

import re
from collections.abc import Collection, Container
from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

MONEY = re.compile(r"^\d{1,12}\.\d{2}$")
WRONG_TYPE = _("A value of another type is wanted here.")


class Typed:
    """Refuses what the framework would read as the type: "12" for 12, 1 for true, 5 for "5"."""

    json_types: tuple[type, ...] = (str,)

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if not (data is None or data is serializers.empty or type(data) in self.json_types):
            raise serializers.ValidationError(WRONG_TYPE, "wrong_type")
        return super().run_validation(data)  # type: ignore[misc]


class Text(Typed, serializers.CharField):
    pass


class Choice(Typed, serializers.ChoiceField):
    pass


class Moment(Typed, serializers.DateTimeField):
    pass


class Day(Typed, serializers.DateField):
    """A day, written in one way only: 2026-11-22."""

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        if day.isoformat() != value:
            self.fail("invalid", format="YYYY-MM-DD")
        return day


class Code(Typed, serializers.SlugRelatedField):
    """A link to another row by its code; an empty text is no code, and does not stand for none."""

    default_error_messages = {"does_not_exist": _("There is no “{value}” here.")}

    def run_validation(self, data: Any = serializers.empty) -> Any:
        if data == "":
            self.fail("invalid")
        return super().run_validation(data)


class Flag(Typed, serializers.BooleanField):
    json_types = (bool,)


class Whole(Typed, serializers.IntegerField):
    json_types = (int,)


class Key(Typed, serializers.PrimaryKeyRelatedField):
    """A link to another row by its number."""

    default_error_messages = {"does_not_exist": _("There is no “{pk_value}” here.")}
    json_types = (int,)


class Number(Typed, serializers.DecimalField):
    """A number with decimals, in JSON a number, too; what is finer than the field is rounded off."""

    json_types = (int, float)

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(coerce_to_string=False, **kwargs)

    def to_internal_value(self, data: Any) -> Any:
        return super().to_internal_value(round(data, self.decimal_places))

    def to_representation(self, value: Any) -> float:
        return float(value)


@extend_schema_field({"type": "string", "pattern": MONEY.pattern, "examples": ["120000.00"]})
class Money(Typed, serializers.DecimalField):
    """An amount as a text with two decimals, so that no reader makes a rounded number of it."""

    default_error_messages = {"money": _('Write the amount as a text, for example "120000.00".')}

    def to_internal_value(self, data: Any) -> Any:
        if not MONEY.fullmatch(data):
            self.fail("money")
        return super().to_internal_value(data)


class StrictSerializer(serializers.ModelSerializer):
    """Refuses fields nobody knows and fields nobody may write; all errors come at once.

    What contradicts what is asked of `contradictions`, with the values that could be read.
    """

    serializer_choice_field = Choice
    serializer_field_mapping = serializers.ModelSerializer.serializer_field_mapping | {
        models.CharField: Text,
        models.TextField: Text,
        models.BooleanField: Flag,
        models.PositiveIntegerField: Whole,
        models.PositiveSmallIntegerField: Whole,
        models.DecimalField: Number,
        models.DateField: Day,
        models.DateTimeField: Moment,
    }

    built: dict[str, tuple[type, dict[str, Any]]]  # how each field of a class is made of its model
    needed: frozenset[str]  # the fields to be made even where a body does not name them

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.built = {}

    def get_fields(self) -> dict[str, Any]:
        """Make, of what a body may say, no more fields than it names or needs.

        A record has many fields and a body few; the others would be made for nothing.
        """
        body = getattr(self, "initial_data", None)
        if isinstance(body, dict):
            declared = self._declared_fields.items()
            self._asked = self._needed().union(body).difference(self._set_by_portal)
            self._declared_fields = {name: each for name, each in declared if name in self._asked}
        return super().get_fields()

    def get_field_names(self, *args: Any) -> list[str]:
        asked = getattr(self, "_asked", self.Meta.fields)
        return [name for name in self.Meta.fields if name in asked]

    @classmethod
    def _needed(cls) -> frozenset[str]:
        if "needed" not in vars(cls):
            cls.needed = frozenset(
                name
                for name, each in cls().fields.items()
                if each.required or each.default is not serializers.empty
            )
        return cls.needed

    def build_field(self, field_name: str, *args: Any) -> tuple[type, dict[str, Any]]:
        """Ask the model once how a field of it is made, not for each body anew."""
        if field_name not in self.built:
            self.built[field_name] = super().build_field(field_name, *args)
        made, kwargs = self.built[field_name]
        return made, dict(kwargs)

    @property
    def _set_by_portal(self) -> Collection[str]:
        return getattr(self.Meta, "read_only_fields", ())

    def contradictions(self, values: dict[str, Any], unread: Container[str]) -> dict[str, Any]:
        """Return what is wrong between fields, by field; `values` lacks those named `unread`."""
        return {}

    def to_internal_value(self, data: Any) -> Any:
        if not isinstance(data, dict):
            return super().to_internal_value(data)  # which says so
        values, errors = self._read(data)
        errors = self.contradictions(values, errors) | errors | self._strangers(data)
        if errors:
            raise serializers.ValidationError(errors)
        return values

    def _read(self, data: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """Read each field by itself, as the framework does; keep what can be read."""
        values: dict[str, Any] = {}
        errors: dict[str, Any] = {}
        asked = self._needed().union(data)
        for field in self._writable_fields:
            if field.field_name not in asked:
                continue
            try:
                value = field.run_validation(field.get_value(data))
            except serializers.ValidationError as error:
                errors[field.field_name] = error.detail
            except serializers.SkipField:
                pass
            else:
                self.set_value(values, field.source_attrs, value)
        return values, errors

    def _strangers(self, data: dict[str, Any]) -> dict[str, ErrorDetail]:
        fixed = self._set_by_portal
        return {
            name: self._stranger(name in fixed)
            for name in data
            if name in fixed or name not in self.Meta.fields
        }

    @staticmethod
    def _stranger(fixed: bool) -> ErrorDetail:
        if fixed:
            return ErrorDetail(str(_("This field is set by the portal.")), "not_writable")
        return ErrorDetail(str(_("Unknown field.")), "unknown_field")
