"""The pages about one's own ways in: factors, password, sessions, the end of the account."""

from __future__ import annotations

import base64
import json
from typing import Any

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib import auth, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods

from accounts import sessions, slowing
from accounts.closing import close, why_it_stays
from accounts.events import note
from accounts.factors import app, codes, held, passkeys
from accounts.forms import AppCode, Closing, NewPasskey, NewPassword, RenamedPasskey
from accounts.models import BrowserSession, EventKind
from accounts.proving import needs_proof, too_many
from accounts.reader import reader_of
from accounts.signing_in import safe_target
from core import clock
from core.exceptions import RuleBroken

page = require_http_methods(["GET", "HEAD", "POST"])


@page
def security(request: HttpRequest) -> HttpResponse:
    """List the factors; a name of a passkey is changed here, and a factor removed."""
    if request.method == "POST":
        return _change(request)
    return _security(request)


def _security(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    found = held.of(request.user)
    printed = next((each for each in found if each.type == held.CODES), None)
    context = {
        "passkeys": [each for each in found if each.type == held.PASSKEY],
        "app": next((each for each in found if each.type == held.APP), None),
        "printed": printed,
        "codes_left": codes.left(printed) if printed else 0,
        "is_excepted": held.is_excepted(request.user),
        "confined": sessions.CONFINED in request.session,
        "error": error,
    }
    return render(request, "accounts/security.html", context, status=status)


@needs_proof
def _change(request: HttpRequest) -> HttpResponse:
    key = request.POST.get("factor", "")
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return _security(request, _("Say which factor."), 400)
    try:
        if "remove" in request.POST:
            held.remove(user=reader_of(request), key=int(key), request=request)
            messages.success(request, _("The factor is removed."))
            return redirect("accounts:security")
        return _rename(request, int(key))
    except RuleBroken as refusal:
        return _security(request, refusal.message, 400)


def _rename(request: HttpRequest, key: int) -> HttpResponse:
    form = RenamedPasskey(request.POST)
    if not form.is_valid():
        return _security(request, " ".join(map(str, form.errors["name"])), 400)
    found = next((e for e in held.of(request.user) if e.pk == key and e.type == held.PASSKEY), None)
    if found is None:
        raise RuleBroken(_("This factor is no longer there."), code="factor_unknown")
    found.data["name"] = form.cleaned_data["name"]
    found.save(update_fields=["data"])
    messages.success(request, _("Saved."))
    return redirect("accounts:security")


@page
@needs_proof
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Make a passkey for this account in this browser."""
    form = NewPasskey(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            factor = passkeys.add(request, form.cleaned_data["passkey"], form.cleaned_data["name"])
        except passkeys.PasskeyRefused as refusal:
            detail = {"factor": held.PASSKEY, "why": str(refusal)[:80]}
            note(EventKind.FACTOR_REFUSED, account=reader_of(request), request=request, **detail)
            form.add_error(None, _("The browser made no passkey for this portal. Try again."))
        else:
            return _done(request, factor)
    many = [e for e in held.of(request.user) if e.type == held.PASSKEY]
    full = len(many) >= settings.LIMITS["passkeys"]
    question = {} if full else passkeys.question_to_add(request)
    context = {"form": form, "question": json.dumps(question), "full": full}
    return render(request, "accounts/add_passkey.html", context, status=_status(request))


@page
@needs_proof
def add_app(request: HttpRequest) -> HttpResponse:
    """Show the secret of an app that counts time, and keep it when its code is right."""
    if any(each.type == held.APP for each in held.of(request.user)):
        return _security(request, _("An app is there already: remove it first."), 400)
    form = AppCode(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            slowing.count(request, "factor", str(request.user.pk))
        except slowing.TooManyTries as wait:
            return too_many(request, wait)
        factor = app.add(request, form.cleaned_data["code"])
        if factor is not None:
            slowing.forgive(request, "factor", str(request.user.pk))
            return _done(request, factor)
        form.add_error("code", _("This code is wrong, or its time is over. Type the next one."))
    secret = app.new_secret(request)
    context = {"form": form, "secret": _grouped(secret), "picture": _picture(request, secret)}
    return render(request, "accounts/add_app.html", context, status=_status(request))


def _picture(request: HttpRequest, secret: str) -> str:
    """Return the square code that an app reads, as an address of a picture."""
    adapter = get_adapter()
    drawn = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return f"data:image/svg+xml;base64,{base64.b64encode(drawn.encode()).decode('ascii')}"


def _grouped(secret: str) -> str:
    return " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))


def _done(request: HttpRequest, factor: Any) -> HttpResponse:
    """Go on after a new factor: to the printed codes where there are none yet."""
    held.added(request, factor)
    messages.success(request, _("The second factor is added."))
    has_codes = any(each.type == held.CODES for each in held.of(request.user))
    return redirect("accounts:security" if has_codes else "accounts:codes")


@page
@needs_proof
@sensitive_variables("made")
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """Make a new set of printed codes and show it, this once."""
    if not held.has_second(request.user):
        text = _("Add a passkey or an app first: printed codes stand in for one.")
        return _security(request, text, 400 if request.method == "POST" else 200)
    if request.method != "POST":
        return render(request, "accounts/codes.html", {"made": None})
    if "make" not in request.POST:
        return render(request, "accounts/codes.html", {"made": None}, status=400)
    made = codes.renew(request.user)
    note(
        EventKind.RECOVERY_CODES_MADE,
        account=reader_of(request),
        by=reader_of(request),
        request=request,
    )
    return render(request, "accounts/codes.html", {"made": made, "at": clock.now()})


@page
@sensitive_post_parameters()
def password(request: HttpRequest) -> HttpResponse:
    """Change the password; every other session of the account ends."""
    user = reader_of(request)
    if request.method == "POST":
        try:
            slowing.count(request, user.get_username())
        except slowing.TooManyTries as wait:
            return too_many(request, wait)
    form = NewPassword(user, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        if "old_password" in form.errors:
            note(EventKind.SIGN_IN_REFUSED, account=user, request=request, step="new password")
        elif request.method == "POST":
            slowing.forgive(request, user.get_username())
        return render(request, "accounts/password.html", {"form": form}, status=_status(request))
    slowing.forgive(request, user.get_username())
    with transaction.atomic():
        form.save()
        note(EventKind.PASSWORD_CHANGED, account=user, by=user, request=request)
    own = request.session.session_key
    auth.update_session_auth_hash(request, user)
    sessions.move(request, own or "")
    sessions.end_others(user, by=user, request=request, why="password changed")
    messages.success(request, _("The password is changed. Your other sessions have ended."))
    return redirect("accounts:account")


@page
def own_sessions(request: HttpRequest) -> HttpResponse:
    """List the browsers that are signed in; end one, or all the others."""
    alive = BrowserSession.objects.alive(reader_of(request), clock.now()).order_by(
        "-seen_at", "-pk"
    )
    if request.method == "POST":
        return _end(request, alive)
    own = request.session.session_key
    rows = list(alive[: settings.LIMITS["sessions_most"]])
    return render(request, "accounts/sessions.html", {"rows": rows, "own": own})


def _end(request: HttpRequest, alive: Any) -> HttpResponse:
    user, key = reader_of(request), request.POST.get("session", "")
    if "everywhere" in request.POST:
        sessions.end_others(user, by=user, request=request, why="everywhere")
        auth.logout(request)
        return redirect("accounts:sign-in")
    is_number = key.isascii() and key.isdecimal() and len(key) < 19
    found = alive.filter(pk=int(key)).select_related("account").first() if is_number else None
    if found is None:
        rows = list(alive[: settings.LIMITS["sessions_most"]])
        context = {"rows": rows, "own": request.session.session_key, "unknown": True}
        return render(request, "accounts/sessions.html", context, status=400)
    if found.key == request.session.session_key:
        auth.logout(request)
        return redirect("accounts:sign-in")
    sessions.end(found, by=user, request=request, why="ended by its owner")
    sessions.raise_rights_version(user)
    messages.success(request, _("The session has ended."))
    return redirect("accounts:sessions")


@page
def this_session(request: HttpRequest) -> HttpResponse:
    """Tell programs of the page how long the session lasts; being sent to, make it last."""
    if request.method == "POST":
        sessions.over(request, forced=True)
        target = safe_target(request, request.POST.get("next", ""))
        return redirect(target or "accounts:session")
    return JsonResponse({"left": sessions.left(request, exactly=True)})


@page
@needs_proof
def close_account(request: HttpRequest) -> HttpResponse:
    """Close the own account: what it recorded stays, every way in ends."""
    form, stays = Closing(request.POST or None), why_it_stays(reader_of(request))
    if request.method != "POST" or stays or not form.is_valid():
        context = {"form": form, "stays": stays}
        return render(request, "accounts/close.html", context, status=_status(request))
    close(account=reader_of(request), by=reader_of(request), request=request)
    auth.logout(request)
    messages.success(request, _("The account is closed."))
    return redirect("accounts:sign-in")


def _status(request: HttpRequest) -> int:
    return 400 if request.method == "POST" else 200
