"""Pages of imports: bring a file, see what it would change, decide, look at earlier ones."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View

from communities.importing.exports import lines_as_csv
from communities.importing.forms import NATION, BringForm, DecideForm
from communities.importing.readers import ADD, VIEW, may, previews_for
from communities.importing.showing import Shown
from core import clock, imports
from core.exceptions import RuleBroken
from core.gate import MethodsFirst, takes, takes_file
from core.models import ImportPreview
from core.pager import MARKS, keyset_page
from core.tasks import queue


class ImportPage(MethodsFirst, PermissionRequiredMixin, View):
    """A page for whoever may see imports."""

    permission_required = VIEW


@takes_file(ADD)
@takes(*MARKS)
class ImportList(ImportPage):
    """The files that were brought, the newest first, and the form that brings one."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, self.form())

    def post(self, request: HttpRequest) -> HttpResponse:
        if not request.user.has_perm(ADD):
            raise PermissionDenied
        form = self.form(request.POST, request.FILES)
        if not form.is_valid():
            return self.page(request, form, 400)
        preview = imports.receive(
            kind=form.cleaned_data["kind"],
            file=form.cleaned_data["file"],
            said=form.said,
            by=request.user,
            at=clock.now(),
        )
        queue(preview.job)
        return redirect(preview)

    def form(self, *args: Any) -> BringForm:
        return BringForm(*args, today=clock.today(), may=may(self.request.user, ADD))

    def page(self, request: HttpRequest, form: BringForm, status: int = 200) -> HttpResponse:
        page = keyset_page(request, previews_for(request.user), ("-at", "-id"))
        context = {
            "form": form if form.may else None,
            "refusal": "" if form.may else NATION,
            "page": page,
            "rows": [Shown(each) for each in page.rows],
            "crumbs": [(_("Imports"), None)],
        }
        return render(request, "imports/list.html", context, status=status)


@takes("what", *MARKS)
class ImportDetail(ImportPage):
    """What a file would change, or did; and the decision about it."""

    add_permission = ADD
    shows: type[Shown] = Shown
    decides: type[Form] = DecideForm
    template = "imports/detail.html"

    def previews(self) -> Any:
        """Return the imports the reader may see here."""
        return previews_for(self.request.user)

    def may_bring(self) -> bool:
        """Say whether the reader decides about such files at all."""
        return self.request.user.has_perm(self.add_permission)

    def may_decide(self) -> bool:
        return may(self.request.user, ADD)

    def lines(self, shown: Any, lines: list[Any]) -> Any:
        """Return the lines of a page as the template shows them."""
        return shown.described(lines)

    def found(self, pk: int) -> Any:
        return self.shows(get_object_or_404(self.previews(), pk=pk))

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        shown = self.found(pk)
        if request.headers.get("HX-Request"):
            return self.progress(request, shown)
        return self.page(request, shown, self.decides())

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        if not self.may_bring():
            raise PermissionDenied
        shown, form = self.found(pk), self.decides(request.POST)
        form.is_valid()  # a box is ticked or not
        try:
            sure = form.cleaned_data["sure"]
            job = imports.ask_to_apply(pk=pk, by=request.user, at=clock.now(), sure=sure)
        except RuleBroken as broken:
            form.add_error(broken.field or None, broken.message)
            return self.page(request, shown, form, 409 if not broken.field else 400)
        if job:
            queue(job)
        return redirect(shown.url)

    def progress(self, request: HttpRequest, shown: Shown) -> HttpResponse:
        """Return how far it is, for the page that waits; once over, the page itself."""
        if shown.is_busy:
            return render(request, "imports/_progress.html", {"shown": shown})
        return HttpResponse(headers={"HX-Redirect": shown.url})

    def page(
        self, request: HttpRequest, shown: Shown, form: Form, status: int = 200
    ) -> HttpResponse:
        what = shown.chosen(request.GET.get("what", ""))
        lines = shown.preview.lines.filter(**({"what": what} if what else {}))
        page = keyset_page(request, lines, ("id",))
        context = {
            "shown": shown,
            "form": form if self.may_decide() else None,
            "page": page,
            "lines": self.lines(shown, page.rows),
            "tabs": shown.tabs(what),
            "what": what,
            "crumbs": shown.crumbs,
        }
        return render(request, self.template, context, status=status)


class ImportRows(ImportPage):
    """The lines of an import as a file."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        preview: ImportPreview = get_object_or_404(previews_for(request.user), pk=pk)
        return lines_as_csv(preview, Shown(preview).kind, preview.lines.order_by("id"))
