"""`/api/v1/incidents/{id}/transitions/`: what became of a record, and the next step of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied

from core import clock
from core.api.once import KEY, REPLAY, once
from core.api.strict import Choice, StrictSerializer
from core.api.versioned import IF_MATCH, stale_refused, version_named
from incidents import services
from incidents.api.parts import TAG, PartsOfIncident
from incidents.models import Transition
from incidents.steps import BY_STATUS, may_take


class TransitionSerializer(StrictSerializer):
    """One step of a record's status: what it was and what it became, by whom, when and why."""

    was = serializers.CharField(source="from_status", read_only=True)
    to = Choice(source="to_status", choices=[*BY_STATUS])

    class Meta:
        model = Transition
        fields = ["id", "was", "to", "by", "at", "reason"]
        read_only_fields = ["id", "was", "by", "at"]


class TransitionViewSet(PartsOfIncident):
    """The steps of an incident's status, in the order they were taken."""

    queryset = Transition.objects.all()
    serializer_class, file_name = TransitionSerializer, "transitions"
    orderings = {"at": ("at", "id"), "-at": ("-at", "-id")}

    @extend_schema(
        parameters=[KEY, REPLAY, IF_MATCH, TAG],
        responses={201: OpenApiResponse(TransitionSerializer, "The step is taken.")},
    )
    def create(self, request: Any, pk: Any) -> HttpResponse:
        """Take a step. Without If-Match it is taken whatever version the record is at."""
        said = TransitionSerializer(data=request.data, context=self.get_serializer_context())
        said.is_valid(raise_exception=True)
        if not may_take(request.user, BY_STATUS[said.validated_data["to_status"]], self.incident):
            raise PermissionDenied(_("This step is not yours to take."))
        return once(self, lambda: self._take(request, said.validated_data))

    def _take(self, request: Any, said: dict[str, Any]) -> HttpResponse:
        with stale_refused():
            moved = services.move_incident(
                incident=self.incident,
                to=said["to_status"],
                by=request.user,
                at=clock.now(),
                reason=said.get("reason", ""),
                version=version_named(request),
            )
        return self.made(moved.transitions.latest("pk"), moved)
