"""The own account, the language."""

from datetime import date
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.factors import held
from accounts.forms import Preferences, Theme
from accounts.role_words import ROLE_WORDS
from core import clock

YEAR = 365 * 24 * 3600  # seconds


@require_http_methods(["GET", "HEAD", "POST"])
def account(request: HttpRequest) -> HttpResponse:
    """Show and change what the reader chose: language and appearance."""
    preferences = Preferences(request.POST or None, instance=request.user)
    theme = Theme(request.POST or None, initial={"theme": request.COOKIES.get("theme", "system")})
    if request.method != "POST" or not (preferences.is_valid() and theme.is_valid()):
        context = {
            "preferences": preferences,
            "theme": theme,
            "grants": _grants(request.user),
            "is_excepted": held.is_excepted(request.user),
        }
        return render(request, "accounts/account.html", context, status=_status(request))
    user = preferences.save()
    with translation.override(user.language):
        messages.success(request, _("Saved."))
    response = redirect("accounts:account")
    _keep(response, settings.LANGUAGE_COOKIE_NAME, user.language)
    _keep(response, "theme", theme.cleaned_data["theme"])
    return response


def _grants(user: Any) -> list[dict[str, Any]]:
    """Return what the account was granted: the role in words, where, for whom and until when."""
    rows = user.grants.select_related("role", "oblast", "raion", "community", "granted_by")
    return [
        {
            "grant": each,
            "role": ROLE_WORDS.get(each.role.name, each.role.name),
            "in_force": each.starts_on <= clock.today() < (each.ends_on or date.max),
        }
        for each in rows.order_by("-starts_on", "pk")
    ]


def _status(request: HttpRequest) -> int:
    return 400 if request.method == "POST" else 200


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Change the language and come back to the same address."""
    wished = request.POST.get("language", "")
    target = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()):
        target = "/"
    response = HttpResponseRedirect(target)
    if wished in dict(settings.LANGUAGES):
        _keep(response, settings.LANGUAGE_COOKIE_NAME, wished)
        if request.user.is_authenticated:
            request.user.language = wished
            request.user.save(update_fields=["language"])
    return response


def _keep(response: HttpResponse, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", httponly=True, secure=settings.SECURE
    )
