"""Papers of meetings for whoever sees the meeting."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.generic import View

from core.gate import MethodsFirst
from reports.minutes.papers import minutes_of
from reports.papers import files
from reports.papers.paper import Paper
from working_groups import meetings
from working_groups.models import Meeting


class MeetingPaper(MethodsFirst, PermissionRequiredMixin, View):
    """A paper of a meeting, as a kind of file."""

    permission_required = meetings.VIEW
    kind = "pdf"
    paper: Callable[[Any], Paper] = staticmethod(minutes_of)

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        seen = Meeting.objects.visible_to(request.user)
        joined = seen.select_related("group__community__oblast")
        return files.answer(self.paper(get_object_or_404(joined, pk=pk)), self.kind)
