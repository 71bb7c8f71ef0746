"""The sections of an incident as JSON, in and out."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from communities.surfaces import KeptCode
from core.api.strict import Choice, StrictSerializer
from incidents.models import (
    Classifier,
    ClassifierCode,
    DomesticViolenceDetails,
    EmergencyDetails,
    ExplosivesDetails,
    FireDetails,
    Section,
    ViolenceForm,
)
from incidents.sections import TABLES, Sections, columns


@extend_schema_field({"type": "string", "examples": ["10200"]})
class ListedCode(KeptCode):
    """A code of one of the official lists."""

    def __init__(self, classifier: str, **kwargs: Any) -> None:
        self.classifier = classifier
        rows = ClassifierCode.objects.filter(classifier=classifier, retired_on=None)
        super().__init__(slug_field="code", queryset=rows, **kwargs)

    def kept_as(self) -> tuple[Any, ...]:
        return (*super().kept_as(), self.classifier)


def said(section: str) -> list[str]:
    return [each.name for each in columns(section)]


class EmergencySerializer(StrictSerializer):
    """How an emergency is classified; the list of codes stands at `classifiers/`."""

    code = ListedCode(Classifier.EMERGENCY)

    class Meta:
        model = EmergencyDetails
        fields = said(Section.EMERGENCY)


class FireSerializer(StrictSerializer):
    """What burnt, how much of it, and why."""

    cause = ListedCode(Classifier.FIRE_CAUSE, required=False, allow_null=True)

    class Meta:
        model = FireDetails
        fields = said(Section.FIRE)


class ExplosivesSerializer(StrictSerializer):
    """Objects of one kind that were found."""

    class Meta:
        model = ExplosivesDetails
        fields = said(Section.EXPLOSIVES)


class DomesticViolenceSerializer(StrictSerializer):
    """What was found and done; nobody is named here."""

    forms = serializers.ListField(child=Choice(choices=ViolenceForm.choices), min_length=1)

    class Meta:
        model = DomesticViolenceDetails
        fields = said(Section.DOMESTIC_VIOLENCE)

    def validate_forms(self, value: list[str]) -> list[str]:
        return [each for each in ViolenceForm.values if each in value]


def section_fields() -> dict[str, serializers.Serializer[Any]]:
    """Return the field of each section, for the serializer of a record."""
    once = {"required": False, "allow_null": True}
    return {
        Section.EMERGENCY: EmergencySerializer(**once),
        Section.FIRE: FireSerializer(**once),
        Section.EXPLOSIVES: ExplosivesSerializer(
            many=True, required=False, max_length=settings.LIMITS["explosives"]
        ),
        Section.DOMESTIC_VIOLENCE: DomesticViolenceSerializer(**once),
    }


def taken_out(attrs: dict[str, Any]) -> Sections:
    """Take the sections out of what a body says; one that is null or missing has no row."""
    found = {section: attrs.pop(section, None) for section in TABLES}
    return {
        section: rows if isinstance(rows, list) else [rows] if rows else []
        for section, rows in found.items()
    }
