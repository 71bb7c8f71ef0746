"""`/api/v1/incidents/{id}/responses/`: who went to an event, one row an officer."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework.exceptions import ErrorDetail, PermissionDenied, ValidationError

from core import clock
from core.api.once import KEY, REPLAY, once
from core.api.versioned import IF_MATCH, stale_refused, version_named
from incidents import services
from incidents.api.parts import TAG, PartsOfIncident
from incidents.api.serializers import NOT_HERE, ResponseSerializer
from incidents.models import Response
from incidents.responders import responders_for
from incidents.steps import may_change


class ResponseViewSet(PartsOfIncident):
    """Who went to an incident, in the order they were named."""

    queryset = Response.objects.all()
    serializer_class, file_name = ResponseSerializer, "responses"
    orderings = {"id": ("id",), "-id": ("-id",)}

    @extend_schema(
        parameters=[KEY, REPLAY, IF_MATCH, TAG],
        responses={201: OpenApiResponse(ResponseSerializer, "The officer is named.")},
    )
    def create(self, request: Any, pk: Any) -> HttpResponse:
        """Name one more officer. Without If-Match it is done whatever version the record is at."""
        said = ResponseSerializer(data=request.data, context=self.get_serializer_context())
        said.is_valid(raise_exception=True)
        if not may_change(request.user, self.incident):
            raise PermissionDenied(_("This record is not yours to change."))
        self._refuse_strangers(said.validated_data["officer"])
        return once(self, lambda: self._add(request, said.validated_data))

    def _refuse_strangers(self, officer: Any) -> None:
        known = responders_for(self.incident.community, self.incident.service, clock.today())
        if not known.filter(pk=officer.pk).exists():
            raise ValidationError({"officer": ErrorDetail(str(NOT_HERE), "does_not_exist")})

    def _add(self, request: Any, said: dict[str, Any]) -> HttpResponse:
        with stale_refused():
            response = services.add_response(
                incident=self.incident,
                told=said,
                at=clock.now(),
                version=version_named(request),
            )
        return self.made(response, response.incident)
