"""Self check-in: the page of the secretary with the code, and the page that the code opens."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts.rates import of_secret
from core import clock
from core.api.problems import TOO_OFTEN
from core.errors import refused
from core.exceptions import RuleBroken
from core.gate import MethodsFirst, takes
from working_groups import checkins
from working_groups.group_forms import PersonField
from working_groups.meeting_views import MeetingStep
from working_groups.models import CheckIn, PersonContact


class GuestForm(forms.Form):
    """Who a name that waits is."""

    person = PersonField()

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.people, field.label = people, _("Guest")


@takes()
class CheckInStep(MeetingStep):
    """The code of a sitting, opened and closed, and the names that wait."""

    template_name = "meetings/check_in.html"

    def get(self, request: HttpRequest, **which: Any) -> HttpResponse:
        return self._shown()

    def post(self, request: HttpRequest, **which: Any) -> HttpResponse:
        try:
            if "close" in request.POST:
                checkins.close_check_in(meeting=self.meeting, at=clock.now())
            else:
                by: Any = request.user
                checkins.open_check_in(meeting=self.meeting, by=by, at=clock.now())
        except RuleBroken as broken:
            messages.error(request, broken.message)
        return redirect("meetings:check-in", pk=self.meeting.pk)

    def _shown(self, bound: dict[int, GuestForm] | None = None, status: int = 200) -> HttpResponse:
        meeting, people = self.meeting, self.people
        code = CheckIn.objects.filter(meeting=meeting, revoked_at=None).first()
        address = ""
        if code:
            path = reverse("meetings:present", args=[checkins.code_of(code)])
            address = self.request.build_absolute_uri(path)
        waiting = [
            (each, (bound or {}).get(each.pk) or _guest(each, people))
            for each in meeting.waiting_names.order_by("pk")
        ]
        context = {
            "meeting": meeting,
            "address": address,
            "picture": checkins.drawn(address) if code else "",
            "opens": checkins.opens(meeting),
            "waiting": waiting,
            **self.further(_("Check-in by a code")),
        }
        return render(self.request, self.template_name, context, status=status)


def _guest(name: Any, people: Any) -> GuestForm:
    said = f"{name.last_name} {name.first_name}"
    return GuestForm(people=people, initial={"person": said}, auto_id=f"id_%s_{name.pk}")


@takes()
class WaitingStep(CheckInStep):
    """Decide about a name that waits: a guest who is known by name, or nobody."""

    def get(self, request: HttpRequest, **which: Any) -> HttpResponse:
        return redirect("meetings:check-in", pk=self.meeting.pk)

    def post(self, request: HttpRequest, **which: Any) -> HttpResponse:
        said = request.POST.get("name", "")
        rows = self.meeting.waiting_names
        name = rows.filter(pk=said if said.isdecimal() and len(said) < 10 else 0).first()
        if name is None:
            messages.error(request, _("Somebody decided about this name already."))
            return self._shown(status=400)
        if "dismiss" in request.POST:
            name.delete()
            return redirect("meetings:check-in", pk=self.meeting.pk)
        form = GuestForm(request.POST, people=self.people, auto_id=f"id_%s_{name.pk}")
        if not form.is_valid():
            return self._shown({name.pk: form}, 400)
        by: Any = request.user
        try:
            checkins.take_guest(
                name=name, person=form.cleaned_data["person"], by=by, at=clock.now()
            )
        except RuleBroken as broken:
            form.add_error(None, broken.message)
            return self._shown({name.pk: form}, 409)
        return redirect("meetings:check-in", pk=self.meeting.pk)


def _name(name: str) -> Any:
    field: Any = PersonContact._meta.get_field(name)
    return field.formfield(widget=forms.TextInput(attrs={"autocomplete": "off"}))


class NameForm(forms.Form):
    """How somebody who is at a sitting is called."""

    last_name, first_name = _name("last_name"), _name("first_name")


@takes()
@method_decorator(login_not_required, name="dispatch")
class Present(MethodsFirst, View):
    """Where a code leads: type your name. The answer is the same, whoever is called so."""

    template_name = "meetings/present.html"

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self._answer(code, None)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        return self._answer(code, NameForm(request.POST))

    def _answer(self, code: str, form: NameForm | None) -> HttpResponse:
        count = of_secret(self.request)
        if not count.may:
            answer = refused(self.request, status=429, code="throttled", detail=TOO_OFTEN)
            answer["Retry-After"] = str(count.seconds)
            return answer
        check_in = checkins.opened_by_code(code)
        if check_in is None:
            return self._page({}, 404)
        shown = {"meeting": check_in.meeting, "form": form or NameForm()}
        if form is None:
            return self._page(shown)
        if not form.is_valid():
            return self._page(shown, 400)
        checkins.say_name(check_in=check_in, at=clock.now(), **form.cleaned_data)
        return self._page(shown | {"form": None, "said": True})

    def _page(self, context: dict[str, Any], status: int = 200) -> HttpResponse:
        response = render(self.request, self.template_name, context, status=status)
        response["Cache-Control"] = "no-store"
        response["Referrer-Policy"] = "no-referrer"
        return response
