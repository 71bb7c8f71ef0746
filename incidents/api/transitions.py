"""`/api/v1/incidents/{id}/transitions/`: what became of a record, and the next step of it."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import PermissionDenied
from rest_framework.renderers import JSONRenderer

from core import clock
from core.api.once import KEY, REPLAY, once
from core.api.paging import JSON
from core.api.problems import PreconditionFailed
from core.api.strict import Choice, StrictSerializer
from core.exceptions import RuleBroken
from incidents import services
from incidents.api.parts import PartsOfIncident
from incidents.api.views import IF_MATCH, etag
from incidents.models import Transition
from incidents.steps import BY_STATUS, may_take

TAGGED = re.compile(r'(?:W/)?"(\d{1,9})\.\w+"')  # an ETag of an incident, and its version
TAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, required=True, response=["201"])


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
    serializer_class = TransitionSerializer
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
        try:
            moved = services.move_incident(
                incident=self.incident,
                to=said["to_status"],
                by=request.user,
                at=clock.now(),
                reason=said.get("reason", ""),
                version=self._version(request),
            )
        except RuleBroken as error:
            if error.code == "stale":
                raise PreconditionFailed(error.message) from error
            raise
        taken = moved.transitions.latest("pk")
        told = self.get_serializer(taken).data
        return HttpResponse(
            JSONRenderer().render(told),
            content_type=JSON,
            status=201,
            headers={"ETag": etag(moved.version)},
        )

    def _version(self, request: Any) -> int | None:
        """Return the version that If-Match names, None where it names none."""
        wanted = request.headers.get("If-Match")
        if wanted is None:
            return None
        named = TAGGED.fullmatch(wanted)
        if named is None:
            raise PreconditionFailed(_("If-Match names no version of this record."))
        return int(named[1])
