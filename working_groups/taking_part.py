"""The public form by which everybody may join a group, or bring an idea; nobody has to sign in.

Nothing of what is written is shown before it is decided. An address may send a few in an hour;
while nobody counts (Valkey is away), what may wait for a group bounds them.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.generic import View

from accounts.events import address_of
from core import clock
from core.exceptions import RuleBroken
from core.gate import takes
from working_groups.proposal_forms import ProposalForm
from working_groups.proposals import open_groups, take_in

PUBLIC = [login_not_required, never_cache, csrf_protect]


@method_decorator(PUBLIC, name="dispatch")
@takes()
class TakePart(View):
    """Write to a group: a wish to join, or an idea."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return _page(request, ProposalForm())

    def post(self, request: HttpRequest) -> HttpResponse:
        form = ProposalForm(request.POST)
        if not form.is_valid():
            return _page(request, form, 400)
        if form.cleaned_data["website"]:  # a program: it learns nothing, and nothing is kept
            return redirect("taking_part:thanks")
        if not _may_send(request):
            text = _("Too many proposals came from your address. Try again in an hour.")
            form.add_error(None, text)
            return _page(request, form, 429)
        try:
            take_in(said=form.said, names=form.names, by=None, at=clock.now())
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, broken.message)
            return _page(request, form, 409)
        return redirect("taking_part:thanks")


@method_decorator(PUBLIC, name="dispatch")
@takes()
class Thanks(View):
    """Say that the proposal arrived, and what comes next."""

    http_method_names = ["get", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return render(request, "proposals/thanks.html")


def _page(request: HttpRequest, form: Any, status: int = 200) -> HttpResponse:
    context = {"form": form, "open": open_groups().exists()}
    return render(request, "proposals/public.html", context, status=status)


def _may_send(request: HttpRequest) -> bool:
    """Count a proposal from an address, and say whether it may be sent."""
    spent = cache.spend(  # type: ignore[attr-defined]
        f"proposals:{address_of(request)}",
        1,
        most=settings.LIMITS["proposals_of_address"],
        seconds=settings.LIMITS["proposals_window"],
    )
    return spent is None or bool(spent[0])
