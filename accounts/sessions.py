"""How long a browser stays signed in, and how that ends.

A request that comes within a minute of the last one costs nothing; otherwise one statement moves
`seen_at`, and finds no row where the session is over.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db import connection
from django.dispatch import receiver
from django.http import HttpRequest

from accounts.browsers import browser_of, network_of
from accounts.events import address_of, note
from accounts.models import BrowserSession, EventKind, User
from accounts.reader import reader_of
from core import clock

BEGAN, PROVED, CONFINED = "began", "proved", "confined"  # what a session holds of itself
PAUSE = timedelta(minutes=1)  # between two writes of when a browser was seen
MOST = 10_000  # sessions whose last moment a process keeps
_seen: dict[str, datetime] = {}


@receiver(user_logged_in)
def begin(sender: Any, request: HttpRequest, user: User, **_signal: Any) -> None:
    """Write down a browser that has just signed in; the oldest beyond the most goes."""
    now, address = clock.now(), address_of(request)
    request.session[BEGAN] = request.session[PROVED] = now.timestamp()
    if request.session.session_key is None:  # the one of another account was just let go
        request.session.cycle_key()
    key = request.session.session_key or ""
    told = {
        "account": user,
        "browser": browser_of(request),
        "address": address,
        "network": network_of(address),
        "ways": getattr(request, "ways", ""),
        "began_at": now,
        "seen_at": now,
        "ended_at": None,
    }
    BrowserSession.objects.update_or_create(key=key, defaults=told)
    _keep(key, now)
    alive = BrowserSession.objects.alive(user, now).order_by("-began_at", "-pk")
    for each in alive[settings.LIMITS["sessions_most"] :]:
        end(each, by=None, request=request, why="too many")


@receiver(user_logged_out)
def leave(sender: Any, request: HttpRequest, user: User | None, **_signal: Any) -> None:
    """Write down that a browser signed out."""
    if user is not None:
        _close(BrowserSession.objects.filter(key=request.session.session_key or ""))
        note(EventKind.SIGNED_OUT, account=user, by=user, request=request)


def over(request: HttpRequest, *, forced: bool = False) -> str:
    """Say why the session of a request has ended: empty while it lasts, and it was seen now.

    `forced` writes at once that it was seen: somebody asked to stay.
    """
    now, user = clock.now(), reader_of(request)
    began = request.session.get(BEGAN)
    key = request.session.session_key or ""
    if began is None or now.timestamp() - began > settings.LIMITS[f"session_{user.idle_class}"]:
        return "absolute"
    seen = _seen.get(key)
    if seen is not None and timedelta() <= now - seen < PAUSE and not forced:
        return ""
    if not BrowserSession.objects.alive(user, now).filter(key=key).update(seen_at=now):
        return "idle"
    _keep(key, now)
    return ""


def move(request: HttpRequest, old_key: str) -> None:
    """Follow a session that got a new key."""
    key = request.session.session_key or ""
    BrowserSession.objects.filter(key=old_key).update(key=key)
    _keep(key, _seen.pop(old_key, clock.now()))


def stop(request: HttpRequest, why: str) -> None:
    """End the session of a request that has run out."""
    user = reader_of(request)
    rows = BrowserSession.objects.filter(key=request.session.session_key or "", ended_at=None)
    if _close(rows):
        note(EventKind.SESSION_ENDED, account=user, request=request, why=why)
    request.session.flush()
    request.user = AnonymousUser()


def left(request: HttpRequest, *, exactly: bool = False) -> int:
    """Return in how many seconds the session ends if nothing more is asked of the portal.

    `exactly` counts what other tabs and processes saw, for one statement.
    """
    now, limits = clock.now(), settings.LIMITS
    user = getattr(request, "seen_by", None) or reader_of(request)  # whose session it is
    key = request.session.session_key or ""
    seen: datetime | None = _seen.get(key, now)
    if exactly:
        alive = BrowserSession.objects.alive(user, now).filter(key=key)
        seen = alive.values_list("seen_at", flat=True).first()
    if seen is None:
        return 0
    idle = limits[f"idle_{user.idle_class}"] - (now - seen).total_seconds()
    began = request.session.get(BEGAN, now.timestamp())
    return int(min(idle, began + limits[f"session_{user.idle_class}"] - now.timestamp()))


def end(session: BrowserSession, *, by: User | None, request: HttpRequest, why: str) -> None:
    """End one browser's session: with its next request it is signed out."""
    _close(BrowserSession.objects.filter(pk=session.pk))
    _store()(session.key).delete()
    _seen.pop(session.key, None)
    note(EventKind.SESSION_ENDED, account=session.account, by=by, request=request, why=why)


def end_others(account: User, *, by: User | None, request: HttpRequest, why: str) -> int:
    """End every session of an account but the one of the request; return how many."""
    own = request.session.session_key or ""
    rows = BrowserSession.objects.filter(account=account, ended_at=None).exclude(key=own)
    alive = list(rows.select_related("account"))
    for each in alive:
        end(each, by=by, request=request, why=why)
    raise_rights_version(account)
    return len(alive)


def raise_rights_version(account: User) -> None:
    """Tell whatever runs on with the rights of an account that they have to be looked at anew."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE accounts_user SET rights_version = nextval('accounts_rights_version')"
            " WHERE id = %s",
            [account.pk],
        )


def is_signed_in(request: HttpRequest) -> bool:
    """Say whether a session claims an account, without asking the database who it is."""
    return SESSION_KEY in request.session


def forget(at: datetime) -> int:
    """Remove the rows of sessions of long ago; return how many."""
    days = timedelta(days=settings.LIMITS["sessions_kept"])
    return BrowserSession.objects.filter(seen_at__lt=at - days).delete()[0]


def _close(rows: Any) -> int:
    return rows.filter(ended_at=None).update(ended_at=clock.now())


def _keep(key: str, moment: datetime) -> None:
    if len(_seen) >= MOST:
        _seen.clear()
    _seen[key] = moment


def _store() -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore
