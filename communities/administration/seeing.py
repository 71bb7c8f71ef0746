"""Seeing the pages as another account sees them: for a while, to look, and never to do anything."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from accounts.events import note
from accounts.models import EventKind, User
from communities.giving import SEE_AS, may_see_as
from core import clock
from core.errors import refused

KEPT = "seeing"  # in the session: whom, who, until when
STOP = "administration:stop-seeing"
LOOKS = {"GET", "HEAD", "OPTIONS"}


def start(request: HttpRequest, account: User) -> None:
    """Show this browser the pages as an account sees them, from the next request on."""
    until = clock.now() + timedelta(seconds=settings.LIMITS["seeing"])
    request.session[KEPT] = [account.pk, request.user.pk, until.isoformat()]


def stop(request: HttpRequest) -> int | None:
    """Let the reader be himself again; return whom he saw as."""
    kept = request.session.pop(KEPT, None)
    return kept[0] if kept else None


class SeeAs:
    """Swap the reader for the account that is seen as; `request.seen_by` is who really asks.

    What wants to know a real reader (the log of sensitive readings, proof again) asks
    `request.seen_by` and shows nothing where it is somebody.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.seen_by = request.seen_until = None
        if settings.SESSION_COOKIE_NAME in request.COOKIES and KEPT in request.session:
            self._swap(request)
        return self.get_response(request)

    def process_view(
        self, request: Any, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Refuse whatever would do something, before any view can."""
        if not request.seen_by or request.method in LOOKS:
            return None
        if request.resolver_match.view_name == STOP:
            request.user = request.seen_by
            return None
        refusal = {"why": "asked_to_change", "path": request.path[:200]}
        by = request.seen_by
        note(EventKind.GRANT_REFUSED, account=request.user, by=by, request=request, **refusal)
        words = _(
            "You see the pages as another account: nothing can be sent or changed so. Stop seeing"
            " as it first."
        )
        return refused(request, status=403, code="seeing_as", detail=words)

    def _swap(self, request: Any) -> None:
        """Ask anew at every request whether it may still be; otherwise end it."""
        key, by, until = request.session[KEPT]
        account = User.objects.filter(pk=key).first()
        mine = request.user.is_authenticated and request.user.pk == by
        lasts = clock.now() < datetime.fromisoformat(until)
        allowed = mine and lasts and request.user.has_perm(SEE_AS)
        if not (allowed and account and may_see_as(request.user, account)):
            stop(request)
            return
        request.seen_by = request.user
        request.seen_until = datetime.fromisoformat(until)
        request.user = account
