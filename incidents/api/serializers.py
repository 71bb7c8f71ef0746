"""An incident as JSON, in and out (the shape is api.md's)."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from communities.models import Community, Settlement
from communities.surfaces import VisibleSlugField
from core import clock
from incidents import moments, responders
from incidents.api.telling import tell
from incidents.models import Category, Incident, Response
from incidents.models.people import PEOPLE, VICTIMS
from incidents.services import ADD, Record
from officers.models import Officer

READ_ONLY = (
    "id",
    "number",
    "received_at",
    "service",
    "status",
    "version",
    "logged_by",
    "created_at",
    "updated_at",
)
WORDS = ("address", "narrative")


class StrictFields:
    """Refuses fields nobody knows and fields nobody may write, beside all other errors."""

    def to_internal_value(self, data: Any) -> Any:
        errors = self._strangers(data) if isinstance(data, dict) else {}
        try:
            found = super().to_internal_value(data)  # type: ignore[misc]
        except serializers.ValidationError as error:
            raise serializers.ValidationError({**error.detail, **errors}) from error
        if errors:
            raise serializers.ValidationError(errors)
        return found

    def _strangers(self, data: dict[str, Any]) -> dict[str, ErrorDetail]:
        fields = self.fields  # type: ignore[attr-defined]
        unknown = ErrorDetail(str(_("Unknown field.")), "unknown_field")
        fixed = ErrorDetail(str(_("This field is set by the portal.")), "not_writable")
        return {
            name: fixed if name in fields else unknown
            for name in data
            if name not in fields or fields[name].read_only
        }


class MomentField(serializers.DateTimeField):
    """A moment with an offset, between 1990 and tomorrow."""

    default_error_messages = {
        "naive": _("Write the offset from UTC, for example +02:00."),
        "range": _("A moment between %(first)s and tomorrow.")
        % {"first": settings.LIMITS["earliest"]},
    }

    def enforce_timezone(self, value: datetime) -> datetime:
        if not moments.is_plausible(value, clock.now()):
            self.fail("range")
        return super().enforce_timezone(value)

    def to_internal_value(self, value: Any) -> datetime:
        if isinstance(value, str) and not moments.has_offset(value):
            self.fail("naive")
        if isinstance(value, str) and not moments.is_written_out(value):
            self.fail("invalid", format="YYYY-MM-DDThh:mm[:ss]+hh:mm")
        return super().to_internal_value(value)


class PeopleSerializer(StrictFields, serializers.ModelSerializer):
    class Meta:
        model = Incident
        fields = list(PEOPLE)
        extra_kwargs = {name: {"max_value": settings.LIMITS["people"]} for name in fields}


NOT_HERE = _("This officer cannot be named here.")


class ResponseSerializer(StrictFields, serializers.ModelSerializer):
    officer = serializers.PrimaryKeyRelatedField(
        queryset=Officer.objects.select_related("personal"),
        error_messages={"does_not_exist": NOT_HERE},  # the same word for those out of reach
    )
    dispatched_at = MomentField(required=False, allow_null=True)
    arrived_at = MomentField(required=False, allow_null=True)
    finished_at = MomentField(required=False, allow_null=True)

    class Meta:
        model = Response
        fields = ["officer", "role", "dispatched_at", "arrived_at", "finished_at"]

    def validate(self, attrs: Any) -> Any:
        steps = ("dispatched_at", "arrived_at", "finished_at")
        known = [(name, attrs[name]) for name in steps if attrs.get(name)]
        for (_earlier, before), (name, after) in pairwise(known):
            if after < before:
                raise serializers.ValidationError(
                    {name: ErrorDetail(str(_("Earlier than the step before it.")), "order")}
                )
        return attrs


class IncidentSerializer(StrictFields, serializers.ModelSerializer):
    """One event. `community` is a KATOTTH code, `category` a code of the list."""

    community = VisibleSlugField(slug_field="code", queryset=Community.objects.all(), to=ADD)
    settlement = serializers.SlugRelatedField(
        slug_field="code", queryset=Settlement.objects.all(), required=False, allow_null=True
    )
    category = serializers.SlugRelatedField(
        slug_field="code", queryset=Category.objects.filter(sensitive=False)
    )
    occurred_at = MomentField()
    reported_at = MomentField()
    people = PeopleSerializer(source="*", required=False)
    address = serializers.CharField(
        source="text.address", max_length=300, required=False, allow_blank=True
    )
    narrative = serializers.CharField(
        source="text.narrative",
        max_length=settings.LIMITS["narrative"],
        required=False,
        allow_blank=True,
    )
    responses = ResponseSerializer(many=True, required=False)

    class Meta:
        model = Incident
        fields = [
            "id",
            "number",
            "community",
            "settlement",
            "category",
            "occurred_at",
            "reported_at",
            "received_at",
            "channel",
            "service",
            "war_related",
            "latitude",
            "longitude",
            "accuracy_m",
            "address",
            "narrative",
            "people",
            "register_number",
            "responses",
            "status",
            "version",
            "logged_by",
            "created_at",
            "updated_at",
        ]
        read_only_fields = READ_ONLY
        extra_kwargs = {
            "latitude": {"coerce_to_string": False},
            "longitude": {"coerce_to_string": False},
        }

    def to_representation(self, instance: Incident) -> dict[str, Any]:
        return tell(instance)

    def validate(self, attrs: Any) -> Any:
        text = attrs.pop("text", {})
        went = attrs.pop("responses", None)
        errors = moments.problems(attrs) | self._people(attrs) | self._place(attrs)
        service = self._service(attrs)
        errors |= self._category(attrs, service) | self._responders(attrs, service, went or [])
        if errors:
            raise serializers.ValidationError(errors)
        words = {name: text.get(name, "") for name in WORDS}
        return {"record": Record(fields=attrs, text=words, responses=went)}

    def _people(self, attrs: Any) -> dict[str, Any]:
        wrong = {
            f"children_{who}": _("There cannot be more children than people.")
            for who in VICTIMS
            if attrs.get(f"children_{who}", 0) > attrs.get(who, 0)
        }
        return {"people": wrong} if wrong else {}

    def _place(self, attrs: Any) -> dict[str, Any]:
        errors: dict[str, Any] = {}
        if (attrs.get("latitude") is None) != (attrs.get("longitude") is None):
            errors["longitude"] = _("Give both latitude and longitude, or neither.")
        settlement = attrs.get("settlement")
        if settlement and settlement.community_id != attrs["community"].pk:
            errors["settlement"] = _("This settlement is not in the community.")
        return errors

    def _service(self, attrs: Any) -> str:
        return self.instance.service if self.instance else self.context["service_of"](attrs)

    def _category(self, attrs: Any, service: str) -> dict[str, Any]:
        kept = self.instance.category_id if self.instance else None
        usable = Category.objects.choosable(service, kept=kept)
        if usable.filter(pk=attrs["category"].pk).exists():
            return {}
        return {"category": _("This service does not record this category.")}

    def _responders(self, attrs: Any, service: str, went: list[Any]) -> dict[str, Any]:
        """Accept only officers who may be named here, each once."""
        if not went:
            return {}
        stored = self.instance.responses.values_list("officer", flat=True) if self.instance else ()
        allowed = responders.responders_for(
            attrs["community"], service, clock.today(), named=stored
        )
        known = set(
            allowed.filter(pk__in=[e["officer"].pk for e in went]).values_list("pk", flat=True)
        )
        wrong: list[Any] = []
        for each in went:
            refused = each["officer"].pk not in known
            error = ErrorDetail(str(NOT_HERE), "does_not_exist")
            wrong.append({"officer": error} if refused else {})
            known.discard(each["officer"].pk)
        return {"responses": wrong} if any(wrong) else {}


def with_defaults(fields: dict[str, Any]) -> dict[str, Any]:
    """Fill what a PUT left out with the defaults of its fields."""
    model_fields = {f.name: f for f in Incident._meta.fields}
    names = [
        "settlement",
        "war_related",
        "latitude",
        "longitude",
        "accuracy_m",
        "register_number",
        *PEOPLE,
    ]
    return {name: model_fields[name].get_default() for name in names} | fields
