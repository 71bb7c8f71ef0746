"""From the first proof of who it is to a signed-in session."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib import auth, messages
from django.db.models import Q
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts import notices
from accounts.browsers import browser_of, network_of
from accounts.events import address_of, note
from accounts.factors import held
from accounts.models import BrowserSession, EventKind, User
from accounts.sessions import CONFINED
from core import clock

PENDING = "pending"  # who has shown the first factor and not yet the second
FIRST, PASSKEY, OIDC = "password", "passkey", "oidc"


def first_proved(request: HttpRequest, user: User, *, way: str, target: str) -> bool:
    """Go on after the first factor; return whether the person is signed in with that."""
    if held.has_second(user):
        request.session.cycle_key()
        request.session[PENDING] = {
            "account": user.pk,
            "way": way,
            "next": target,
            "at": clock.now().timestamp(),
            "hash": user.get_session_auth_hash(),
        }
        return False
    sign_in(request, user, ways=[way])
    return True


def waiting(request: HttpRequest) -> User | None:
    """Return who has shown the first factor in this browser, not too long ago."""
    pending = request.session.get(PENDING)
    if pending is None:
        return None
    age = clock.now().timestamp() - pending["at"]
    user = User.objects.filter(pk=pending["account"]).first()
    if age > settings.LIMITS["second_step"] or user is None or not may_enter(user):
        del request.session[PENDING]
        return None
    if not constant_time_compare(pending["hash"], user.get_session_auth_hash()):
        del request.session[PENDING]
        return None
    return user


def may_enter(user: User) -> bool:
    """Say whether an account is one of a person, and open."""
    return user.is_active and not user.is_service


def second_proved(request: HttpRequest, user: User, factor: str) -> str:
    """Sign in after the second factor; return the address that was asked for at first."""
    pending = request.session.pop(PENDING)
    sign_in(request, user, ways=[pending["way"], factor])
    return pending["next"]


def sign_in(request: HttpRequest, user: User, *, ways: list[str]) -> None:
    """Sign in, and tell of a browser that this account was never seen with."""
    odd = _is_odd(request, user)
    request.ways = ", ".join(ways)  # type: ignore[attr-defined] # read by accounts.sessions.begin
    auth.login(request, user)
    request.session.pop(PENDING, None)
    note(EventKind.SIGNED_IN, account=user, by=user, request=request, ways=ways)
    if len(ways) == 1 and ways != [PASSKEY] and not held.is_excepted(user):
        request.session[CONFINED] = True
    if odd:
        _tell(request, user)


def _is_odd(request: HttpRequest, user: User) -> bool:
    """Say whether an account that has signed in before comes from a new browser and network."""
    same = Q(browser=browser_of(request), network=network_of(address_of(request)))
    seen = BrowserSession.objects.filter(account=user)
    since = clock.now() - timedelta(days=settings.LIMITS["sessions_kept"])
    recent = seen.filter(seen_at__gte=since)
    return recent.exists() and not recent.filter(same).exists()


def _tell(request: HttpRequest, user: Any) -> None:
    event = note(EventKind.ODD_SIGN_IN, account=user, request=request, browser=browser_of(request))
    text = _(
        "This account was never signed in from this browser and network before. If it was not you,"
        " change the password and end the other sessions on the page of your account."
    )
    messages.warning(request, text)
    notices.promise_mail(event)
