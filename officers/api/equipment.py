"""`/api/v1/equipment/` and `/api/v1/equipment-issues/`: what there is, and who holds it."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from communities.models import Organisation, Station
from communities.records.api_base import (
    SET_BY_PORTAL,
    RecordSerializer,
    RecordViewSet,
)
from communities.surfaces import VisibleKey
from core import clock
from core.api.strict import Code, Text
from core.api.versioned_views import described
from officers import equipment
from officers.equipment_filters import EquipmentFilter, IssueFilter
from officers.models import EquipmentIssue, EquipmentItem, Officer
from officers.models.presenting import LONGEST_PRESENTER, MOST_PRESENTERS

LAST = ["version", "recorded_by", "created_at", "updated_at"]
UNITS = Organisation.objects.exclude(code="")


class EquipmentSerializer(RecordSerializer):
    """One item. `owner` and `funded_by` are codes of organisations, empty where one has none."""

    community = None
    owner = Code(slug_field="code", queryset=UNITS.exclude(service=""))
    funded_by = Code(slug_field="code", queryset=UNITS, required=False, allow_null=True)
    held = serializers.BooleanField(source="is_held", read_only=True)

    class Meta:
        model = EquipmentItem
        fields = [
            *("id", "kind", "model", "serial", "inventory_number", "owner", "funded_by"),
            *("other_funding", "written_off_on", "held"),
            *LAST,
        ]
        read_only_fields = [*SET_BY_PORTAL, "held"]


class OfOfficers(RecordViewSet):
    """Records that officers have, not communities."""

    scopes = ("officers:read", "officers:write")


@described(EquipmentSerializer)
class EquipmentViewSet(OfOfficers):
    """What the units in reach own, and what somebody in reach holds."""

    queryset = EquipmentItem.objects.with_holders().select_related("funded_by")
    serializer_class, file_name, route = EquipmentSerializer, "equipment", "equipment"
    reads = equipment.VIEW
    filterset_class = EquipmentFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return equipment.add_item(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return equipment.change_item(
            item=record, said=said, by=by, at=clock.now(), version=record.version
        )


class EquipmentIssueSerializer(RecordSerializer):
    """Who holds an item: an officer or a station. `ends_on` is the first day no longer."""

    community = None
    item = VisibleKey(queryset=EquipmentItem.objects.select_related("owner"), to=equipment.ISSUE)
    officer = VisibleKey(
        queryset=Officer.objects.all(), to=equipment.ISSUE, required=False, allow_null=True
    )
    station = VisibleKey(
        queryset=Station.objects.all(), to=equipment.ISSUE, required=False, allow_null=True
    )
    giver = Code(slug_field="code", queryset=UNITS, required=False, allow_null=True)
    presented_by = serializers.ListField(
        child=Text(max_length=LONGEST_PRESENTER), max_length=MOST_PRESENTERS, required=False
    )

    class Meta:
        model = EquipmentIssue
        fields = [
            *("id", "item", "officer", "station", "starts_on", "ends_on", "keys_only"),
            *("giver", "presented_by", "act_number", "act_date"),
            *LAST,
        ]
        read_only_fields = SET_BY_PORTAL

    def _wrong(self, values: dict[str, Any], *, whole: bool) -> dict[str, Any]:
        """Leave it to the service to say who else holds the item."""
        return super()._wrong(values, whole=False)


@described(EquipmentIssueSerializer)
class EquipmentIssueViewSet(OfOfficers):
    """Who in reach holds what, and held it."""

    queryset = EquipmentIssue.objects.select_related("item__owner", "giver")
    serializer_class, file_name = EquipmentIssueSerializer, "equipment-issues"
    route = "equipment-issue"
    reads = equipment.SEE_ISSUES
    filterset_class = IssueFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return equipment.issue(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return equipment.change_issue(
            record=record, said=said, by=by, at=clock.now(), version=record.version
        )
