"""The steps of a record's status."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.generic import View

from core import clock
from core.exceptions import RuleBroken
from incidents import services
from incidents.models import Incident
from incidents.step_forms import Step
from incidents.steps import STEPS, may_take
from incidents.views.record import IncidentDetail

__all__ = ["STEPS", "IncidentStep"]


class IncidentStep(View):
    """Take one step of the status; a refusal stands beside the record, nothing is lost."""

    name = ""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Show the record to whoever reloads the answer of a refused step."""
        return redirect("incidents:detail", pk=pk)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        step = STEPS[self.name]
        usable = Incident.objects.with_names().visible_to(request.user, to=step.right)
        incident = get_object_or_404(usable, pk=pk)
        if not may_take(request.user, step, incident):
            raise PermissionDenied
        form = Step(request.POST, asks=str(step.asks), auto_id=f"{self.name}_%s")
        if not form.is_valid():
            return self.refused(request, incident, form, 400)
        try:
            said = form.cleaned_data
            services.move_incident(
                incident=incident, to=step.to, by=request.user, at=clock.now(), **said
            )
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
            return self.refused(request, incident, form, 409)
        messages.success(request, _done(incident, step.to.label))
        return HttpResponseRedirect(self._next(request) or incident.get_absolute_url())

    def refused(
        self, request: HttpRequest, incident: Incident, form: Step, status: int
    ) -> HttpResponse:
        """Show the record as it is now, with the reason beside the step."""
        page = IncidentDetail()
        page.setup(request, pk=incident.pk)
        page.object = page.get_object()
        form.data = request.POST.copy()  # a later try is about the version now shown
        form.data["version"] = str(page.object.version)
        context: dict[str, Any] = page.get_context_data(refused=(self.name, form))
        return render(request, page.template_name, context | {"refused_form": form}, status=status)

    def _next(self, request: HttpRequest) -> str:
        """Return the address of the queue the step was taken from, if it is one of ours."""
        target = request.POST.get("next", "")
        safe = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
        return target if safe else ""


def _done(incident: Incident, status: str) -> str:
    known = incident.number
    if not known:
        return _("Done: %(status)s.") % {"status": status}
    return _("No. %(number)s: %(status)s.") % {"number": known, "status": status}
