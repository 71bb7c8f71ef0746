"""Sensitive steps want a proof of who is there that is not older than ten minutes.

    @needs_proof
    def view(request): …

    class View(NeedsProof, UpdateView): …

Whoever proved it too long ago gets, at the same address, a page that asks for password, code or
passkey, and comes back to what was asked: a form that was sent is sent on as it was.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts import slowing
from accounts.events import note
from accounts.factors import held, proofs
from accounts.models import EventKind
from accounts.reader import reader_of
from accounts.sessions import PROVED
from core import clock

PREFIX = "proof"  # of the fields of the page that asks


class Proof(forms.Form):
    """A password, a code, or what a passkey has signed: one of them proves who is there."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        max_length=settings.LIMITS["password_longest"],
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label=_("Or a code of the app"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )
    passkey = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)


def needs_proof(view: Callable[..., HttpResponse]) -> Callable[..., Any]:
    """Let a view answer only to who proved lately who it is."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seen_as_another = getattr(request, "seen_by", None) is not None
        if seen_as_another or not request.user.is_authenticated:
            raise PermissionDenied
        if proved_lately(request):
            return view(request, *args, **kwargs)
        return _ask(request, lambda: view(request, *args, **kwargs))

    return sensitive_post_parameters(f"{PREFIX}-password", f"{PREFIX}-code")(guarded)


class NeedsProof:
    """A class-based page that answers only to who proved lately who it is.

    A method the page does not know is refused before anybody is asked for anything.
    """

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        go_on: Callable[..., HttpResponse] = super().dispatch  # type: ignore[misc]
        known = hasattr(self, (request.method or "").lower())
        return (needs_proof(go_on) if known else go_on)(request, *args, **kwargs)


def proved_lately(request: HttpRequest) -> bool:
    """Say whether the person of a session proved lately who it is; signing in is a proof too."""
    age = clock.now().timestamp() - request.session.get(PROVED, 0)
    return 0 <= age <= settings.LIMITS["proof"]


def _ask(request: HttpRequest, go_on: Callable[[], HttpResponse]) -> HttpResponse:
    """Ask for the proof, judge it, and go on with what was asked at first."""
    given = request.POST if f"{PREFIX}-password" in request.POST else None
    form = Proof(given, prefix=PREFIX)
    if given is None or not form.is_valid():
        return _page(request, form, 403)
    try:
        way = _way(request, form.cleaned_data)
    except slowing.TooManyTries as wait:
        return too_many(request, wait)
    if not way:
        form.add_error(None, _("This proves nothing: check it and try again."))
        return _page(request, form, 403)
    request.session[PROVED] = clock.now().timestamp()
    user = reader_of(request)
    note(EventKind.PROVED_AGAIN, account=user, by=user, request=request, way=way)
    rest = _rest(request.POST)
    if not rest:
        return HttpResponseRedirect(request.get_full_path())
    request.POST = rest  # type: ignore[assignment]
    return go_on()


def _way(request: HttpRequest, said: dict[str, str]) -> str:
    """Return what was proved, empty where nothing was."""
    user = reader_of(request)
    if said["code"] or said["passkey"]:
        return proofs.shown(request, user, code=said["code"], passkey=said["passkey"])
    slowing.count(request, user.get_username())
    if not user.check_password(said["password"]):
        note(EventKind.SIGN_IN_REFUSED, account=user, request=request, step="proof")
        return ""
    slowing.forgive(request, user.get_username())
    return "password"


def _page(request: HttpRequest, form: Proof, status: int) -> HttpResponse:
    context = {
        "form": form,
        "carried": [(name, each) for name, all_ in _rest(request.POST).lists() for each in all_],
        "has_factor": not held.is_excepted(request.user) or held.has_second(request.user),
        "lost_file": bool(request.FILES),
    }
    return render(request, "accounts/prove.html", context, status=status)


def _rest(posted: QueryDict) -> QueryDict:
    """Return the form that was sent at first, without the fields of the proof."""
    rest = posted.copy()
    for name in [each for each in rest if each.startswith(f"{PREFIX}-")]:
        del rest[name]
    rest.pop("csrfmiddlewaretoken", None)
    return rest


def too_many(request: HttpRequest, wait: slowing.TooManyTries) -> HttpResponse:
    """Say when the next try is heard."""
    at = clock.now() + timedelta(seconds=wait.seconds)
    response = render(
        request, "accounts/slowed.html", {"at": at, "seconds": wait.seconds}, status=429
    )
    response["Retry-After"] = str(wait.seconds)
    return response
