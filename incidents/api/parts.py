"""What belongs to one incident: lists below its address, for whoever sees the record."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter
from rest_framework import mixins, viewsets
from rest_framework.renderers import JSONRenderer

from communities.standing import Standing
from communities.surfaces import ScopedViewMixin
from core.api.exports import ExportMixin
from core.api.filtering import StrictFilterBackend, refuse_unknown
from core.api.paging import JSON
from core.api.versioned import etag
from incidents.models import Incident

TAG = OpenApiParameter("ETag", str, OpenApiParameter.HEADER, required=True, response=["201"])


class PartsOfIncident(ExportMixin, ScopedViewMixin, mixins.ListModelMixin, viewsets.GenericViewSet):
    """A list of the parts of an incident; 404 where the record is out of the caller's reach."""

    reads = writes = "incidents.view_incident"  # what a write asks besides, it asks itself
    scopes = ("incidents:read", "incidents:write")
    standing = Standing

    def initial(self, request: Any, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        if request.method in self.allowed_methods:
            refuse_unknown(request.query_params, StrictFilterBackend().known(self, self.queryset))
            self.incident  # noqa: B018 - a record out of reach is told of before its parts

    @cached_property
    def incident(self) -> Incident:
        seen = Incident.objects.visible_to(self.request.user)
        joined = seen.select_related("community__oblast", "category")
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(incident=self.incident)

    def made(self, part: Any, incident: Incident) -> HttpResponse:
        """Answer with a part that was added, under the tag the record has by now."""
        return HttpResponse(
            JSONRenderer().render(self.get_serializer(part).data),
            content_type=JSON,
            status=201,
            headers={"ETag": etag(incident.version)},
        )
