"""An incident as JSON, in and out (the shape is api.md's)."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework.exceptions import ErrorDetail, ValidationError

from communities.models import Community, Settlement
from communities.surfaces import Katotth, KeptCode, VisibleSlugField
from core import bounds, clock, iso
from core.api.strict import Key, Moment, StrictSerializer, Text
from incidents import contradictions, ground, responders
from incidents.models import PROTECTED, Category, Incident, Response
from incidents.models.people import PEOPLE
from incidents.services import ADD, Record
from incidents.telling import read, tell
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


@extend_schema_field({"type": "string", "format": "category", "examples": ["fire.residential"]})
class CategoryCode(KeptCode):
    pass


class MomentField(Moment):
    """A moment with an offset, between 1990 and tomorrow."""

    default_error_messages = {
        "naive": _("Write the offset from UTC, for example +02:00."),
    }

    def enforce_timezone(self, value: datetime) -> datetime:
        if not bounds.is_dated(value, clock.now()):
            raise ValidationError(bounds.implausible(), "range")
        return super().enforce_timezone(value)

    def to_internal_value(self, value: Any) -> datetime:
        if isinstance(value, str) and not iso.has_offset(value):
            self.fail("naive")
        if isinstance(value, str) and not iso.is_written_out(value):
            self.fail("invalid", format="YYYY-MM-DDThh:mm[:ss]+hh:mm")
        return super().to_internal_value(value)


class PeopleSerializer(StrictSerializer):
    class Meta:
        model = Incident
        fields = list(PEOPLE)
        extra_kwargs = {name: {"max_value": settings.LIMITS["people"]} for name in fields}

    def contradictions(self, values: dict[str, Any], unread: Container[str]) -> dict[str, Any]:
        return contradictions.of_children(values, unread)


NOT_HERE = _("This officer cannot be named here.")


class ResponseSerializer(StrictSerializer):
    officer = Key(
        queryset=Officer.objects.select_related("personal"),
        error_messages={"does_not_exist": NOT_HERE},  # the same word for those out of reach
    )
    dispatched_at = MomentField(required=False, allow_null=True)
    arrived_at = MomentField(required=False, allow_null=True)
    finished_at = MomentField(required=False, allow_null=True)

    class Meta:
        model = Response
        fields = ["officer", "role", "dispatched_at", "arrived_at", "finished_at"]

    def contradictions(self, values: dict[str, Any], unread: Container[str]) -> dict[str, Any]:
        steps = ("dispatched_at", "arrived_at", "finished_at")
        known = [(name, values[name]) for name in steps if values.get(name)]
        return {
            name: ErrorDetail(str(_("Earlier than the step before it.")), "order")
            for (_earlier, before), (name, after) in pairwise(known)
            if after < before
        }


class IncidentSerializer(StrictSerializer):
    """One event. `community` is a KATOTTH code, `category` a code of the list."""

    community = VisibleSlugField(
        slug_field="code", queryset=Community.objects.select_related("oblast"), to=ADD
    )
    settlement = Katotth(
        slug_field="code", queryset=Settlement.objects.all(), required=False, allow_null=True
    )
    category = CategoryCode(slug_field="code", queryset=Category.objects.all())
    occurred_at = MomentField()
    reported_at = MomentField()
    people = PeopleSerializer(source="*", required=False)
    address = Text(
        source="text.address",
        max_length=settings.LIMITS["place"],
        required=False,
        allow_blank=True,
    )
    narrative = Text(
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
            "accuracy_m": {"max_value": settings.LIMITS["accuracy"]},
        }

    def to_representation(self, instance: Incident) -> Any:
        return read(tell(instance.pk))

    def contradictions(self, values: dict[str, Any], unread: Container[str]) -> dict[str, Any]:
        errors = contradictions.of_clocks(values) | contradictions.of_point(values, unread)
        errors |= contradictions.of_wall(values) | self._not_shown()
        errors |= self._settlement(values) | ground.problems(values, self.instance)
        if "community" not in values:
            return errors
        service = self._service(values)
        return errors | self._category(values, service) | self._responders(values, service)

    def validate(self, attrs: Any) -> Any:
        text = attrs.pop("text", {})
        went = attrs.pop("responses", None)
        words = text if self._hides else {name: text.get(name, "") for name in WORDS}
        return {"record": Record(fields=attrs, text=words, responses=went)}

    @property
    def _hides(self) -> bool:
        """Say whether the record has protected fields that its caller does not see."""
        known = self.instance
        return bool(known and known.is_sensitive and not self.context.get("shown"))

    def _not_shown(self) -> dict[str, Any]:
        """Refuse what would change a field that its caller does not see."""
        sent = [name for name in PROTECTED if self._hides and name in self.initial_data]
        text = _("This field is protected: it is not shown to you, and stays as it is.")
        return {name: ErrorDetail(str(text), "not_writable") for name in sent}

    def _settlement(self, attrs: Any) -> dict[str, Any]:
        settlement, community = attrs.get("settlement"), attrs.get("community")
        elsewhere = settlement and community and settlement.community_id != community.pk
        if elsewhere and settlement.community_id not in ground.homes_of(community):
            return {"settlement": _("This settlement is not in the community.")}
        return {}

    def _service(self, attrs: Any) -> str:
        return self.instance.service if self.instance else self.context["service_of"](attrs)

    def _category(self, attrs: Any, service: str) -> dict[str, Any]:
        if "category" not in attrs:
            return {}
        kept = self.instance.category_id if self.instance else None
        known = self.context["records_sensitive"](service, attrs["community"])
        if attrs["category"].is_choosable(service, kept=kept, sensitive=known):
            return {}
        return {"category": _("This service does not record this category.")}

    def _responders(self, attrs: Any, service: str) -> dict[str, Any]:
        """Accept only officers who may be named here, each once."""
        went = attrs.get("responses")
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


def with_defaults(fields: dict[str, Any], *, but: Container[str] = ()) -> dict[str, Any]:
    """Fill what a PUT left out with the defaults of its fields, `but` those that stay."""
    return {name: value for name, value in _defaults().items() if name not in but} | fields


@cache
def _defaults() -> dict[str, Any]:
    """Return the defaults of the fields a caller may write; none of them can be changed in place."""
    named = {*IncidentSerializer.Meta.fields, *PEOPLE} - set(READ_ONLY)
    return {each.name: each.get_default() for each in Incident._meta.fields if each.name in named}
