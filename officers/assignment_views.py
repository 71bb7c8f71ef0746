"""Pages that assign an officer to a community, change an assignment and end it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from communities.models import Community
from core import clock
from core.exceptions import RuleBroken
from core.gate import MethodsFirst, takes
from officers import assigning
from officers.assignment_forms import AssignmentForm, EndForm, WhereForm, officers_for, told
from officers.models import Assignment, Officer


def crumbs(officer: Officer | None, last: str) -> list[tuple[str, str | None]]:
    """Return the way to a page about an assignment."""
    above: list[tuple[str, str | None]] = [(_("Officers"), reverse("officers:list"))]
    if officer:
        above.append((str(officer), officer.get_absolute_url()))
    return [*above, (last, None)]


@takes("officer", "community", many=("settlements",))
class AssignPage(MethodsFirst, PermissionRequiredMixin, View):
    """Assign somebody: the community is asked first, then the officer, if the address names none."""

    permission_required = assigning.ADD

    def get(self, request: HttpRequest) -> HttpResponse:
        where, officer = self.asked(request)
        if not where.is_bound or not where.is_valid():
            return self.first_step(request, where, officer)
        community = where.cleaned_data["community"]
        form = self.form(community, officer, initial={"starts_on": clock.today()})
        return self.page(request, form, community, officer)

    def post(self, request: HttpRequest) -> HttpResponse:
        where, officer = self.asked(request)
        if not where.is_bound or not where.is_valid():
            return self.first_step(request, where, officer, 400)
        community = where.cleaned_data["community"]
        form = self.form(community, officer, request.POST)
        if not form.is_valid():
            return self.page(request, form, community, officer, 400)
        said = {"community": community, "officer": officer} | form.said
        try:
            made = assigning.assign(said=said, by=request.user, at=clock.now())
        except RuleBroken as broken:
            form.refused(broken)
            return self.page(request, form, community, officer, 409)
        messages.success(request, _("Assigned: %(who)s") % {"who": made})
        return redirect(made)

    def asked(self, request: HttpRequest) -> tuple[WhereForm, Officer | None]:
        """Return the community and the officer of the address; 404 for one out of reach."""
        named = "community" in request.GET
        where = WhereForm(request.GET if named else None, by=request.user, initial=_first(request))
        key = request.GET.get("officer", "")
        if not key:
            return where, None
        seen = Officer.objects.visible_to(request.user, to=assigning.ADD)
        number = int(key) if key.isascii() and key.isdigit() and len(key) < 10 else 0
        return where, get_object_or_404(seen.select_related("personal"), pk=number)

    def form(
        self, community: Community, officer: Officer | None, *args: Any, **kwargs: Any
    ) -> AssignmentForm:
        offered = None if officer else officers_for(self.request.user, community)
        return AssignmentForm(*args, community=community, officers=offered, **kwargs)

    def first_step(
        self, request: HttpRequest, where: WhereForm, officer: Officer | None, status: int = 0
    ) -> HttpResponse:
        title = _("Assign to a community")
        context = {
            "form": where,
            "title": title,
            "officer": officer,
            "crumbs": crumbs(officer, title),
        }
        status = status or (400 if where.errors else 200)
        return render(request, "officers/assign_where.html", context, status=status)

    def page(
        self,
        request: HttpRequest,
        form: AssignmentForm,
        community: Community,
        officer: Officer | None,
        status: int = 200,
    ) -> HttpResponse:
        title = _("New assignment")
        back = officer or community
        return _form_page(request, form, title, community, officer, back.get_absolute_url(), status)


def _first(request: HttpRequest) -> dict[str, Any]:
    return {"officer": request.GET.get("officer", "")}


def _form_page(
    request: HttpRequest,
    form: AssignmentForm,
    title: str,
    community: Community,
    officer: Officer | None,
    back_url: str,
    status: int,
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "community": community,
        "officer": officer,
        "back_url": back_url,
        "crumbs": crumbs(officer, title),
    }
    return render(request, "officers/assignment_form.html", context, status=status)


class OneAssignment(MethodsFirst, PermissionRequiredMixin, View):
    """A page about an assignment that its reader may change; 404 for another."""

    permission_required = assigning.CHANGE

    def found(self, pk: int) -> Assignment:
        rows = assigning.changeable_by(self.request.user)
        joined = rows.select_related("officer__personal", "community__oblast")
        return get_object_or_404(joined, pk=pk)


@takes(many=("settlements",))
class AssignmentEdit(OneAssignment):
    """Change an assignment that is there."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = self.found(pk)
        form = AssignmentForm(community=post.community, initial=told(post))
        return self.page(request, post, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = self.found(pk)
        form = AssignmentForm(request.POST, community=post.community)
        if not form.is_valid():
            return self.page(request, post, form, 400)
        try:
            assigning.change(
                assignment=post,
                said=form.said,
                by=request.user,
                at=clock.now(),
                version=form.cleaned_data["version"],
            )
        except RuleBroken as broken:
            form.refused(broken)
            return self.page(request, post, form, 409)
        messages.success(request, _("Stored: %(title)s") % {"title": post})
        return redirect(post)

    def page(
        self, request: HttpRequest, post: Assignment, form: AssignmentForm, status: int = 200
    ) -> HttpResponse:
        back = post.get_absolute_url()
        title = _("Change the assignment")
        return _form_page(request, form, title, post.community, post.officer, back, status)


class AssignmentEnd(OneAssignment):
    """End an assignment with its last day."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        post = self.found(pk)
        form = EndForm(initial={"last_day": clock.today(), "version": post.version})
        return self.page(request, post, form)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        post, form = self.found(pk), EndForm(request.POST)
        if not form.is_valid():
            return self.page(request, post, form, 400)
        try:
            assigning.end(assignment=post, by=request.user, at=clock.now(), **form.cleaned_data)
        except RuleBroken as broken:
            form.refused(broken)
            return self.page(request, post, form, 409)
        messages.success(request, _("The assignment ends: %(title)s") % {"title": post})
        return self.ended(post)

    def ended(self, post: Assignment) -> HttpResponse:
        """Lead on once it is stored."""
        return redirect(post)

    def further(self, post: Assignment) -> dict[str, Any]:
        """Return what else the page shows; the apps above know what is left."""
        return {}

    def page(
        self, request: HttpRequest, post: Assignment, form: EndForm, status: int = 200
    ) -> HttpResponse:
        title = _("End the assignment")
        context = {
            "form": form,
            "post": post,
            "when": assigning.said_of(post),
            "title": title,
            "crumbs": crumbs(post.officer, title),
            **self.further(post),
        }
        return render(request, "officers/assignment_end.html", context, status=status)
