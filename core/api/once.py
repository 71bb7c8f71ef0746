"""A POST that is sent again brings nothing about twice: `Idempotency-Key` (docs/decisions/0026).

    def create(self, request, …):
        self.refuse_who_may_not(request)
        return once(self, lambda: self.done(request))

What the caller may not do now is refused before `once`: an answer is given again only to somebody
who could still ask for it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.http import HttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import exceptions
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response

from core import clock
from core.api.parsing import canonical_digest
from core.api.problems import Conflict, exception_handler
from core.models import IdempotencyRecord

HEADER, REPLAYED = "Idempotency-Key", "Idempotent-Replayed"
KEPT = ("Content-Type", "Location", "ETag")
NEVER_KEPT = {401, 403, 429}  # who may not do it now may later
KEY = OpenApiParameter(
    HEADER,
    {"type": "string", "minLength": 1, "maxLength": settings.LIMITS["idempotency_key"]},
    OpenApiParameter.HEADER,
    description="Whatever the caller makes up for this one call, for example a UUID. The same key"
    " with the same body gives the first answer again, for 90 days.",
)
REPLAY = OpenApiParameter(
    REPLAYED,
    str,
    OpenApiParameter.HEADER,
    description="`true` where the answer was given before.",
    response=[201],
)


class KeyInFlight(Conflict):
    """409: a call with this key is being answered at the moment."""

    default_code = "key_in_flight"
    wait = 1  # seconds


class KeyReused(exceptions.APIException):
    """422: the key came with another body before."""

    status_code = 422
    default_code = "key_reused"


def once(view: Any, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Act and keep the answer under the key of the request, or give again what is kept.

    The answer is stored in the transaction of the effect, a refusal after its effect was undone.
    """
    request = view.request
    key = request.headers.get(HEADER)
    if key is None:
        return act()
    _refuse_wrong(key)
    mine = {"user": request.user, "method": request.method, "path": request.path, "key": key}
    digest = canonical_digest(request.data)
    with transaction.atomic():
        if not _alone(mine):
            raise KeyInFlight(_("A call with this key is being answered. Ask again in a second."))
        kept = IdempotencyRecord.objects.filter(**mine).first()
        if kept is not None:
            return _again(kept, digest)
        answer = _written(view, act)
        if answer.status_code < 500 and answer.status_code not in NEVER_KEPT:
            _keep(mine, digest, answer)
        return answer


def _refuse_wrong(key: str) -> None:
    if not (1 <= len(key) <= settings.LIMITS["idempotency_key"] and key.isascii()):
        text = _("1 to %(most)s characters of ASCII.") % {
            "most": settings.LIMITS["idempotency_key"]
        }
        raise ValidationError({HEADER: ErrorDetail(text, "invalid")})


def _alone(mine: dict[str, Any]) -> bool:
    """Take the key for this transaction; False while another one holds it."""
    told = "\n".join(str(getattr(each, "pk", each)) for each in mine.values())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))", [told])
        return bool(cursor.fetchone()[0])


def _written(view: Any, act: Callable[[], HttpResponse]) -> HttpResponse:
    """Return what acting answers, a refusal as the problem it is told by, its effect undone."""
    try:
        with transaction.atomic():
            return act()
    except Exception as error:
        told = exception_handler(error, view.get_exception_handler_context())
        if told is None:
            raise
        return _as_bytes(told)


def _as_bytes(told: Response) -> HttpResponse:
    headers = {name: value for name, value in told.items() if name != "Content-Type"}
    return HttpResponse(
        JSONRenderer().render(told.data),
        status=told.status_code,
        content_type=told.content_type,
        headers=headers,
    )


def _keep(mine: dict[str, Any], digest: bytes, answer: HttpResponse) -> None:
    IdempotencyRecord.objects.create(
        **mine,
        body_hash=digest,
        status=answer.status_code,
        body=zlib.compress(answer.content),
        headers={name: answer[name] for name in KEPT if name in answer},
        created_at=clock.now(),
    )


def _again(kept: IdempotencyRecord, digest: bytes) -> HttpResponse:
    if bytes(kept.body_hash) != digest:
        raise KeyReused(_("This key came with another body before. Make a new one."))
    headers = kept.headers | {REPLAYED: "true"}
    return HttpResponse(zlib.decompress(kept.body), status=kept.status, headers=headers)
