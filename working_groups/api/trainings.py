"""`/api/v1/trainings/` and `/api/v1/training-attendances/`: what was held, and who was there."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from rest_framework import serializers

from communities.models import Community, Oblast, Programme
from communities.records.api_base import SET_BY_PORTAL, RecordSerializer
from communities.surfaces import Katotth, VisibleKey, VisibleSlugField
from core import clock
from core.api.strict import Code
from core.api.versioned_views import described
from working_groups import trainings
from working_groups.api.groups import OfGroups
from working_groups.api.people import LAST
from working_groups.models import Person, Training, TrainingAttendance
from working_groups.people import with_oblast
from working_groups.plan_filters import PresenceFilter, TrainingFilter


class TrainingSerializer(RecordSerializer):
    """A seminar, a training or a conference of a community, an oblast, or the whole country.

    One of a community is of its oblast: it need not be said. `last_day` is null for one day.
    """

    programme = Code(slug_field="code", queryset=Programme.objects.all())
    community = VisibleSlugField(  # type: ignore[assignment]
        slug_field="code", queryset=Community.objects.shown(), required=False, allow_null=True
    )
    oblast = Katotth(
        slug_field="code", queryset=Oblast.objects.all(), required=False, allow_null=True
    )

    class Meta:
        model = Training
        fields = [
            *("id", "programme", "kind", "title", "topic", "held_on", "last_day", "venue"),
            *("community", "oblast"),
            *LAST,
        ]
        read_only_fields = SET_BY_PORTAL

    def contradictions(self, values: dict[str, Any], unread: Container[str]) -> dict[str, Any]:
        said = values if "oblast" in values else with_oblast(values)
        return super().contradictions(said, unread)


@described(TrainingSerializer)
class TrainingViewSet(OfGroups):
    """The trainings of the places in the caller's reach."""

    queryset = Training.objects.select_related("programme", "community", "oblast")
    serializer_class, file_name, route = TrainingSerializer, "trainings", "training"
    reads = trainings.VIEW
    filterset_class = TrainingFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return trainings.add_training(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return trainings.change_training(
            training=record, said=said, by=by, at=clock.now(), version=record.version
        )


class TrainingAttendanceSerializer(RecordSerializer):
    """Whether a person was at a training."""

    community = None
    training = VisibleKey(queryset=Training.objects.all(), to=trainings.ADD_PRESENCE)
    person = VisibleKey(queryset=Person.objects.all())
    person_name = serializers.CharField(source="person", read_only=True)

    class Meta:
        model = TrainingAttendance
        fields = ["id", "training", "person", "person_name", "state", *LAST]
        read_only_fields = [*SET_BY_PORTAL, "person_name"]


@described(TrainingAttendanceSerializer)
class TrainingAttendanceViewSet(OfGroups):
    """Who was at the trainings in the caller's reach."""

    queryset = TrainingAttendance.objects.select_related("training", "person__contact")
    serializer_class, file_name = TrainingAttendanceSerializer, "training-attendances"
    route = "training-attendance"
    reads = trainings.SEE_PRESENCE
    filterset_class = PresenceFilter

    def make(self, said: dict[str, Any]) -> Any:
        by: Any = self.request.user
        return trainings.add_presence(said=said, by=by, at=clock.now())

    def store(self, record: Any, said: dict[str, Any]) -> Any:
        return trainings.change_presence(
            attendance=record, said=said, at=clock.now(), version=record.version
        )
