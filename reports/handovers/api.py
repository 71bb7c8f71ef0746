"""`/api/v1/handovers/`: what an officer who leaves a post hands over."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from communities.records.api_base import SET_BY_PORTAL, RecordSerializer, RecordViewSet
from communities.surfaces import VisibleKey
from core import clock
from core.api.strict import Text
from core.api.versioned_views import described
from officers import handovers
from officers.models import Assignment, Handover, LineKind, Officer
from officers.models.presenting import LONGEST_PRESENTER, MOST_PRESENTERS
from reports.handovers.filters import HandoverFilter
from reports.handovers.remaining import stored_lines_of


class HandoverLineSerializer(serializers.Serializer[Any]):
    """One thing that is handed over, in Ukrainian as the act is.

    `reference`: the number of an issue of equipment or of an action point, or the id of an incident.
    """

    kind = serializers.ChoiceField(choices=LineKind.choices)
    reference = serializers.CharField()
    title = serializers.CharField()
    state = serializers.CharField()


class HandoverSerializer(RecordSerializer):
    """An act. Its lines are written anew at each change until it is signed; then it stays.

    `signed_on` comes alone: the equipment of the act goes to the receiver on `handed_on`.
    """

    community = None
    assignment = VisibleKey(
        queryset=Assignment.objects.select_related("officer__personal", "community")
    )
    receiver = VisibleKey(queryset=Officer.objects.all(), required=False, allow_null=True)
    presented_by = serializers.ListField(
        child=Text(max_length=LONGEST_PRESENTER), max_length=MOST_PRESENTERS, required=False
    )
    lines = HandoverLineSerializer(many=True, read_only=True)

    class Meta:
        model = Handover
        fields = [
            *("id", "assignment", "receiver", "other_receiver", "handed_on", "presented_by"),
            *("act_number", "lines", "signed_on"),
            *("version", "recorded_by", "created_at", "updated_at"),
        ]
        read_only_fields = [*SET_BY_PORTAL, "lines"]

    def _wrong(self, values: dict[str, Any], *, whole: bool) -> dict[str, Any]:
        """Leave it to the service to say that another act waits."""
        return super()._wrong(values, whole=False)


@described(HandoverSerializer)
class HandoverViewSet(RecordViewSet):
    """The handovers of the communities and services of the caller."""

    scopes = ("officers:read", "officers:write")
    queryset = Handover.objects.with_names()
    serializer_class, file_name, route = HandoverSerializer, "handovers", "handover"
    reads = handovers.VIEW
    filterset_class = HandoverFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        post = said.pop("assignment")
        lines = stored_lines_of(post, by)
        return handovers.make(assignment=post, said=said, lines=lines, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return handovers.change(
            handover=record,
            said=said,
            lines=stored_lines_of(record.assignment, by),
            by=by,
            at=clock.now(),
            version=record.version,
        )
