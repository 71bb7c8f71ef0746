"""`/api/v1/jobs/`: what calls of the API promised, how far it is, and what came of it."""

from __future__ import annotations

from typing import Any

from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiExample, OpenApiResponse, OpenApiTypes, extend_schema
from rest_framework import mixins, viewsets
from rest_framework.response import Response

from communities.standing import Standing
from core import clock, jobs
from core.api.exports import ExportMixin
from core.api.filtering import refuse_unknown
from core.api.jobs import ANSWERED, JobSerializer
from core.api.lines import NDJSON
from core.api.problems import Conflict
from core.exceptions import RuleBroken
from core.models import Job
from incidents.api import whole_bulks
from incidents.api.bulk import TOLD

ANSWERS = {whole_bulks.JOB: whole_bulks.answer_of}  # kinds of job: where the answer of one lies


class JobViewSet(
    ExportMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet
):
    """The jobs that the caller's own calls promised."""

    queryset = Job.objects.all()
    serializer_class, file_name = JobSerializer, "jobs"
    standing = Standing
    lookup_value_converter = "uuid"
    reads = writes = ""
    scopes = ("", "")
    orderings = {"-created_at": ("-created_at", "-id"), "created_at": ("created_at", "id")}

    def get_queryset(self) -> Any:
        return Job.objects.visible_to(self.request.user).filter(kind__in=ANSWERS)

    def retrieve(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        refuse_unknown(request.query_params, ())
        return super().retrieve(request, *args, **kwargs)

    @extend_schema(responses={204: None, 409: OpenApiResponse(None, "It is over already.")})
    def destroy(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """Cancel a job: nothing of it is done."""
        refuse_unknown(request.query_params, ())
        try:
            jobs.cancel(job=self.get_object(), at=clock.now())
        except RuleBroken as broken:
            raise Conflict(broken.message, broken.code) from broken
        return Response(status=204)

    @extend_schema(
        responses={(200, NDJSON): OpenApiTypes.STR},
        examples=[OpenApiExample("Results", TOLD, media_type=NDJSON, response_only=True)],
    )
    def answer(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return what became of the lines, a line for each; of a job that failed, the wrong ones."""
        refuse_unknown(request.query_params, ())
        job = self.get_object()
        place = ANSWERS[job.kind](job)
        if job.state not in ANSWERED or not default_storage.exists(place):
            raise Http404
        with default_storage.open(place) as lines:
            return HttpResponse(lines.read(), content_type=NDJSON)
