"""What happens to accounts and rights goes on record here, refusals too."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from accounts.models import AccessEvent, EventKind, User
from core import clock
from core.logs import request_id


def note(
    kind: EventKind,
    *,
    account: User | None = None,
    by: Any = None,
    request: HttpRequest | None = None,
    **detail: Any,
) -> AccessEvent:
    """Write down one event; `detail` holds short facts that JSON can keep, never a secret.

    `by` may be the stranger of a request, who is written down as nobody. A refusal is noted
    outside the transaction that it rolls back.
    """
    return AccessEvent.objects.create(
        kind=kind,
        account=account,
        by_id=getattr(by, "pk", None),
        at=clock.now(),
        address=address_of(request),
        request=request_id() or "",
        detail=detail,
    )


def address_of(request: HttpRequest | None) -> str | None:
    """Return where a request came from: the proxy says it in production, and overwrites others."""
    if request is None:
        return None
    told = request.headers.get("X-Real-IP") if request.is_secure() else None
    return told or request.META.get("REMOTE_ADDR") or None
