"""`memoranda/`, `stations/`, `accessions/`, `visits/`: what is recorded about communities."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

import django_filters as filters
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from communities.exports import STATIONS, in_files
from communities.models import (
    Accession,
    Memorandum,
    Organisation,
    Programme,
    Service,
    Station,
    Visit,
    scope_of,
)
from communities.models.accessions import STEPS
from communities.models.stations import StationKind
from communities.records.api_base import (
    LAST,
    LEADING,
    SET_BY_PORTAL,
    PlacedSerializer,
    RecordSerializer,
    RecordViewSet,
)
from communities.resource_filters import ResourceFilter
from core.api.attached import AttachmentSerializer
from core.api.strict import Code, Money
from core.api.versioned_views import described


class PartyCodes(serializers.ListField):
    """The organisations of the reference list that are parties, each by its code."""

    child = Code(slug_field="code", queryset=Organisation.objects.exclude(code=""))

    def to_internal_value(self, data: Any) -> Any:
        return list(dict.fromkeys(super().to_internal_value(data)))

    def to_representation(self, data: Any) -> Any:
        return sorted(each.code for each in data.all())


class MemorandumFilter(ResourceFilter):
    service = filters.ChoiceFilter(choices=Service.choices, label=gettext_lazy("Service"))


class MemorandumSerializer(RecordSerializer):
    """A memorandum. `late`: what it should come before was earlier, which is only a warning."""

    parties = PartyCodes(required=False, max_length=40)
    cofinancing_uah = Money(max_digits=14, decimal_places=2, required=False, allow_null=True)
    file = AttachmentSerializer(read_only=True, allow_null=True)
    late = serializers.BooleanField(read_only=True)

    class Meta:
        model = Memorandum
        fields = [
            *LEADING,
            *("service", "number", "signed_on", "valid_until", "parties", "other_parties"),
            *("obligations", "cofinancing_uah", "cofinancing_unknown", "file", "late"),
            *LAST,
        ]
        read_only_fields = [*SET_BY_PORTAL, "file", "late"]

    def contradictions(self, values: dict[str, Any], unread: Container[str]) -> dict[str, Any]:
        found = super().contradictions(values, unread)
        if "cofinancing_uah" in unread:
            found.pop("cofinancing_unknown", None)  # nobody knows yet whether there is a sum
        community, service = values.get("community"), values.get("service")
        if self.instance is None and community and service:
            scope = scope_of(self.context["request"].user, self.context["right"])
            if not scope.of(service).covers(community):
                found["service"] = _("You do not record this for the service.")
        return found


@described(MemorandumSerializer)
class MemorandumViewSet(RecordViewSet):
    """The memoranda of the communities and services of the caller."""

    queryset = Memorandum.objects.with_order().select_related("community", "file")
    serializer_class, file_name, route = MemorandumSerializer, "memoranda", "memorandum"
    reads = "communities.view_memorandum"
    filterset_class = MemorandumFilter

    def get_queryset(self) -> Any:
        return super().get_queryset().prefetch_related("parties")


class StationFilter(ResourceFilter):
    kind = filters.ChoiceFilter(choices=StationKind.choices, label=gettext_lazy("Kind of station"))


class StationSerializer(PlacedSerializer):
    """A station; its point is that of its settlement."""

    latitude = serializers.FloatField(
        source="settlement.latitude", read_only=True, allow_null=True, default=None
    )
    longitude = serializers.FloatField(
        source="settlement.longitude", read_only=True, allow_null=True, default=None
    )

    class Meta:
        model = Station
        fields = [
            *LEADING,
            *("settlement", "kind", "address", "has_office", "has_rest_room", "opened_on"),
            *("closed_on", "latitude", "longitude"),
            *LAST,
        ]
        read_only_fields = [*SET_BY_PORTAL, "latitude", "longitude"]


@described(StationSerializer)
class StationViewSet(RecordViewSet):
    """The stations of the communities the caller may see."""

    queryset = Station.objects.select_related("community", "settlement")
    serializer_class, file_name, route = StationSerializer, "stations", "station"
    reads = "communities.view_station"
    filterset_class = StationFilter
    columns, geometry = STATIONS, staticmethod(in_files)


class ProgrammeFilter(ResourceFilter):
    programme = filters.CharFilter(
        field_name="programme__code", max_length=40, label=gettext_lazy("Programme")
    )


@extend_schema_field({"type": "string", "examples": ["police"]})
class ProgrammeCode(Code):
    def __init__(self) -> None:
        super().__init__(slug_field="code", queryset=Programme.objects.all())


class AccessionSerializer(RecordSerializer):
    """A community on its way into a programme; `out_of_order` names the steps that are too early."""

    programme = ProgrammeCode()
    joined_on = serializers.DateField(read_only=True)
    out_of_order = serializers.ListField(child=serializers.CharField(), read_only=True)

    class Meta:
        model = Accession
        fields = [*LEADING, "programme", *STEPS, "joined_on", "out_of_order", "remarks", *LAST]
        read_only_fields = [*SET_BY_PORTAL, "joined_on", "out_of_order"]


@described(AccessionSerializer)
class AccessionViewSet(RecordViewSet):
    """The accessions of the communities the caller may see."""

    queryset = Accession.objects.select_related("community", "programme")
    serializer_class, file_name, route = AccessionSerializer, "accessions", "accession"
    reads = "communities.view_accession"
    filterset_class = ProgrammeFilter


class VisitSerializer(RecordSerializer):
    """A visit that prepares a programme."""

    programme = ProgrammeCode()

    class Meta:
        model = Visit
        fields = [*LEADING, "programme", "on", "with_whom", *LAST]
        read_only_fields = SET_BY_PORTAL


@described(VisitSerializer)
class VisitViewSet(RecordViewSet):
    """The visits to the communities the caller may see."""

    queryset = Visit.objects.select_related("community", "programme")
    serializer_class, file_name, route = VisitSerializer, "visits", "visit"
    reads = "communities.view_visit"
    filterset_class = ProgrammeFilter
