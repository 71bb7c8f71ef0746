"""Work in the background as the API tells of it: what is answered with 202, and what becomes of it."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.utils import OpenApiResponse, extend_schema_field
from rest_framework import serializers
from rest_framework.renderers import JSONRenderer

from core.api.paging import JSON
from core.models import Job, JobState

ANSWERED = (JobState.DONE, JobState.FAILED)  # the ends of a job that has an answer


class JobSerializer(serializers.ModelSerializer[Job]):
    """A promise to do something: how far it is, and where its answer lies once it is over."""

    state = serializers.ChoiceField(choices=JobState.choices)
    answer = serializers.SerializerMethodField()

    class Meta:
        model = Job
        fields = ["id", "state", "progress", "error", "created_at", "finished_at", "answer"]
        read_only_fields = fields

    @extend_schema_field({"type": ["string", "null"], "format": "uri"})
    def get_answer(self, job: Job) -> str | None:
        if job.state not in ANSWERED:
            return None
        return str(
            self.context["request"].build_absolute_uri(reverse("api:job-answer", args=[job.pk]))
        )


PROMISED = OpenApiResponse(JobSerializer, "Promised: the job is in `Location`.")


def promised(request: Any, job: Job) -> HttpResponse:
    """Answer 202 with a job."""
    address = request.build_absolute_uri(reverse("api:job-detail", args=[job.pk]))
    body = JSONRenderer().render(JobSerializer(job, context={"request": request}).data)
    return HttpResponse(body, status=202, content_type=JSON, headers={"Location": address})
