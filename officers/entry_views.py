"""The forms of an officer: a new one, and who one is said to be."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from core import clock
from core.exceptions import RuleBroken
from core.gate import MethodsFirst, takes
from officers import services, stages
from officers.forms import NewOfficerForm, OfficerForm
from officers.models import Officer
from officers.stage_views import changed_by


@takes()
class OfficerAdd(MethodsFirst, PermissionRequiredMixin, View):
    """The form of a new officer."""

    permission_required = services.ADD

    def get(self, request: HttpRequest, **which: Any) -> HttpResponse:
        return self.page(request, self.form(request, **which))

    def post(self, request: HttpRequest, **which: Any) -> HttpResponse:
        form = self.form(request, request.POST, **which)
        if not form.is_valid():
            return self.page(request, form, 400)
        try:
            officer = self.store(request, form, **which)
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
            return self.page(request, form, 409)
        messages.success(request, _("Stored: %(title)s") % {"title": officer})
        return redirect(officer)

    def form(self, request: HttpRequest, *args: Any, **_which: Any) -> OfficerForm:
        return NewOfficerForm(*args, user=request.user, right=services.ADD)

    def store(self, request: HttpRequest, form: Any, **_which: Any) -> Officer:
        by: Any = request.user
        return services.add_officer(
            said=form.said, names=form.names, on=form.since, by=by, at=clock.now()
        )

    def words(self) -> str:
        return _("New officer")

    def page(self, request: HttpRequest, form: OfficerForm, status: int = 200) -> HttpResponse:
        title = self.words()
        context = {
            "form": form,
            "title": title,
            "crumbs": [(_("Officers"), reverse("officers:list")), (title, None)],
        }
        return render(request, "officers/form.html", context, status=status)


class OfficerEdit(OfficerAdd):
    """The form of an officer who is there."""

    permission_required = stages.CHANGE

    def form(self, request: HttpRequest, *args: Any, **which: Any) -> OfficerForm:
        officer = changed_by(request.user, **which)
        return OfficerForm(*args, instance=officer, user=request.user, right=stages.CHANGE)

    def store(self, request: HttpRequest, form: Any, **which: Any) -> Officer:
        officer = changed_by(request.user, **which)
        return services.change_officer(
            officer=officer,
            said=form.said,
            names=form.names,
            version=form.cleaned_data["version"],
        )

    def words(self) -> str:
        return _("Change the officer")
