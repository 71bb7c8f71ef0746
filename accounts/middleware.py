"""The language of an answer, how long whoever asks is signed in, and how often he may call."""

from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts import sessions
from accounts.rates import by_address
from core.api.problems import TOO_OFTEN, json_problem
from core.errors import refused
from core.gate import API
from core.language import header_language


def reader_language(get_response: Callable) -> Callable:
    """Answer in the reader's language; Ukrainian where nobody said anything else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with translation.override(_language(request)):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "uk")
        return response

    return middleware


def _language(request: HttpRequest) -> str:
    if request.path.startswith(("/api/v1/", "/oauth/")):
        return header_language(request)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    wished = chosen or getattr(request.user, "language", "")
    return wished if wished in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


WORDS_OF_END = {
    "idle": gettext_lazy("You were signed out: nothing was asked of the portal for some time."),
    "absolute": gettext_lazy("You were signed out: the time since you signed in is over."),
}
TO_SET_UP = ("security", "add-passkey", "add-app", "codes", "sign-out", "passkey-question")


def session_limits(get_response: Callable) -> Callable:
    """End sessions that have run out, and lead whoever lacks a second factor to set one up."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not sessions.is_signed_in(request) or not request.user.is_authenticated:
            return get_response(request)
        why = "" if _only_asks(request) else sessions.over(request)
        if why:
            sessions.stop(request, why)
            messages.warning(request, WORDS_OF_END[why])
        elif sessions.CONFINED in request.session and request.path not in _to_set_up():
            return _to_the_factor(request)
        else:
            request.session_left = sessions.left(request)  # type: ignore[attr-defined]
        return get_response(request)

    return middleware


def _only_asks(request: HttpRequest) -> bool:
    """Say whether a page asks how long its session lasts: nobody is there because of that."""
    return request.method == "GET" and request.path == _session_page()


@cache
def _session_page() -> str:
    return reverse("accounts:session")


@cache
def _to_set_up() -> frozenset[str]:
    own = (reverse(f"accounts:{each}") for each in TO_SET_UP)
    return frozenset({*own, reverse("set-language")})


def _to_the_factor(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        text = _("Set up a second factor first, on the page of your account.")
        return refused(request, status=403, code="second_factor_missing", detail=text)
    return redirect("accounts:security")


def rate(get_response: Callable) -> Callable:
    """Tell the rate of calls with every answer of the API; count what no view has counted."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if not request.path.startswith(API):
            return response
        found = getattr(request, "rate", None) or by_address(request)
        if not found.may and response.status_code != 429:
            response = json_problem(request, 429, "throttled", TOO_OFTEN)
            response["Retry-After"] = str(found.seconds)
        found.tell(response)
        return response

    return middleware
