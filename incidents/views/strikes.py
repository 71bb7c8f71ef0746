"""Strikes: their list, their pages, and the incidents that belong to them."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import PermissionRequiredMixin
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View

from core import clock
from core.exceptions import RuleBroken
from core.gate import MethodsFirst, takes
from core.pager import MARKS, counted_up_to, keyset_page, without_marks
from incidents import strikes
from incidents.models import Incident, Strike
from incidents.models.strike import VIEW
from incidents.strike_forms import MembersForm, StrikeForm

NEWEST_FIRST = ("-started_at", "-id")
INCIDENTS = ("-occurred_at", "-id")


def crumbs(*more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """Return the way to a page about strikes."""
    above = (_("Incidents"), reverse("incidents:list"))
    return [above, (_("Strikes"), reverse("incidents:strikes") if more else None), *more]


@takes(*MARKS)
class StrikeList(MethodsFirst, PermissionRequiredMixin, View):
    """The strikes that concerned the reader's oblasts, the newest first."""

    permission_required = VIEW

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = Strike.objects.visible_to(request.user).prefetch_related("oblasts")
        context = {
            "page": keyset_page(request, rows, NEWEST_FIRST),
            "found": counted_up_to(rows),
            "first_url": without_marks(request),
            "may_add": request.user.has_perm(strikes.ADD),
            "crumbs": crumbs(),
        }
        return render(request, "incidents/strikes.html", context)


@takes(*MARKS)
class StrikeDetail(MethodsFirst, PermissionRequiredMixin, View):
    """A strike and the incidents of it that the reader sees; whoever may change it groups them."""

    permission_required = VIEW

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self.page(request, self.strike(request, pk))

    def strike(self, request: HttpRequest, pk: int) -> Strike:
        return get_object_or_404(Strike.objects.visible_to(request.user), pk=pk)

    def page(
        self, request: HttpRequest, strike: Strike, refused: Any = None, status: int = 200
    ) -> HttpResponse:
        rows = Incident.objects.visible_to(request.user).filter(strike=strike).with_names()
        may_change = self.may_change(request, strike)
        offered = strikes.candidates(strike, request.user).with_names().order_by(*INCIDENTS)
        context = {
            "strike": strike,
            "oblasts": strike.oblasts.order_by("sort_key"),
            "page": keyset_page(request, rows, INCIDENTS),
            "found": counted_up_to(rows),
            "first_url": without_marks(request),
            "may_change": may_change,
            "offered": offered[: settings.LIMITS["strike_candidates"]] if may_change else [],
            "refused": refused,
            "crumbs": crumbs((strike.title, None)),
        }
        return render(request, "incidents/strike.html", context, status=status)

    def may_change(self, request: HttpRequest, strike: Strike) -> bool:
        changeable = Strike.objects.filter(pk=strike.pk).changeable_by(request.user)
        return request.user.has_perm(strikes.CHANGE) and changeable.exists()


@takes(many=("oblasts",))
class StrikePage(MethodsFirst, PermissionRequiredMixin, View):
    """The form of a new strike."""

    permission_required = strikes.ADD

    def get(self, request: HttpRequest, **which: Any) -> HttpResponse:
        return self.page(request, self.form(initial=self.values(**which)), **which)

    def post(self, request: HttpRequest, **which: Any) -> HttpResponse:
        form = self.form(request.POST)
        if not form.is_valid():
            return self.page(request, form, 400, **which)
        try:
            strike = self.store(request, form, **which)
        except RuleBroken as error:
            form.add_error(error.field or None, error.message)
            return self.page(request, form, 409, **which)
        messages.success(request, _("Stored: %(title)s") % {"title": strike.title})
        return redirect(strike)

    def form(self, *args: Any, **kwargs: Any) -> StrikeForm:
        oblasts = strikes.oblasts_for(self.request.user, self.permission_required)
        return StrikeForm(*args, oblasts=oblasts, **kwargs)

    def values(self, **_which: Any) -> dict[str, Any]:
        return {}

    def store(self, request: HttpRequest, form: StrikeForm, **_which: Any) -> Strike:
        return strikes.record_strike(**form.said, by=request.user, at=clock.now())

    def words(self) -> str:
        return _("New strike")

    def page(
        self, request: HttpRequest, form: StrikeForm, status: int = 200, **_which: Any
    ) -> HttpResponse:
        title = self.words()
        context = {"form": form, "title": title, "crumbs": crumbs((title, None))}
        return render(request, "incidents/strike_form.html", context, status=status)


class StrikeEdit(StrikePage):
    """The form of a strike that is there."""

    permission_required = strikes.CHANGE

    def found(self, pk: int) -> Strike:
        seen = Strike.objects.visible_to(self.request.user)
        return get_object_or_404(seen.changeable_by(self.request.user), pk=pk)

    def values(self, **which: Any) -> dict[str, Any]:
        strike = self.found(**which)
        names = ("title", "started_at", "version")
        told = {name: getattr(strike, name) for name in names}
        return told | {"oblasts": [each.pk for each in strike.oblasts.all()]}

    def store(self, request: HttpRequest, form: StrikeForm, **which: Any) -> Strike:
        return strikes.change_strike(
            strike=self.found(**which),
            said=form.said,
            at=clock.now(),
            version=form.cleaned_data["version"],
        )

    def post(self, request: HttpRequest, **which: Any) -> HttpResponse:
        self.found(**which)  # what is not the reader's is not there, whatever was sent
        return super().post(request, **which)

    def words(self) -> str:
        return _("Change the strike")


@takes(many=("incidents",))
class StrikeMembers(StrikeDetail):
    """Put incidents into a strike, or take them out of it."""

    permission_required = strikes.CHANGE
    take_out = False

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Show the strike to whoever reloads a refused answer."""
        return redirect(self.strike(request, pk))

    def strike(self, request: HttpRequest, pk: int) -> Strike:
        seen = super().strike(request, pk)
        if not self.may_change(request, seen):
            raise Http404
        return seen

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        strike = self.strike(request, pk)
        form = MembersForm(request.POST, offered=self._offered(request, strike))
        if not form.is_valid():
            return self.page(request, strike, form, 400)
        chosen, now = form.cleaned_data["incidents"], clock.now()
        if self.take_out:
            moved = strikes.ungroup(incidents=chosen, at=now)
        else:
            moved = strikes.group(strike=strike, incidents=chosen, at=now)
        text = ngettext("%(n)s incident moved.", "%(n)s incidents moved.", moved)
        messages.success(request, text % {"n": moved})
        return redirect(strike)

    def _offered(self, request: HttpRequest, strike: Strike) -> Any:
        if self.take_out:
            return Incident.objects.visible_to(request.user).filter(strike=strike)
        return strikes.candidates(strike, request.user)
