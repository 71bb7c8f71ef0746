"""`/api/v1/priorities/`: what the groups put first for a year."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from communities.records.api_base import SET_BY_PORTAL, RecordSerializer
from communities.surfaces import VisibleKey
from core import clock
from core.api.strict import Choice
from core.api.versioned_views import described
from working_groups import priorities
from working_groups.api.groups import OfGroups
from working_groups.api.people import LAST
from working_groups.models import Need, Priority, WorkingGroup
from working_groups.plan_filters import PriorityFilter


class Needs(serializers.ListField):
    """Whom a group looks for, each once."""

    def to_internal_value(self, data: Any) -> Any:
        return list(dict.fromkeys(super().to_internal_value(data)))


class PrioritySerializer(RecordSerializer):
    """What a group puts first for a year. `needs` says whom it looks for."""

    community = None
    group = VisibleKey(queryset=WorkingGroup.objects.all(), to=priorities.ADD)
    needs = Needs(child=Choice(choices=Need.choices), required=False, max_length=len(Need))

    class Meta:
        model = Priority
        fields = ["id", "group", "year", "rank", "theme", "text", "needs", *LAST]
        read_only_fields = SET_BY_PORTAL


@described(PrioritySerializer)
class PriorityViewSet(OfGroups):
    """The priorities of the groups in the caller's reach."""

    queryset = Priority.objects.select_related("group")
    serializer_class, file_name, route = PrioritySerializer, "priorities", "priority"
    reads = priorities.VIEW
    filterset_class = PriorityFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return priorities.put_first(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        return priorities.change(priority=record, said=said, at=clock.now(), version=record.version)
