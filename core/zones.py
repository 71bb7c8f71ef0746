"""The offset that moments are told with: that of Kyiv, or UTC where a program asks for it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

ZONE, UTC = "tz", "UTC"  # the parameter, and its only value (core.api.filtering refuses others)


def zone_asked_for(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Tell the moments of an answer of the API in UTC where `tz=UTC` asks for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        wanted = request.path.startswith("/api/") and request.GET.get(ZONE) == UTC
        with timezone.override(UTC if wanted else None):
            return get_response(request)

    return middleware


def in_utc() -> bool:
    """Say whether moments are told in UTC just now."""
    return timezone.get_current_timezone_name() == UTC
