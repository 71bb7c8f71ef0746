"""Begin and stop seeing the pages as another account sees them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts.models import EventKind, User
from communities.administration import seeing
from communities.administration.views.steps import AccountStep
from communities.giving import SEE_AS, may_see_as
from communities.refusals import Actor
from core.exceptions import RuleBroken
from core.gate import MethodsFirst


class SeeAs(AccountStep):
    """See the pages as an account, with a reason, on record."""

    permission_required = SEE_AS
    name = "see_as"

    def take(self, request: HttpRequest, account: User, reason: str) -> HttpResponse:
        actor = Actor(request.user, request)
        if not may_see_as(request.user, account):
            actor.note(EventKind.GRANT_REFUSED, account, why="not_to_be_seen_as", reason=reason)
            words = _("You may see the pages only as an open account that holds no more than you.")
            raise RuleBroken(words, code="not_to_be_seen_as")
        actor.note(EventKind.SEEN_AS, account, reason=reason)
        seeing.start(request, account)
        return redirect("/")


class StopSeeing(MethodsFirst, View):
    """Be oneself again."""

    def post(self, request: HttpRequest) -> HttpResponse:
        seen = seeing.stop(request)
        if seen and request.user.has_perm("accounts.view_user"):
            return redirect("administration:account", seen)
        return redirect("/")
