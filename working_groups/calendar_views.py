"""The meetings of a month as a page, and the addresses under which calendar programs read them."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View

from accounts.rates import of_secret
from core import clock
from core.api.problems import TOO_OFTEN
from core.errors import refused
from core.gate import MethodsFirst, takes
from core.periods import Month, Period
from working_groups import calendars, ical, meetings
from working_groups.meeting_views import crumbs
from working_groups.models import CalendarReach, Meeting, MeetingCalendar, WorkingGroup


class MonthForm(forms.Form):
    """Which month is shown; without a word the one of today."""

    month = forms.CharField(
        label=gettext_lazy("Month"), required=False, widget=forms.TextInput(attrs={"type": "month"})
    )

    def clean_month(self) -> Month:
        text = self.cleaned_data["month"]
        try:
            return Month.parse(text) if text else Month.of(clock.today())
        except ValueError:
            words = _("Write a month, for example 2026-11.")
            raise forms.ValidationError(words, code="month") from None


@takes("month")
class MeetingMonth(PermissionRequiredMixin, TemplateView):
    """The meetings of the groups in reach, day by day of one month."""

    permission_required = meetings.VIEW
    template_name = "meetings/month.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = MonthForm(self.request.GET)
        month = form.cleaned_data["month"] if form.is_valid() else Month.of(clock.today())
        if not form.data.get("month"):
            form = MonthForm({"month": str(month)})
        found = self._of(Period.of_months(month))
        most = settings.LIMITS["calendar_meetings"]
        days = groupby(found[:most], lambda each: timezone.localdate(each.planned_for))
        return super().get_context_data(
            form=form,
            month=month.first_day,
            before=month.shift(-1),
            after=month.shift(1),
            days=[(day, list(rows)) for day, rows in days],
            more=len(found) > most,
            crumbs=crumbs((_("Calendar"), None)),
            **kwargs,
        )

    def _of(self, period: Period) -> list[Meeting]:
        rows = Meeting.objects.visible_to(self.request.user).filter(
            planned_for__gte=period.starts_at, planned_for__lt=period.ends_at
        )
        joined = rows.select_related("group__community__oblast").order_by("planned_for", "pk")
        return list(joined[: settings.LIMITS["calendar_meetings"] + 1])

    def render_to_response(self, context: dict[str, Any], **more: Any) -> HttpResponse:
        more.setdefault("status", 200 if context["form"].is_valid() else 400)
        return super().render_to_response(context, **more)


class CalendarForm(forms.Form):
    """Which address is made anew or ended."""

    reach = forms.ChoiceField(choices=CalendarReach.choices)
    group = forms.ModelChoiceField(WorkingGroup.objects.none(), required=False)
    end = forms.BooleanField(required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["group"]
        field.queryset = WorkingGroup.objects.visible_to(user, to=meetings.VIEW)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if (said.get("reach") == CalendarReach.GROUP) != bool(said.get("group")):
            raise forms.ValidationError(_("Say of which group."), code="group")
        return said


@takes()
class OwnCalendars(MethodsFirst, PermissionRequiredMixin, View):
    """One's own addresses: made anew, shown once, ended."""

    permission_required = meetings.VIEW
    template_name = "meetings/calendars.html"

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page()

    def post(self, request: HttpRequest) -> HttpResponse:
        form = CalendarForm(request.POST, user=request.user)
        if not form.is_valid():
            return self._page(status=400, form=form)
        said: dict[str, Any] = {name: form.cleaned_data[name] for name in ("reach", "group")}
        said |= {"by": request.user, "at": clock.now()}
        if form.cleaned_data["end"]:
            if calendars.end_calendar(**said):
                messages.success(request, _("The address opens no more."))
            return redirect("meetings:calendars")
        made, token = calendars.make_calendar(**said)
        path = reverse("meetings:feed", args=[token])
        response = self._page(made=made, address=request.build_absolute_uri(path))
        response["Cache-Control"] = "no-store"
        return response

    def _page(self, status: int = 200, **more: Any) -> HttpResponse:
        mine = MeetingCalendar.objects.visible_to(self.request.user).in_force()
        rows = mine.select_related("group__community__oblast").order_by("reach", "pk")
        known = {each.reach for each in rows}
        context = {
            "calendars": rows,
            "offered": [e for e in CalendarReach if e != CalendarReach.GROUP and e not in known],
            "crumbs": crumbs((_("Addresses for a calendar"), None)),
            **more,
        }
        return render(self.request, self.template_name, context, status=status)


@takes()
@method_decorator(login_not_required, name="dispatch")
class Feed(View):
    """The calendar of a secret address, for whoever holds it, while its account sees meetings."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        count = of_secret(request)
        if not count.may:
            answer = refused(request, status=429, code="throttled", detail=TOO_OFTEN)
            answer["Retry-After"] = str(count.seconds)
            return answer
        calendar = calendars.calendar_of(token)
        if calendar is None:
            raise Http404
        with translation.override(calendar.owner.language or settings.LANGUAGE_CODE):
            rows = calendars.meetings_of(calendar)
            octets = ical.calendar_of_meetings(str(calendar), rows, request.build_absolute_uri)
        return ical.answer(request, octets)
