"""Pages of reports: the list and the order form, one edition, its files, a job on its way."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.generic import DetailView, View

from communities.models import scope_of
from communities.surfaces import ScopedViewMixin
from core import clock
from core.exceptions import RuleBroken
from core.gate import takes
from core.handing_out import handed_out
from core.models import Job, JobState
from core.pager import MARKS, keyset_page
from core.tasks import queue
from reports import document, files, services, waiting
from reports.forms import EditionSearch, OrderForm
from reports.models import Edition

VIEW = "reports.view_edition"
ORDER_FIELDS = ("territory", "month", "service", "language")


@takes(*ORDER_FIELDS, *MARKS)
class EditionList(PermissionRequiredMixin, View):
    """The editions a reader may see, what is being built for them, and the form for a new one."""

    permission_required = VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        initial = {name: request.GET.get(name) for name in ORDER_FIELDS}
        return self.page(request, self.form(initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.may_order:
            raise PermissionDenied
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(request, form, 400)
        try:
            job = services.request_edition(order=form.order, by=request.user, at=clock.now())
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
            return self.page(request, form, 409)
        queue(job)
        return redirect("reports:job", pk=job.pk)

    @property
    def may_order(self) -> bool:
        return bool(scope_of(self.request.user, services.ADD).either)

    def form(self, *args: Any, **kwargs: Any) -> OrderForm:
        return OrderForm(*args, user=self.request.user, today=clock.today(), **kwargs)

    def page(self, request: HttpRequest, form: OrderForm, status: int = 200) -> HttpResponse:
        search = EditionSearch(request.GET, user=request.user)
        rows = Edition.objects.visible_to(request.user).with_names().defer("content")
        if search.is_valid():
            chosen = search.cleaned_data["territory"]
            rows = rows.of(chosen) if chosen else rows
        else:
            rows, status = rows.none(), max(status, 400)
        context = {
            "form": form if self.may_order else None,
            "search": search,
            "page": keyset_page(request, rows, ("-as_of", "-id")),
            "jobs": waiting.jobs_of(request.user, since=clock.now() - timedelta(days=1)),
            "crumbs": [(_("Reports"), None)],
        }
        return render(request, "reports/edition_list.html", context, status=status)


class EditionDetail(PermissionRequiredMixin, ScopedViewMixin, DetailView):
    permission_required = VIEW
    queryset = Edition.objects.with_names()
    template_name = "reports/edition_detail.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition = self.object
        return super().get_context_data(
            paper=_paper(edition),
            name=document.title(edition),
            newest=edition.newest(),
            files=list(files.KINDS),
            crumbs=[(_("Reports"), reverse("reports:list")), (_number(edition), None)],
            **kwargs,
        )


def _paper(edition: Edition) -> str:
    """Return the document as HTML in the language of the edition, not that of its reader."""
    laid_out = document.lay_out(edition, mode="page")
    with translation.override(edition.language):
        return render_to_string("reports/_document.html", {"document": laid_out})


def _number(edition: Edition) -> str:
    return _("Edition no. %(number)s") % {"number": edition.number}


class EditionFile(PermissionRequiredMixin, View):
    """Hand out a file of an edition, never to be opened inside the portal's own origin."""

    permission_required = VIEW

    def get(self, request: HttpRequest, pk: int, name: str) -> FileResponse:
        if name not in files.KINDS:
            raise Http404
        edition = get_object_or_404(Edition.objects.visible_to(request.user), pk=pk)
        content = io.BytesIO(files.keep(edition, name))
        response = FileResponse(content, content_type=files.KINDS[name].content_type)
        return handed_out(response, files.download_name(edition, name))


class JobProgress(View):
    """How far a report is, for whoever asked for it; once done, the report itself."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        own = Job.objects.visible_to(request.user).filter(kind=services.JOB)
        job = get_object_or_404(own, pk=pk)
        if job.state == JobState.DONE:
            return self.done(request, job)
        context = {
            "item": waiting.describe([job])[0],
            "crumbs": [(_("Reports"), reverse("reports:list")), (_("On its way"), None)],
        }
        part = bool(request.headers.get("HX-Request"))
        return render(request, f"reports/{'_job' if part else 'job'}.html", context)

    def done(self, request: HttpRequest, job: Job) -> HttpResponse:
        edition = get_object_or_404(Edition.objects.visible_to(request.user), job=job)
        if request.headers.get("HX-Request"):
            return HttpResponse(headers={"HX-Redirect": edition.get_absolute_url()})
        return redirect(edition)
