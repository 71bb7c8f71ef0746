"""Logging an event, and mending a record that is not yet verified."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from communities.models import Community, Service
from core import clock
from core.exceptions import RuleBroken
from core.gate import takes
from incidents import services
from incidents.choices import category_choices, further_choices
from incidents.forms import IncidentForm, first_values, stored_values
from incidents.models import Incident, IncidentStatus
from incidents.steps import may_change, may_edit

FORM_PAGE = "incidents/log.html"
LONGEST_KEY = 18  # digits
# what happened before a community ended may be recorded in it afterwards
STANDING_FIRST = (F("dissolved_on").desc(nulls_first=True), "sort_key", "pk")


@takes("community", many=("responders",))
class IncidentLog(View):
    """Log an event: the form, and its storing exactly once."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm(services.ADD):
            raise PermissionDenied
        every = Community.objects.filter(projected=False)
        self.mine = every.visible_to(request.user, to=services.ADD)
        self.community = self._chosen(request)
        return super().dispatch(request, *args, **kwargs)

    def _chosen(self, request: HttpRequest) -> Community:
        """Return the community the form is for: the one asked for, or the own one."""
        rows = self.mine.select_related("oblast", "raion").order_by(*STANDING_FIRST)
        sent, code = request.POST.get("community", ""), request.GET.get("community", "")
        if code:
            rows = rows.filter(code=code.replace("\0", ""))
        known = sent.isdecimal() and len(sent) <= LONGEST_KEY and rows.filter(pk=sent).first()
        found = known or rows.first()  # the form says what is wrong with one that is not known
        if found is None:
            raise Http404
        return found

    def get(self, request: HttpRequest) -> HttpResponse:
        initial = first_values(user=request.user, community=self.community)
        return self.page(request, self.form(initial=initial))

    def post(self, request: HttpRequest) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(request, form, 400)
        pk = form.cleaned_data["id"]
        try:
            with transaction.atomic():
                incident = services.log_incident(
                    pk=pk,
                    record=form.record,
                    by=request.user,
                    at=clock.now(),
                    draft="later" in request.POST,
                    body_hash=form.body_hash,
                )
        except services.IdTaken:
            return self._again(request, form)
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
            return self.page(request, form, 409)
        _say_stored(request, incident)
        return redirect(incident)

    def _again(self, request: HttpRequest, form: IncidentForm) -> HttpResponse:
        """Answer a second click with the same record; another story is not added silently."""
        mine = Incident.objects.visible_to(request.user)
        incident = get_object_or_404(mine, pk=form.cleaned_data["id"])
        if bytes(incident.body_hash or b"") == form.body_hash:
            _say_stored(request, incident)
        else:
            messages.warning(
                request,
                _(
                    "This record was stored before. What was sent now is not added to it:"
                    " change the record if something is missing."
                ),
            )
        return redirect(incident)

    def form(self, *args: Any, **kwargs: Any) -> IncidentForm:
        user = self.request.user
        service = self.service()
        return IncidentForm(*args, user=user, service=service, community=self.community, **kwargs)

    def service(self) -> str:
        """Return the service whose categories are shown; storing refuses where there are two."""
        found = services.services_of(by=self.request.user, community=self.community)
        return found[0] if found else Service.POLICE

    def page(self, request: HttpRequest, form: IncidentForm, status: int = 200) -> HttpResponse:
        own = form["responders"].value() or []
        context = {
            "form": form,
            "community": self.community,
            "categories": category_choices(form["category"]),
            "further": further_choices(form["further_categories"]),
            "responders": _sorted_responders(form, {str(each) for each in own}),
            "back_url": self.back_url(),
            **self.texts(),
        }
        return render(request, FORM_PAGE, context, status=status)

    def back_url(self) -> str:
        return reverse("incidents:list")

    def texts(self) -> dict[str, Any]:
        """Return what the page says of this task: its title, its verbs, its other communities."""
        others = self.mine.order_by(*STANDING_FIRST)[: settings.LIMITS["communities_offered"]]
        return {
            "title": _("New incident"),
            "primary": _("Record"),
            "secondary": _("Continue later"),
            "communities": others if len(others) > 1 else [],
        }


class IncidentEdit(IncidentLog):
    """Change a record that is not yet verified."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen = Incident.objects.with_names().visible_to(request.user)
        joined = seen.select_related("community__oblast", "community__raion")
        self.incident = get_object_or_404(joined, pk=kwargs["pk"])
        if not may_edit(request.user, self.incident):
            if not may_change(request.user, self.incident):
                raise Http404
            messages.error(request, _("A verified or annulled incident is no longer edited."))
            return redirect(self.incident)
        self.community = self.incident.community
        return View.dispatch(self, request, *args, **kwargs)

    def service(self) -> str:
        return self.incident.service

    def get(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        initial = stored_values(self.incident)
        return self.page(request, self.form(initial=initial, instance=self.incident))

    def post(self, request: HttpRequest, pk: UUID) -> HttpResponse:
        stored = Incident.objects.select_related("community", "category").get(pk=self.incident.pk)
        form = self.form(request.POST, instance=stored)
        if not form.is_valid():
            return self.page(request, form, 400)
        try:
            incident = services.edit_incident(
                incident=self.incident,
                record=form.record,
                by=request.user,
                at=clock.now(),
                version=form.cleaned_data["version"],
                submit="later" not in request.POST,
            )
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
            return self.page(request, form, 409)
        if incident.status == IncidentStatus.DRAFT:
            _say_stored(request, incident)
        else:
            messages.success(request, _("Saved, no. %(number)s.") % {"number": incident.number})
        return redirect(incident)

    def back_url(self) -> str:
        return self.incident.get_absolute_url()

    def texts(self) -> dict[str, Any]:
        waits = self.incident.status in {IncidentStatus.DRAFT, IncidentStatus.RETURNED}
        number = self.incident.number
        return {
            "title": _("Change no. %(number)s") % {"number": number} if number else _("Draft"),
            "primary": self._verb(waits),
            "secondary": _("Save, submit later") if waits else "",
            "communities": [],
        }

    def _verb(self, waits: bool) -> str:
        if not self.incident.is_editable:
            return _("Amend")
        return _("Submit") if waits else _("Save")


def _sorted_responders(form: IncidentForm, ticked: set[str]) -> dict[str, list[Any]]:
    """Part the officers: those of the community or ticked, and all others who may have come."""
    near, far = [], []
    for choice in form["responders"].subwidgets:
        value = choice.data["value"]
        here = value.instance.is_here or str(value) in ticked
        (near if here else far).append(choice)
    return {"near": near, "far": far}


def _say_stored(request: HttpRequest, incident: Incident) -> None:
    if incident.status == IncidentStatus.DRAFT:
        messages.success(request, _("Kept as a draft. It counts once you submit it."))
    else:
        messages.success(request, _("Accepted, no. %(number)s.") % {"number": incident.number})
