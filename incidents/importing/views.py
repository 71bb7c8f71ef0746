"""Pages of events brought as a workbook: bring it, see what would be recorded, decide."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from communities.importing.views import ImportDetail
from core import clock, imports
from core.gate import MethodsFirst, takes, takes_file
from core.models import ImportPreview, What
from core.pager import MARKS, keyset_page
from core.sheets.files import workbook
from core.tasks import queue
from incidents.importing.forms import BringForm, DecideForm
from incidents.importing.kinds import INCIDENTS
from incidents.importing.showing import ShownEvents
from incidents.importing.workbooks import returned, template
from incidents.services import ADD


def own_imports(user: Any) -> Any:
    """Return what an account brought: nobody else sees it."""
    found = ImportPreview.objects.filter(kind=INCIDENTS.code, by=user)
    return found.select_related("by", "applied_by", "job")


class ForWhoLogs(MethodsFirst, View):
    """A page for whoever may log events."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


@takes_file(ADD)
@takes(*MARKS)
class IncidentImports(ForWhoLogs):
    """The workbooks of the reader, the newest first, and the form that brings one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, BringForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = BringForm(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(request, form, 400)
        preview = imports.receive(
            kind=INCIDENTS.code,
            file=form.cleaned_data["file"],
            said={},
            by=request.user,
            at=clock.now(),
        )
        queue(preview.job)
        return redirect("incidents:import", preview.pk)

    def page(self, request: HttpRequest, form: BringForm, status: int = 200) -> HttpResponse:
        page = keyset_page(request, own_imports(request.user), ("-at", "-id"))
        crumbs = [(_("Incidents"), reverse("incidents:list")), (_("Import"), None)]
        rows = [ShownEvents(each) for each in page.rows]
        context = {"form": form, "page": page, "rows": rows, "crumbs": crumbs}
        return render(request, "incidents/import/list.html", context, status=status)


@takes("what", *MARKS)
class IncidentImport(ImportDetail):
    """What a workbook would record, or did; and the decision about it."""

    add_permission = ADD
    shows, decides = ShownEvents, DecideForm
    template = "incidents/import/detail.html"

    def has_permission(self) -> bool:
        return True  # one's own, whatever one may do now

    def previews(self) -> Any:
        return own_imports(self.request.user)

    def may_decide(self) -> bool:
        return self.request.user.has_perm(ADD)

    def lines(self, shown: ShownEvents, lines: list[Any]) -> Any:
        return shown.rows(lines, self.request.user)


class Template(ForWhoLogs):
    """An empty workbook with the lists of the reader."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return workbook(template(request.user), "incidents-template")


class RejectedRows(MethodsFirst, View):
    """The rows of a workbook that were not accepted, with what is wrong, to be corrected."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        preview = get_object_or_404(own_imports(request.user), pk=pk)
        lines = preview.lines.filter(what=What.REJECTED).exclude(cells=None).order_by("id")
        if not lines:
            raise Http404
        return workbook(returned(lines, request.user), f"incidents-{preview.pk}-rejected")
