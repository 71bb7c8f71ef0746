"""Pages of handovers: what is left of an assignment, the act, its signing and its files."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
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
from officers import equipment, handovers
from officers.assigning import said_of
from officers.assignment_views import AssignmentEnd
from officers.models import Assignment, EquipmentIssue, Handover
from reports.handovers import act
from reports.handovers.filters import HandoverListFilter
from reports.handovers.forms import HandoverForm, SignForm
from reports.handovers.remaining import lines_of, stored_lines_of
from reports.papers import files


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about a handover."""
    above = (_("Officers"), reverse("officers:list"))
    return [above, (_("Handovers"), reverse("handovers:list") if more else None), *more]


class Leaving(AssignmentEnd):
    """End an assignment; what is left of it is shown, and then handed over."""

    def further(self, post: Assignment) -> dict[str, Any]:
        user = self.request.user
        return {"left": lines_of(post, user), "act_url": act_of(post, user)}

    def ended(self, post: Assignment) -> HttpResponse:
        """Lead on to the act where something is left."""
        url = act_of(post, self.request.user)
        if url and lines_of(post, self.request.user):
            return redirect(url)
        return super().ended(post)


def act_of(post: Assignment, user: Any) -> str:
    """Return where the act of an assignment is written or goes on; empty where one may not."""
    mine = Assignment.objects.filter(pk=post.pk).visible_to(user, to=handovers.ADD)
    if not mine.exists():
        return ""
    waiting = handovers.waiting_of(post).first()
    return waiting.get_absolute_url() if waiting else reverse("handovers:new", args=[post.pk])


@takes(*HandoverListFilter.base_filters, *MARKS)
class HandoverList(RecordList):
    """The handovers that match the filters of an address, the last first."""

    permission_required = handovers.VIEW
    queryset = Handover.objects.with_names()
    filterset_class = HandoverListFilter
    template_name = "handovers/list.html"
    order, page_name = ("-id",), SavedPage.HANDOVERS

    def further(self, rows: list[Any]) -> dict[str, Any]:
        return {"crumbs": crumbs()}


class HandoverDetail(PermissionRequiredMixin, View):
    """One act: who gives, who receives, and the lines."""

    permission_required = handovers.VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        seen = Handover.objects.visible_to(request.user).with_names()
        handover = get_object_or_404(seen, pk=pk)
        mine = Handover.objects.filter(pk=pk).visible_to(request.user, to=handovers.CHANGE)
        context = {
            "handover": handover,
            "when": said_of(handover.assignment),
            "may_change": handover.signed_on is None and mine.exists(),
            "files": [(e, reverse(f"handovers:{e}", args=[pk])) for e in files.KINDS],
            "crumbs": crumbs((str(handover), None)),
        }
        return render(request, "handovers/detail.html", context)


class HandoverStep(RecordStep):
    """A form about an act."""

    template_name = "handovers/form.html"

    @property
    def post_of(self) -> Assignment:
        """Return the assignment the act is of."""
        raise NotImplementedError

    @property
    def back_url(self) -> str:
        return self.post_of.get_absolute_url()

    def further(self, title: str) -> dict[str, Any]:
        post = self.post_of
        return {
            "post": post,
            "when": said_of(post),
            "left": lines_of(post, self.request.user),
            "back_url": self.back_url,
            "crumbs": crumbs((title, None)),
        }


class HandoverAdd(HandoverStep):
    """Write the act of an assignment, with all that is left of it now."""

    permission_required = handovers.ADD

    @cached_property
    def post_of(self) -> Assignment:  # type: ignore[override]
        mine = Assignment.objects.visible_to(self.request.user, to=handovers.ADD)
        joined = mine.select_related("officer__personal", "community__oblast")
        return get_object_or_404(joined, pk=self.kwargs["pk"])

    def form(self, *args: Any) -> HandoverForm:
        initial = {"handed_on": clock.today()}
        return HandoverForm(*args, user=self.request.user, post=self.post_of, initial=initial)

    def store(self, form: HandoverForm, by: Any) -> Handover:
        return handovers.make(
            assignment=self.post_of,
            said=form.said,
            lines=stored_lines_of(self.post_of, by),
            by=by,
            at=clock.now(),
        )

    def words(self) -> str:
        return _("New handover")


class OneHandover(HandoverStep):
    """A step with an act that waits for signing."""

    permission_required = handovers.CHANGE

    @cached_property
    def handover(self) -> Handover:
        mine = Handover.objects.visible_to(self.request.user, to=handovers.CHANGE)
        return get_object_or_404(mine.with_names(), pk=self.kwargs["pk"])

    @property
    def post_of(self) -> Assignment:
        return self.handover.assignment

    @property
    def back_url(self) -> str:
        return self.handover.get_absolute_url()

    def changed(self, form: Any, said: dict[str, Any]) -> Handover:
        by: Any = self.request.user
        return handovers.change(
            handover=self.handover,
            said=said,
            lines=stored_lines_of(self.post_of, by),
            by=by,
            at=clock.now(),
            version=form.cleaned_data["version"] or 0,
        )


class HandoverEdit(OneHandover):
    """Change an act; its lines are written anew."""

    def form(self, *args: Any) -> HandoverForm:
        said = {name: getattr(self.handover, name) for name in HandoverForm.base_fields}
        return HandoverForm(*args, user=self.request.user, post=self.post_of, initial=said)

    def store(self, form: HandoverForm, by: Any) -> Handover:
        return self.changed(form, form.said)

    def words(self) -> str:
        return _("Change the handover")


class HandoverSign(OneHandover):
    """Both have signed: the equipment goes to its receiver, the act stays as it is."""

    def form(self, *args: Any) -> SignForm:
        initial = {"signed_on": clock.today(), "version": self.handover.version}
        return SignForm(*args, initial=initial)

    def store(self, form: SignForm, by: Any) -> Handover:
        return self.changed(form, {"signed_on": form.cleaned_data["signed_on"]})

    def words(self) -> str:
        return _("Both have signed")


class HandoverFile(PermissionRequiredMixin, View):
    """The act on paper."""

    permission_required = handovers.VIEW
    kind = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        seen = Handover.objects.visible_to(request.user).with_names()
        return files.answer(act.of_handover(get_object_or_404(seen, pk=pk)), self.kind)


class IssueFile(PermissionRequiredMixin, View):
    """The act of what was issued together: one day, one number, one holder."""

    permission_required = equipment.SEE_ISSUES
    kind = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        seen = EquipmentIssue.objects.visible_to(request.user)
        first = get_object_or_404(seen.with_names(), pk=pk)
        together = seen.filter(
            officer=first.officer,
            station=first.station,
            starts_on=first.starts_on,
            act_number=first.act_number,
            giver=first.giver,
        )
        issues = together.with_names().order_by("item__kind", "pk")
        return files.answer(act.of_issues(list(issues)), self.kind)
