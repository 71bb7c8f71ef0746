"""Pages of reports to residents: their list, one report, its text, its delivery and its files."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from communities.lists import RecordList
from core import clock
from core.gate import takes
from core.models import SavedPage
from core.pager import MARKS
from core.steps import RecordStep
from officers import public_reports
from officers.models import Assignment, PublicReport
from officers.models.public_report import VIEW
from officers.public_reports import latest, served_in
from reports.papers import files
from reports.residents.draft import draft_of
from reports.residents.figures import frozen_or_now, of_report
from reports.residents.filters import PublicReportListFilter
from reports.residents.forms import DeliveryForm, TextForm
from reports.residents.paper import paper_of


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about a report to residents."""
    above = (_("Officers"), reverse("officers:list"))
    listed = reverse("public_reports:list") if more else None
    return [above, (_("Reports to residents"), listed), *more]


@takes(*PublicReportListFilter.base_filters, *MARKS)
class ReportList(RecordList):
    """The reports that match the filters of an address, the last due first."""

    permission_required = VIEW
    queryset = PublicReport.objects.with_names()
    filterset_class = PublicReportListFilter
    template_name = "public_reports/list.html"
    order, page_name = ("-due_on", "-id"), SavedPage.PUBLIC_REPORTS

    def further(self, rows: list[Any]) -> dict[str, Any]:
        today = clock.today()
        for each in rows:
            each.state = each.state_on(today)
        return {"crumbs": crumbs()}


class ReportDetail(PermissionRequiredMixin, View):
    """One report: its text, its figures, and what comes next."""

    permission_required = VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        report, today = _seen(request, pk), clock.today()
        figures = frozen_or_now(report, request.user, today)
        mine = PublicReport.objects.filter(pk=pk).visible_to(request.user, to=public_reports.CHANGE)
        context = {
            "report": report,
            "state": report.state_on(today),
            "figures": figures,
            "paper": paper_of(report, figures),
            "may_change": report.delivered_on is None and mine.exists(),
            "files": [(each, reverse(f"public_reports:{each}", args=[pk])) for each in files.KINDS],
            "crumbs": crumbs((str(report.assignment), None)),
        }
        return render(request, "public_reports/detail.html", context)


class ReportFile(PermissionRequiredMixin, View):
    """The report on paper, as it stands."""

    permission_required = VIEW
    kind = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        report = _seen(request, pk)
        figures = frozen_or_now(report, request.user, clock.today())
        return files.answer(paper_of(report, figures), self.kind)


def _seen(request: HttpRequest, pk: int) -> PublicReport:
    seen = PublicReport.objects.visible_to(request.user).with_names()
    return get_object_or_404(seen.select_related("assignment__officer__unit"), pk=pk)


class ReportStep(RecordStep):
    """A form about a report."""

    template_name = "public_reports/form.html"
    permission_required = public_reports.CHANGE

    @cached_property
    def report(self) -> PublicReport:
        mine = PublicReport.objects.visible_to(self.request.user, to=public_reports.CHANGE)
        found: PublicReport = get_object_or_404(mine.with_names(), pk=self.kwargs["pk"])
        return found

    @property
    def back_url(self) -> str:
        return self.report.get_absolute_url()

    def further(self, title: str) -> dict[str, Any]:
        return {
            "report": self.report,
            "back_url": self.back_url,
            "crumbs": crumbs((title, None)),
        }

    def draft(self) -> str:
        """Return the words the text begins with."""
        figures = of_report(self.report, self.request.user, clock.today())
        return draft_of(self.report, figures)

    def changed(self, form: Any, by: Any, *names: str) -> PublicReport:
        report = self.report
        return public_reports.change(
            report=report,
            said={name: form.cleaned_data[name] for name in names},
            figures=lambda day: of_report(report, by, day),
            by=by,
            at=clock.now(),
            version=form.cleaned_data["version"] or 0,
        )


@takes("half")
class ReportAdd(ReportStep):
    """Write the report of an assignment on a half-year that has none yet."""

    permission_required = public_reports.ADD

    @cached_property
    def report(self) -> PublicReport:
        mine = Assignment.objects.visible_to(self.request.user, to=public_reports.ADD)
        joined = mine.select_related("officer__personal", "community__oblast")
        post = get_object_or_404(joined, pk=self.kwargs["pk"])
        half = self.request.GET.get("half") or latest(post, clock.today()) or ""
        fresh = PublicReport(assignment=post, half=str(half))
        if fresh.wrong() or not served_in(post, fresh.half_year.period, clock.today()):
            raise Http404
        return fresh

    @property
    def back_url(self) -> str:
        half = self.report.half
        return f"{reverse('dashboards:half-year', args=[self.kwargs['pk']])}?half={half}"

    def get(self, request: HttpRequest, **which: Any) -> HttpResponse:
        """Lead to the report where there is one."""
        written = public_reports.of_half_year(self.report.assignment, self.report.half).first()
        return redirect(written) if written else super().get(request, **which)

    def form(self, *args: Any) -> TextForm:
        return TextForm(*args, initial={"text": self.draft()})

    def store(self, form: TextForm, by: Any) -> PublicReport:
        return public_reports.write(
            assignment=self.report.assignment,
            half=self.report.half,
            said={"text": form.cleaned_data["text"]},
            by=by,
            at=clock.now(),
        )

    def words(self) -> str:
        return _("New report to residents")


class ReportEdit(ReportStep):
    """Change the text of a report; an empty one begins with the draft."""

    def form(self, *args: Any) -> TextForm:
        text = self.report.text or self.draft()
        return TextForm(*args, initial={"text": text, "version": self.report.version})

    def store(self, form: TextForm, by: Any) -> PublicReport:
        return self.changed(form, by, "text")

    def words(self) -> str:
        return _("Text of the report")


class ReportDeliver(ReportStep):
    """The report was delivered: its figures are frozen, and it stays as it is."""

    def form(self, *args: Any) -> DeliveryForm:
        initial = {"delivered_on": clock.today(), "version": self.report.version}
        return DeliveryForm(*args, initial=initial)

    def store(self, form: DeliveryForm, by: Any) -> PublicReport:
        return self.changed(form, by, "delivered_on", "delivered_at")

    def words(self) -> str:
        return _("The report was delivered")
