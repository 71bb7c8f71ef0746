"""`POST /api/v1/incidents/bulk/`: many records, a line each, in chunks that stand or fall alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.views import APIView

from communities.standing import Standing
from core.api.filtering import refuse_unknown
from core.api.jobs import PROMISED, promised
from core.api.lines import NDJSON, LinesParser, LinesRenderer
from core.api.paging import JSON
from core.api.problems import Unavailable, pointers
from core.availability import is_away
from core.clock import now
from core.exceptions import RuleBroken
from core.exports import as_asked
from core.history import authored_by
from incidents.api import whole_bulks
from incidents.api.chunks import Chunk, Line, told, wrong_with
from incidents.api.protected import PURPOSE, purpose_of
from incidents.api.writing import Writer
from incidents.services import ADD

CHUNK = 500  # records that stand or fall together
ATOMIC = "atomic"
STOPPED = "stopped"
SENT = (
    '{"id": "0192f5a0-6c1e-7c3a-9a51-0f5b8f6f2a10", "community": "UA65100150000088815",'
    ' "category": "fire.residential", "occurred_at": "2026-11-20T21:14:00+02:00",'
    ' "reported_at": "2026-11-20T21:20:00+02:00", "channel": "101"}\n'
)
TOLD = (
    '{"line": 1, "id": "0192f5a0-6c1e-7c3a-9a51-0f5b8f6f2a10", "result": "created",'
    ' "number": "65-2026-000123", "version": 1}\n'
)


class IncidentBulk(APIView):
    """Many incidents at once.

    A line of the body is an incident as PUT takes it, with its `id`, and with its `version` where
    it replaces a record. A line of the answer says what became of the line with the same number:
    `{"line": 1, "id": "…", "result": "created", "number": "65-2026-000123", "version": 1}`.
    The result is created, updated, unchanged or rejected, then with `errors` as in a problem.
    What is answered is stored. An answer that ends early ends after whole chunks; its last line
    has the result `stopped` and says why. Sent again, what was stored is unchanged.
    """

    reads, writes = "", ADD
    scopes = ("", "incidents:write")
    bodies = {NDJSON: "bulk_bytes"}
    parser_classes = [LinesParser]
    renderer_classes = [LinesRenderer, JSONRenderer]

    @extend_schema(
        operation_id="incidents_bulk",
        parameters=[
            PURPOSE,
            OpenApiParameter(
                ATOMIC,
                OpenApiTypes.STR,
                enum=["1"],
                description="All or none: one line that is wrong is a 400 whose pointers begin with"
                " the place of its line, counted from 0. More than 2,000 lines are stored in the"
                " background: the answer is a job, which tells of the lines when it is over.",
            ),
        ],
        examples=[
            OpenApiExample("Records", SENT, media_type=NDJSON, request_only=True),
            OpenApiExample("Results", TOLD, media_type=NDJSON, response_only=True),
        ],
        request={NDJSON: OpenApiTypes.STR},
        responses={(200, NDJSON): OpenApiTypes.STR, (202, JSON): PROMISED},
    )
    def post(self, request: Any) -> HttpResponse:
        refuse_unknown(request.query_params, [ATOMIC])
        purpose_of(request)
        whole = _is_atomic(request.query_params)
        lines = [Line(number, text) for number, text in enumerate(request.data, 1)]
        writer = Writer(request, {"request": request, "view": self})
        if whole and len(lines) > settings.LIMITS["bulk_atomic"]:
            return promised(request, whole_bulks.promise(lines=lines, request=request, at=now()))
        if whole:
            return _answer([_store_all(lines, writer)])
        return _answer(_stored(lines, writer, Standing(request)))


def _is_atomic(given: Any) -> bool:
    if given.get(ATOMIC, "1") != "1":
        text = _("Choose one of: %(names)s.") % {"names": "1"}
        raise ValidationError({ATOMIC: ErrorDetail(text, "invalid")})
    return ATOMIC in given


def _answer(parts: Any) -> StreamingHttpResponse:
    return StreamingHttpResponse(as_asked(parts), content_type=NDJSON)


def _stored(lines: list[Line], writer: Writer, standing: Standing) -> Iterator[str]:
    """Store chunk by chunk, and tell of each once it is committed."""
    for start in range(0, len(lines), CHUNK):
        some = lines[start : start + CHUNK]
        if start and not standing():
            why = RuleBroken(_("Your right to write here has ended."), code="right_ended")
            yield _stop(some[0], why)
            return
        try:
            with authored_by(writer.request):
                Chunk(some, writer).store()
        except Exception as error:
            if not is_away(error):
                raise
            yield _stop(some[0], Unavailable())
            return
        yield told(some)


def _stop(line: Line, why: Exception) -> str:
    line.answer = {
        "line": line.number,
        "result": STOPPED,
        "errors": list(pointers(wrong_with(why))),
    }
    return told([line])


def _store_all(lines: list[Line], writer: Writer) -> str:
    """Store all lines or none."""
    with authored_by(writer.request):
        Chunk(lines, writer).store()
        if wrong := {str(each.number - 1): each.wrong for each in lines if each.wrong}:
            raise ValidationError(wrong)
    return told(lines)
