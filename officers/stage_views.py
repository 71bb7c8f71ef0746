"""The path of one officer: a step taken, a step corrected; and the pipeline of all."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from core import clock
from core.exceptions import RuleBroken
from core.gate import MethodsFirst, takes
from officers import pipeline, stages
from officers.filters import VIEW
from officers.forms import CorrectionForm, StageForm
from officers.models import Officer
from officers.views import OfficerDetail


def changed_by(user: Any, pk: int) -> Officer:
    """Return an officer whom somebody may change, or answer 404."""
    rows = Officer.objects.visible_to(user, to=stages.CHANGE).select_related("personal", "unit")
    return get_object_or_404(rows, pk=pk)


@takes()
class OfficerStep(MethodsFirst, PermissionRequiredMixin, View):
    """Take the next step; a refusal stands on the officer's page, nothing is lost."""

    permission_required = stages.CHANGE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the officer to whoever reloads a refused answer."""
        return redirect(changed_by(request.user, pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        officer = changed_by(request.user, pk)
        form = StageForm(request.POST, officer=officer)
        if not form.is_valid():
            return self.refused(request, form, 400)
        try:
            said = form.cleaned_data | {"by": request.user, "at": clock.now()}
            step = stages.take_step(officer=officer, **said)
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
            return self.refused(request, form, 409)
        messages.success(request, _("Done: %(status)s.") % {"status": step.get_stage_display()})
        return redirect(officer)

    def refused(self, request: HttpRequest, form: StageForm, status: int) -> HttpResponse:
        """Show the officer as it is now, with the reason in the form of the step."""
        page = OfficerDetail()
        page.setup(request, **self.kwargs)
        page.object = page.get_object()
        context = page.get_context_data(stage_form=form)
        return render(request, page.template_name, context, status=status)


@takes()
class StepCorrection(MethodsFirst, PermissionRequiredMixin, View):
    """Correct the day or the act of a step that was taken."""

    permission_required = stages.CHANGE

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        officer = changed_by(request.user, pk)
        return self.page(request, officer, CorrectionForm(officer=officer))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        officer = changed_by(request.user, pk)
        form = CorrectionForm(request.POST, officer=officer)
        if not form.is_valid():
            return self.page(request, officer, form, 400)
        try:
            said = form.cleaned_data | {"by": request.user, "at": clock.now()}
            stages.correct_step(change=said.pop("step"), **said)
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
            return self.page(request, officer, form, 409)
        messages.success(request, _("The step is corrected."))
        return redirect(officer)

    def page(
        self, request: HttpRequest, officer: Officer, form: CorrectionForm, status: int = 200
    ) -> HttpResponse:
        crumbs = [
            (_("Officers"), reverse("officers:list")),
            (str(officer), officer.get_absolute_url()),
            (_("Correct a step"), None),
        ]
        context = {"officer": officer, "form": form, "crumbs": crumbs}
        return render(request, "officers/correction.html", context, status=status)


@takes()
class Pipeline(MethodsFirst, PermissionRequiredMixin, View):
    """How many officers are at which stage, by the oblast of their home unit."""

    permission_required = VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "table": pipeline.read(request.user),
            "crumbs": [(_("Officers"), reverse("officers:list")), (_("The path"), None)],
        }
        return render(request, "officers/pipeline.html", context)
