"""`/api/v1/positions/`: which office a person holds in which organisation, and held."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from communities.records.api_base import SET_BY_PORTAL, RecordSerializer
from communities.surfaces import VisibleKey
from core import clock
from core.api.strict import Code
from core.api.versioned_views import described
from working_groups import people
from working_groups.api.people import LAST, LISTED, OfPeople
from working_groups.filters import PositionFilter
from working_groups.models import Person, Position


class PositionSerializer(RecordSerializer):
    """An office. `ends_on` is the first day it is no longer held; an unknown end is null."""

    community = None
    person = VisibleKey(queryset=Person.objects.all(), to=people.ADD_POSITION)
    person_name = serializers.CharField(source="person", read_only=True)
    organisation = Code(slug_field="code", queryset=LISTED)

    class Meta:
        model = Position
        fields = [
            *("id", "person", "person_name", "organisation", "title", "starts_on", "ends_on"),
            *LAST,
        ]
        read_only_fields = [*SET_BY_PORTAL, "person_name"]


@described(PositionSerializer)
class PositionViewSet(OfPeople):
    """The positions of the people in the caller's reach."""

    queryset = Position.objects.select_related("person__contact", "organisation")
    serializer_class, file_name, route = PositionSerializer, "positions", "position"
    reads = people.SEE_POSITIONS
    filterset_class = PositionFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return people.add_position(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        return people.change_position(
            position=record, said=said, at=clock.now(), version=record.version
        )
