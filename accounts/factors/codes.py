"""Printed codes: shown once, each opens once, a new set ends the old one."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.db import transaction

from accounts.factors.adapter import opens
from accounts.factors.held import CODES
from accounts.models import User
from core import clock


def renew(user: Any) -> list[str]:
    """Make a new set and return it, in groups that are easy to type."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        Authenticator.objects.filter(user_id=user.pk, type=CODES).delete()
        return [_grouped(each) for each in RecoveryCodes.activate(user).generate_codes()]


def left(factor: Authenticator) -> int:
    """Return how many codes of a set open the account still."""
    if not opens(factor.data["seed"]):
        return 0
    return len(RecoveryCodes(factor).get_unused_codes())


def why_not(user: Any, code: str) -> str:
    """Say why a printed code does not open an account; empty where it does."""
    factor = Authenticator.objects.filter(user_id=user.pk, type=CODES).first()
    if factor is None or not opens(factor.data["seed"]):
        return "wrong"
    codes = RecoveryCodes(factor)
    if not codes.validate_code(code):
        return "reused" if code in codes.generate_codes() else "wrong"
    Authenticator.objects.filter(pk=factor.pk).update(last_used_at=clock.now())
    return ""


def _grouped(code: str) -> str:
    return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
