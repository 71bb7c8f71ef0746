"""Codes of an app that counts time (TOTP, RFC 6238); each opens once."""

from __future__ import annotations

import secrets
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import encrypt
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest

from accounts.factors.adapter import opened
from accounts.factors.held import APP
from core import clock

SECRET = "app-secret"  # noqa: S105 - the place in a session where the sealed one waits
STEP = 30  # seconds


def new_secret(request: HttpRequest) -> str:
    """Return the secret of the app that is being added; it waits, sealed, in the session."""
    known = opened(request.session.get(SECRET, ""))
    if known is None:
        known = generate_totp_secret()
        request.session[SECRET] = encrypt(known)
    return known


def add(request: HttpRequest, code: str) -> Authenticator | None:
    """Keep the app whose code this is; None where the code is wrong or an app is there already."""
    step = _step(new_secret(request), code)
    if step is None:
        return None
    try:
        with transaction.atomic():
            factor = TOTP.activate(request.user, new_secret(request)).instance
            factor.data["last_step"] = step  # what was shown here does not open anything later
            factor.save(update_fields=["data"])
    except IntegrityError:
        return None
    del request.session[SECRET]
    return factor


def why_not(user: Any, code: str) -> str:
    """Say why a code does not open an account; empty where it does, and it never does again."""
    with transaction.atomic():
        rows = Authenticator.objects.select_for_update().filter(user_id=user.pk, type=APP)
        factor = rows.first()
        secret = opened(factor.data["secret"]) if factor else None
        step = _step(secret, code) if secret else None
        if factor is None or step is None:
            return "wrong"
        if step <= factor.data.get("last_step", 0):
            return "reused"
        factor.data["last_step"] = step
        factor.last_used_at = clock.now()
        factor.save(update_fields=["data", "last_used_at"])
        return ""


def _step(secret: str, code: str) -> int | None:
    """Return the step of time whose code this is, within what a clock may be off."""
    now = int(clock.now().timestamp()) // STEP
    off = settings.MFA_TOTP_TOLERANCE
    found = None
    for step in range(now - off, now + off + 1):
        expected = format_hotp_value(hotp_value(secret, step))
        if secrets.compare_digest(expected.encode(), code.encode()):
            found = step
    return found
