"""An incident as JSON, in and out (the shape is api.md's)."""

from __future__ import annotations

from collections.abc import Container
from datetime import datetime
from functools import cache
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError

from communities.models import Community, Settlement
from communities.surfaces import Katotth, KeptCode, VisibleSlugField
from core import bounds, clock, iso
from core.api.strict import Key, Moment, Money, StrictSerializer, Text
from core.points import lacking
from incidents import contradictions, ground, responders
from incidents.amending import AMENDED
from incidents.api.details import section_fields, taken_out
from incidents.models import PROTECTED, WORDS, Category, Incident, Response, Section, Strike
from incidents.models.people import PEOPLE
from incidents.sections import TABLES
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


@extend_schema_field({"type": "string", "format": "category", "examples": ["fire.residential"]})
class CategoryCode(KeptCode):
    pass


class FurtherCategories(serializers.ListField):
    """Codes of what else the event was; the model keeps the codes, the rules ask the rows."""

    child = CategoryCode(slug_field="code", queryset=Category.objects.all())

    def __init__(self) -> None:
        most = settings.LIMITS["further_categories"]
        super().__init__(required=False, max_length=most)


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


class VisibleKey(Key):
    """A link to a row in reach of the caller, by its number."""

    def get_queryset(self) -> Any:
        return super().get_queryset().visible_to(self.context["request"].user)


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
    protected_narrative = Text(
        source="text.protected_narrative",
        max_length=settings.LIMITS["narrative"],
        required=False,
        allow_blank=True,
        help_text=_("Absent from answers but where it is shown for a purpose."),
    )
    further_categories = FurtherCategories()
    damage_uah = Money(max_digits=14, decimal_places=2, required=False, allow_null=True)
    emergency, fire, explosives, domestic_violence = section_fields().values()
    responses = ResponseSerializer(many=True, required=False)
    strike = VisibleKey(queryset=Strike.objects.all(), required=False, allow_null=True)
    reason = Text(
        write_only=True,
        required=False,
        max_length=settings.LIMITS["reason"],
        help_text=_("Why a verified record is amended; any other takes none."),
    )

    class Meta:
        model = Incident
        fields = [
            "id",
            "number",
            "community",
            "settlement",
            "category",
            "further_categories",
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
            "protected_narrative",
            "people",
            "damage_uah",
            "register_number",
            *Section.values,
            "responses",
            "strike",
            "status",
            "version",
            "logged_by",
            "created_at",
            "updated_at",
            "reason",
        ]
        read_only_fields = READ_ONLY
        extra_kwargs = {
            "accuracy_m": {"max_value": settings.LIMITS["accuracy"]},
        }

    def to_representation(self, instance: Incident) -> Any:
        return read(tell(instance.pk))

    def contradictions(self, values: dict[str, Any], unread: Container[str]) -> dict[str, Any]:
        errors = contradictions.of_clocks(values) | lacking(values, unread)
        errors |= contradictions.of_wall(values) | self._not_shown()
        errors |= contradictions.of_categories(values) | self._reason(values)
        errors |= contradictions.of_sections(values, filter(values.get, TABLES))
        errors |= self._settlement(values) | ground.problems(values, self.instance)
        if "community" not in values:
            return errors
        service = self._service(values)
        errors |= self._strike(values) | self._protected(values, service)
        return errors | self._category(values, service) | self._responders(values, service)

    def validate(self, attrs: Any) -> Any:
        said = attrs.pop("text", {})
        words = {name: said.get(name, "") for name in WORDS if name not in self._hidden}
        went, reason = attrs.pop("responses", None), attrs.pop("reason", "")
        sections = taken_out(attrs)
        attrs["further_categories"] = [each.code for each in attrs.get("further_categories", [])]
        record = Record(fields=attrs, text=words, responses=went, sections=sections, reason=reason)
        return {"record": record}

    @property
    def _hidden(self) -> Container[str]:
        """Return the fields of the record that its caller is not shown."""
        return self.context.get("hidden", ())

    def _not_shown(self) -> dict[str, Any]:
        """Refuse what would change a field that its caller does not see."""
        sent = [name for name in PROTECTED if name in self._hidden and name in self.initial_data]
        if not sent:
            return {}
        text = _("This field is protected: it is not shown to you, and stays as it is.")
        return {name: ErrorDetail(str(text), "not_writable") for name in sent}

    def _protected(self, values: Any, service: str) -> dict[str, Any]:
        """Let only those write what few may read who may read it."""
        said = values.get("text", {}).get("protected_narrative")
        if not said or self.context["records_sensitive"](service, values["community"]):
            return {}
        text = _("You may not write what only few may read.")
        return {"protected_narrative": ErrorDetail(str(text), "not_writable")}

    def _reason(self, values: Any) -> dict[str, Any]:
        """Ask why a verified record is amended; any other takes no reason."""
        amended = self.instance is not None and self.instance.status in AMENDED
        given = bool(values.get("reason", "").strip())
        if amended == given:
            return {}
        needed = _("The record is verified. Say why it is corrected.")
        needless = _("Only a verified record is amended: this one takes no reason.")
        text, code = (needed, "required") if amended else (needless, "not_verified")
        return {"reason": ErrorDetail(str(text), code)}

    def _strike(self, values: Any) -> dict[str, Any]:
        strike = values.get("strike")
        if strike is None or strike.concerned(values["community"].oblast_id):
            return {}
        return {"strike": _("This strike did not concern the oblast of the event.")}

    def _settlement(self, attrs: Any) -> dict[str, Any]:
        settlement, community = attrs.get("settlement"), attrs.get("community")
        elsewhere = settlement and community and settlement.community_id != community.pk
        if elsewhere and settlement.community_id not in ground.homes_of(community):
            return {"settlement": _("This settlement is not in the community.")}
        return {}

    def _service(self, attrs: Any) -> str:
        if self.instance:
            return self.instance.service
        return self.context["service_of"](community=attrs["community"])

    def _category(self, attrs: Any, service: str) -> dict[str, Any]:
        """Accept only categories that the service records, each by the field that names it."""
        known = self.context["records_sensitive"](service, attrs["community"])
        happened = attrs.get("occurred_at")
        on = timezone.localtime(happened).date() if happened else None
        kept = self.instance.category_id if self.instance else None
        text = _("This service does not record this category.")
        errors: dict[str, Any] = {}
        main = attrs.get("category")
        if main and not main.is_choosable(service, kept=kept, sensitive=known, on=on):
            errors["category"] = text
        before = self.instance.further_categories if self.instance else ()
        further = [e for e in attrs.get("further_categories", ()) if e.code not in before]
        if not all(each.is_choosable(service, sensitive=True, on=on) for each in further):
            errors["further_categories"] = text
        return errors

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
