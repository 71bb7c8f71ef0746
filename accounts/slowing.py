"""Guessing is slowed by name and address together; nothing locks an account.

Each wrong try beyond the free ones doubles the wait of that pair. Whoever comes from another
address, or under another name, does not notice. A try is counted before it is judged, so that
many at once gain nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from redis import RedisError

from accounts.events import address_of
from accounts.models import AccessEvent, EventKind
from core import clock

REFUSALS = (EventKind.SIGN_IN_REFUSED, EventKind.FACTOR_REFUSED)


class TooManyTries(Exception):
    """The next try has to wait for so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


def count(request: HttpRequest, *names: str) -> None:
    """Count one try under a name from the address of a request; TooManyTries while it must wait."""
    number, until = _keys(request, names)
    try:
        known = cache.get_many([until])
    except RedisError:
        _count_by_record(request)
        return
    now = clock.now().timestamp()
    if known.get(until, 0) > now:
        raise TooManyTries(round(known[until] - now) or 1)
    wait = _wait(_increased(number))
    if wait and known:
        cache.set(until, now + wait, wait)
    elif wait and not cache.add(until, now + wait, wait):
        raise TooManyTries(wait)  # another try of this moment came first


def forgive(request: HttpRequest, *names: str) -> None:
    """Forget the tries of a name and an address: the last one was right."""
    try:
        cache.delete_many(_keys(request, names))
    except RedisError:
        return  # they run out by themselves


def _keys(request: HttpRequest, names: Iterable[str]) -> tuple[str, str]:
    pair = "\n".join((*(each.casefold() for each in names), address_of(request) or ""))
    digest = hashlib.sha256(pair.encode()).hexdigest()
    return f"tries:{digest}", f"tries-wait:{digest}"


def _increased(key: str) -> int:
    cache.add(key, 0, 4 * settings.LIMITS["guess_wait_most"])
    try:
        return cache.incr(key)
    except ValueError:  # ran out, or was forgiven, between the two
        return 1


def _wait(tries: int) -> int:
    """Return the seconds to wait after so many tries, should this one be wrong too."""
    beyond = tries - settings.LIMITS["guesses_free"]
    return 0 if beyond < 0 else min(2 ** min(beyond, 20), settings.LIMITS["guess_wait_most"])


def _count_by_record(request: HttpRequest) -> None:
    """Slow an address by what is on record: Valkey is away and remembers nothing."""
    most = settings.LIMITS["guess_wait_most"]
    recent = AccessEvent.objects.filter(
        kind__in=REFUSALS,
        address=address_of(request),
        at__gt=clock.now() - timedelta(seconds=most),
    )
    if recent.count() > settings.LIMITS["guesses_free"] ** 2:
        raise TooManyTries(most)
