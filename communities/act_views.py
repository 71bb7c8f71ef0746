"""Acts about communities: the list of successions, and the page that records one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from communities.acts import ADD, ActForm
from communities.consequences import consequences
from communities.filters import VIEW
from communities.models import Succession
from core import clock
from core.exceptions import RuleBroken
from core.gate import MethodsFirst, takes
from core.pager import MARKS, keyset_page, without_marks


@takes(*MARKS)
class SuccessionList(PermissionRequiredMixin, TemplateView):
    """What became of which community, the newest first; the same for every reader."""

    permission_required = VIEW
    template_name = "communities/successions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = Succession.objects.with_names()
        return super().get_context_data(
            page=keyset_page(self.request, rows, ("-effective_on", "-id")),
            first_url=without_marks(self.request),
            may_record=self.request.user.has_perm(ADD),
            crumbs=[*_way(), (_("Successions"), None)],
            **kwargs,
        )


class RecordAct(MethodsFirst, PermissionRequiredMixin, View):
    """Record a merge, a split or a rename: first what it would mean, then it is done."""

    permission_required = ADD

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.page(request, ActForm(user=request.user, at=clock.now()))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ActForm(request.POST, user=request.user, at=clock.now())
        if not form.is_valid():
            return self.page(request, form, 400)
        if "record" not in request.POST:
            return self.page(request, form)
        try:
            recorded = form.record()
        except RuleBroken as error:  # another act came in between
            form.add_error(error.field or None, error.message)
            return self.page(request, form, 409)
        words = _("Recorded: %(what)s. Every figure of the past stays as it was.")
        messages.success(request, words % {"what": "; ".join(map(str, recorded))})
        return redirect("communities:successions")

    def page(self, request: HttpRequest, form: ActForm, status: int = 200) -> HttpResponse:
        ready = form.is_bound and not form.errors
        crumbs = [*_way(), (_("Successions"), reverse("communities:successions"))]
        context = {
            "form": form,
            "means": consequences(form.cleaned_data) if ready else None,
            "crumbs": [*crumbs, (_("Record an act"), None)],
        }
        return render(request, "communities/act.html", context, status=status)


def _way() -> list[tuple[str, str | None]]:
    return [
        (_("Overview"), reverse("dashboards:overview")),
        (_("Communities"), reverse("communities:list")),
    ]
