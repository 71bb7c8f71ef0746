"""The list that is shown as a workbook: at once, or by a worker where it is long."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from core import clock, numbers
from core.exports import as_asked
from core.gate import takes
from core.handing_out import handed_out
from core.models import Job, JobState
from core.saved_views import plain
from core.tasks import queue
from incidents import long_exports, workbook
from incidents.list_filters import IncidentListFilter
from incidents.views.listing import IncidentList

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NAME = "incidents.xlsx"
PART = 65_536  # bytes that are sent at a time


@takes(*IncidentListFilter.base_filters)
class IncidentWorkbook(IncidentList):
    """The list, whole, as XLSX; wrong filters are named on the page of the list."""

    def render_to_response(self, context: dict[str, Any], **kwargs: Any) -> HttpResponseBase:
        if not self.filterset.is_valid():
            return super().render_to_response(context, **kwargs)
        rows, most = self.filterset.qs, settings.LIMITS["workbook_rows"]
        count = rows.order_by()[: most + 1].count()
        if count > most:
            words = _("A workbook holds %(most)s rows. Narrow the filters, or take CSV.")
            messages.error(self.request, words % {"most": numbers.number(most)})
            return redirect(f"{reverse('incidents:list')}?{plain(self.request.GET)}")
        if count > settings.LIMITS["workbook_at_once"]:
            return self._promised(count)
        parts = _written(rows.order_by(*self.filterset.columns))
        spoken = as_asked(parts)
        return handed_out(StreamingHttpResponse(spoken, content_type=XLSX), NAME)

    def _promised(self, rows: int) -> HttpResponse:
        query, user = plain(self.request.GET), self.request.user
        job = long_exports.promise(query=query, rows=rows, by=user, at=clock.now())
        queue(job)
        return redirect("incidents:workbook", pk=job.pk)


FILE = "file"


@takes(FILE)
class Workbook(View):
    """How far a workbook is, for whoever asked for it; once done, the file.

    It is handed out for as long as its reader has the very rights it was written with.
    """

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponseBase:
        own = Job.objects.visible_to(request.user).filter(kind=long_exports.JOB)
        job = get_object_or_404(own, pk=pk)
        place = long_exports.place_of(job)
        is_there = job.state == JobState.DONE and default_storage.exists(place)
        may_have = is_there and long_exports.may_have(job, request.user)
        if request.GET.get(FILE):
            if not may_have:
                raise Http404
            return handed_out(FileResponse(default_storage.open(place), content_type=XLSX), NAME)
        context = {
            "job": job,
            "again": f"{reverse('incidents:list')}?{job.arguments['query']}",
            "rows": job.arguments["rows"],
            "progress": job.progress if job.state == JobState.RUNNING else None,
            "words": job.step or job.get_state_display(),
            "may_have": may_have,
            "crumbs": [(_("Incidents"), reverse("incidents:list")), (_("Workbook"), None)],
        }
        part = bool(request.headers.get("HX-Request"))
        return render(request, f"incidents/{'_workbook' if part else 'workbook'}.html", context)


def _written(rows: Any) -> Iterator[bytes]:
    """Yield a workbook from a file of its own, which goes with the last part."""
    with tempfile.NamedTemporaryFile(suffix=".xlsx") as file:
        workbook.write(rows, file.name)
        while part := file.read(PART):
            yield part
