"""Pages of records brought as sheets: bring one, see what it would store, decide."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import classproperty
from django.utils.translation import gettext as _
from django.views.generic import View

from communities.importing.views import ImportDetail
from communities.tables.forms import BringForm, DecideForm
from communities.tables.listing import PREFIX, table_of, tables, tables_for
from communities.tables.showing import ShownSheet
from communities.tables.workbooks import returned, template
from core import clock, imports
from core.gate import MethodsFirst, takes
from core.models import ImportPreview, What
from core.pager import MARKS, keyset_page
from core.sheets.files import workbook
from core.tasks import queue


def own_sheets(user: Any) -> Any:
    """Return what an account brought: nobody else sees it."""
    found = ImportPreview.objects.filter(kind__in=list(tables()), by=user)
    return found.select_related("by", "applied_by", "job")


@takes("kind", *MARKS)
class SheetList(MethodsFirst, LoginRequiredMixin, View):
    """The sheets of the reader, the newest first, the templates, and the form that brings one."""

    @classproperty
    def file_permissions(cls) -> set[str]:  # noqa: N805 - of the class
        """Return the rights that open the form: who writes the records of some table holds one."""
        return {each.right for each in tables().values()}

    def get(self, request: HttpRequest) -> HttpResponse:
        asked = f"{PREFIX}{request.GET.get('kind', '')}"
        return self.page(request, self.form(initial={"kind": asked}))

    def post(self, request: HttpRequest) -> HttpResponse:
        if not tables_for(request.user):
            raise PermissionDenied
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(request, form, 400)
        preview = imports.receive(
            kind=form.cleaned_data["kind"],
            file=form.cleaned_data["file"],
            said={},
            by=request.user,
            at=clock.now(),
        )
        queue(preview.job)
        return redirect("tables:detail", preview.pk)

    def form(self, *args: Any, **kwargs: Any) -> BringForm:
        return BringForm(*args, tables=tables_for(self.request.user), **kwargs)

    def page(self, request: HttpRequest, form: BringForm, status: int = 200) -> HttpResponse:
        page = keyset_page(request, own_sheets(request.user), ("-at", "-id"))
        context = {
            "form": form,
            "tables": list(tables_for(request.user).values()),
            "page": page,
            "rows": [ShownSheet(each) for each in page.rows],
            "crumbs": [(_("Sheets of records"), None)],
        }
        return render(request, "tables/list.html", context, status=status)


@takes("what", *MARKS)
class SheetDetail(ImportDetail):
    """What a sheet would store, or did; and the decision about it."""

    shows, decides = ShownSheet, DecideForm
    template = "tables/detail.html"

    def has_permission(self) -> bool:
        return True  # one's own, whatever one may do now

    def may_bring(self) -> bool:
        return self.may_decide()

    def previews(self) -> Any:
        return own_sheets(self.request.user)

    def may_decide(self) -> bool:
        preview = get_object_or_404(self.previews(), pk=self.kwargs["pk"])
        return table_of(preview.kind).allows(self.request.user)

    def lines(self, shown: Any, lines: list[Any]) -> Any:
        return shown.rows(lines)


class Template(MethodsFirst, LoginRequiredMixin, View):
    """An empty sheet of a table."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        table = tables().get(f"{PREFIX}{code}")
        if table is None:
            raise Http404
        return workbook(template(table), f"{code}-template")


class RejectedRows(MethodsFirst, LoginRequiredMixin, View):
    """The rows of a sheet that were not accepted, with what is wrong, to be corrected."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        preview = get_object_or_404(own_sheets(request.user), pk=pk)
        lines = preview.lines.filter(what=What.REJECTED).exclude(cells=None).order_by("id")
        if not lines:
            raise Http404
        table = table_of(preview.kind)
        return workbook(returned(table, lines), f"{table.code}-{preview.pk}-rejected")
