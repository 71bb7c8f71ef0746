"""Which factors an account has, who needs none, and what happens when one comes or goes."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.events import note
from accounts.models import EventKind, User
from accounts.reader import reader_of
from accounts.sessions import CONFINED, raise_rights_version
from core.exceptions import RuleBroken

APP, CODES, PASSKEY = (
    str(each)
    for each in (
        Authenticator.Type.TOTP,
        Authenticator.Type.RECOVERY_CODES,
        Authenticator.Type.WEBAUTHN,
    )
)
SECOND = (PASSKEY, APP)  # either is a second factor; printed codes only stand in for one


def is_excepted(user: Any) -> bool:
    """Say whether an account signs in by its password alone: those of the demo, never in production."""
    is_demo = user.email.endswith(f"@{settings.DEMO_DOMAIN}")
    return is_demo and not settings.PRODUCTION


def of(user: Any) -> list[Authenticator]:
    """Return what an account holds, in the order it came."""
    return list(Authenticator.objects.filter(user_id=user.pk).order_by("created_at", "pk"))


def has_second(user: Any) -> bool:
    """Say whether an account has a second factor of its own."""
    return Authenticator.objects.filter(user_id=user.pk, type__in=SECOND).exists()


def added(request: HttpRequest, factor: Authenticator) -> None:
    """Write down a new factor, and open the portal to the session that had to make it."""
    request.session.pop(CONFINED, None)
    user = reader_of(request)
    note(EventKind.FACTOR_ADDED, account=user, by=user, request=request, factor=factor.type)


def remove(*, user: User, key: int, request: HttpRequest) -> None:
    """Take one factor away; RuleBroken where it is the last that an account must have."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two at once would take both
        held = of(user)
        gone = next((each for each in held if each.pk == key and each.type in SECOND), None)
        if gone is None:
            raise RuleBroken(_("This factor is no longer there."), code="factor_unknown")
        rest = [each for each in held if each.type in SECOND and each != gone]
        if not rest and not is_excepted(user):
            text = _("The last second factor stays: add another one first.")
            raise RuleBroken(text, code="factor_last")
        gone.delete()
        if not rest:
            Authenticator.objects.filter(
                user_id=user.pk
            ).delete()  # codes alone stand in for nothing
    raise_rights_version(user)
    note(EventKind.FACTOR_REMOVED, account=user, by=request.user, request=request, factor=gone.type)


def remove_all(*, user: User, by: User, request: HttpRequest, why: str) -> None:
    """Take every factor of an account away: it is lost, or the account is closed."""
    gone, _each = Authenticator.objects.filter(user_id=user.pk).delete()
    if gone:
        raise_rights_version(user)
        note(EventKind.FACTOR_REMOVED, account=user, by=by, request=request, factor="all", why=why)
