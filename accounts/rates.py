"""How often the API may be called: counted in Valkey for all web processes, told by every answer.

The headers are those of draft-ietf-httpapi-ratelimit-headers: `RateLimit-Policy` says the quota
and its window in seconds, `RateLimit` what is left and after how many seconds it is whole again.
Why calls go on uncounted while Valkey is away stands in docs/decisions/0029.
"""

from __future__ import annotations

import math
from typing import Any, NamedTuple

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from rest_framework.throttling import BaseThrottle

from accounts.events import address_of


class Count(NamedTuple):
    """What a call finds: its policy, whether it may go on, what is left, and seconds until all is."""

    policy: str
    quota: int
    may: bool
    left: int
    seconds: int

    def tell(self, response: HttpResponse) -> None:
        window = settings.LIMITS["calls_window"]
        response["RateLimit-Policy"] = f'"{self.policy}";q={self.quota};w={window}'
        response["RateLimit"] = f'"{self.policy}";r={self.left};t={self.seconds}'


class Rate(BaseThrottle):
    """Counts a call before its view acts: by the account, which a program has for itself."""

    def allow_request(self, request: Any, view: Any) -> bool:
        account = getattr(request, "seen_by", None) or request.user
        plain = request._request  # noqa: SLF001 - the one that the middleware sees
        if account.is_authenticated:
            plain.rate = _count("account", account.pk, _cost(plain))
        else:
            plain.rate = by_address(plain)
        self.found: Count = plain.rate
        return self.found.may

    def wait(self) -> int:
        return self.found.seconds


def by_address(request: HttpRequest) -> Count:
    """Count a call that was refused before anybody was known, or that nobody signed."""
    return _count("address", address_of(request), 1)


def of_secret(request: HttpRequest) -> Count:
    """Count a call of an address that opens to whoever knows it: guessing is slow."""
    limits = settings.LIMITS
    said = limits["secret_calls"], limits["secret_window"]
    return _count("secret", address_of(request), 1, *said)


def _cost(request: HttpRequest) -> int:
    """Return what a call counts: one, and one more for every so many bytes of its body."""
    length = int(request.META.get("CONTENT_LENGTH") or 0)  # the gate has seen that it is a number
    return 1 + length // settings.LIMITS["call_bytes"]


def _count(policy: str, caller: Any, cost: int, quota: int = 0, window: int = 0) -> Count:
    quota, window = quota or settings.LIMITS["calls"], window or settings.LIMITS["calls_window"]
    key = f"rate:{policy}:{caller}"
    spent = cache.spend(key, min(cost, quota), most=quota, seconds=window)  # type: ignore[attr-defined]
    if spent is None:  # nobody counts just now
        return Count(policy, quota, may=True, left=quota, seconds=window)
    may, left, milliseconds = spent
    return Count(policy, quota, may=may, left=left, seconds=math.ceil(milliseconds / 1000) or 1)
