"""A step with one record as a page: a form, and a rule that may refuse what it says."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View

from core.exceptions import RuleBroken
from core.gate import MethodsFirst, takes


@takes()
class RecordStep(MethodsFirst, PermissionRequiredMixin, View):
    """A kind of step says its form, its words, what it stores, and what else its page shows."""

    template_name = ""

    def get(self, request: HttpRequest, **which: Any) -> HttpResponse:
        return self.page(self.form())

    def post(self, request: HttpRequest, **which: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(form, 400)
        try:
            record = self.store(form, request.user)
        except RuleBroken as broken:
            form.refused(broken)
            return self.page(form, 409)
        return self.stored(record)

    def form(self, *args: Any) -> Any:
        """Return the form, with what was posted as its only argument."""
        raise NotImplementedError

    def store(self, form: Any, by: Any) -> Any:
        """Store what a valid form says; return the record, whose page comes next."""
        raise NotImplementedError

    def stored(self, record: Any) -> HttpResponse:
        """Answer once it is stored: say so on the page of the record."""
        messages.success(self.request, _("Stored: %(title)s") % {"title": record})
        return redirect(record)

    def words(self) -> str:
        """Return the heading of the page."""
        raise NotImplementedError

    def further(self, title: str) -> dict[str, Any]:
        """Return what the template shows besides the form and its title."""
        return {}

    def page(self, form: Any, status: int = 200) -> HttpResponse:
        title = self.words()
        context = {"form": form, "title": title, **self.further(title)}
        return render(self.request, self.template_name, context, status=status)
