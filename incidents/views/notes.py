"""The form that adds a note to the timeline of a record."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View

from core import clock
from core.exceptions import RuleBroken
from incidents import services
from incidents.step_forms import NoteForm
from incidents.steps import may_note
from incidents.views.record import IncidentDetail


class IncidentNote(View):
    """Write a note; a refusal stands beside its text, nothing is lost."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Show the record to whoever reloads the answer of a refused note."""
        return redirect("incidents:detail", pk=pk)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        page = IncidentDetail()
        page.setup(request, pk=pk)
        page.object = page.get_object()
        form = NoteForm(request.POST, auto_id="note_%s")
        if not form.is_valid():
            return self._refused(page, form, 400)
        if not may_note(request.user, page.object):
            raise PermissionDenied
        try:
            services.add_note(
                incident=page.object, by=request.user, at=clock.now(), **form.cleaned_data
            )
        except RuleBroken as error:
            form.add_error(None, error.message)
            return self._refused(page, form, 409)
        messages.success(request, _("The note is written."))
        return redirect(page.object)

    def _refused(self, page: IncidentDetail, form: NoteForm, status: int) -> HttpResponse:
        context: dict[str, Any] = page.get_context_data(writing=form)
        context["refused_form"] = form
        return render(page.request, page.template_name, context, status=status)
