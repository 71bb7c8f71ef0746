"""Judges what somebody shows as a second factor, slowly where it is guessed, and on record."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpRequest

from accounts import slowing
from accounts.events import note
from accounts.factors import app, codes, passkeys
from accounts.factors.held import APP, CODES, PASSKEY
from accounts.models import EventKind

LENGTHS = {6: APP, 12: CODES}  # of a code in digits
MOST_TOLD = 80  # characters of a reason on record


def shown(request: HttpRequest, user: Any, *, code: str = "", passkey: str = "") -> str:
    """Return the kind of factor that was proved; empty where none was.

    Raises slowing.TooManyTries where wrong ones came too often.
    """
    slowing.count(request, "factor", str(user.pk))
    kind, why = _passkey(request, user, passkey) if passkey else _code(user, code)
    if why:
        detail = {"factor": kind, "why": why[:MOST_TOLD]}
        note(EventKind.FACTOR_REFUSED, account=user, request=request, **detail)
        return ""
    slowing.forgive(request, "factor", str(user.pk))
    if kind == CODES:
        note(EventKind.RECOVERY_CODE_USED, account=user, by=user, request=request)
    return kind


def _code(user: Any, code: str) -> tuple[str, str]:
    plain = re.sub(r"[\s-]", "", code)
    kind = LENGTHS.get(len(plain), "") if plain.isascii() and plain.isdecimal() else ""
    if not kind:
        return "code", "wrong"
    return kind, (app if kind == APP else codes).why_not(user, plain)


def _passkey(request: HttpRequest, user: Any, answer: str) -> tuple[str, str]:
    try:
        passkeys.accept(request, user, answer)
    except passkeys.PasskeyRefused as refusal:
        return PASSKEY, str(refusal) or "wrong"
    return PASSKEY, ""
