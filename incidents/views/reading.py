"""The step that shows the protected fields of a sensitive record, and writes down who read them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import View

from communities.readings import note_reading
from core import clock
from incidents.step_forms import ReadingStep
from incidents.views.record import IncidentDetail, has_words_for_few

GROUP = "incident"


class IncidentReading(View):
    """Show the place and the words of a sensitive record once, for a purpose."""

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        """Show the record, without them, to whoever reloads the answer."""
        return redirect("incidents:detail", pk=pk)

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        page = IncidentDetail()
        page.setup(request, pk=pk)
        page.object = page.get_object()
        if not (page.object.is_sensitive or has_words_for_few(request.user, page.object)):
            return redirect(page.object)
        form = ReadingStep(request.POST, auto_id="reading_%s")
        if not form.is_valid():
            return self.page(page, 400, asking=form)
        note_reading(
            by=request.user,
            record=page.object,
            group=GROUP,
            at=clock.now(),
            request=request,
            **form.cleaned_data,
        )
        return self.page(page, 200, shown=True)

    def page(self, page: IncidentDetail, status: int, **said: Any) -> HttpResponse:
        context: dict[str, Any] = page.get_context_data(**said)
        return render(page.request, page.template_name, context, status=status)
