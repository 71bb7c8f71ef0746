"""`GET /api/v1/changes/`: every create, update and removal the caller may see, in commit order."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, PermissionDenied, ValidationError
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api.filtering import refuse_unknown
from core.api.paging import LIMIT, limit_of
from core.api.problems import CONTENT_TYPE
from integrations import counting, cursors
from integrations.cursors import Cursor
from integrations.feed import page_after, rights_of
from integrations.kinds import KINDS, Kind, kinds_for
from integrations.models import Operation

SINCE, KIND = cursors.NAME, "kind"
PARAMETERS = [
    OpenApiParameter(
        SINCE,
        str,
        description="The `cursor` of the answer before; without it there are no results.",
    ),
    OpenApiParameter(KIND, str, enum=list(KINDS), description="Only this kind of record."),
    OpenApiParameter(
        LIMIT, {"type": "integer", "minimum": 1, "maximum": 1000}, description="50 where not said."
    ),
]
GONE = OpenApiResponse(
    {"$ref": "#/components/schemas/Problem"},
    "The cursor is over: after a restore, after a change of what the caller may read, or because"
    " it is too old. Begin without it and load the lists again.",
)


class ChangeSerializer(serializers.Serializer[Any]):
    """One entry: which record, what became of it. What it says now is read at `url`."""

    kind = serializers.ChoiceField(choices=[(each, each) for each in KINDS])
    id = serializers.CharField(help_text="As in the address of the record: UUID, code or number.")
    operation = serializers.ChoiceField(choices=[(each, each) for each in Operation.values])
    version = serializers.IntegerField(
        allow_null=True, help_text="Of the record after the change, where its kind has versions."
    )
    at = serializers.DateTimeField()
    url = serializers.CharField(help_text="Of the record; of its list where it has none.")


class ListSerializer(serializers.Serializer[Any]):
    """Where all records of a kind are loaded."""

    kind = serializers.CharField()
    url = serializers.CharField()


class ChangesSerializer(serializers.Serializer[Any]):
    """A page of the feed. Keep `cursor`; while there is `more`, go on at `next` at once."""

    cursor = serializers.CharField()
    next = serializers.CharField(help_text="This address with the cursor.")
    more = serializers.BooleanField()
    load = ListSerializer(many=True, required=False, help_text="Only without `since`.")
    results = ChangeSerializer(many=True)


class ChangeList(APIView):
    """Every create, update and removal of the records the caller may see, in commit order.

    Without `since` the answer is a cursor to begin from: keep it, load the lists that `load`
    names, then read on from the cursor. A record that leaves the caller's scope is a removal.
    Entries may come twice; a reader that begins again from its last cursor misses none.
    """

    reads = writes = ""
    scopes = ("", "")  # each kind asks for its own

    @extend_schema(
        operation_id="changes_list",
        parameters=PARAMETERS,
        responses={200: ChangesSerializer, (410, CONTENT_TYPE): GONE},
    )
    def get(self, request: Any) -> Response:
        given = request.query_params
        refuse_unknown(given, (SINCE, KIND, LIMIT))
        kind, limit = given.get(KIND, ""), limit_of(given.get(LIMIT))
        kinds = _kinds(request, kind)
        counting.give_positions()
        count, rights = counting.count_now(), rights_of(request.user, kinds)
        begun = Cursor(counting.name_of(count), count.head, kind, rights)
        if SINCE not in given:
            load = [{"kind": each.name, "url": each.listed} for each in kinds]
            return Response(_told(request, begun, more=False, load=load))
        since = cursors.read(given[SINCE], count=count, now=begun)
        page = page_after(request.user, kinds, after=since.position, head=count.head, limit=limit)
        reached = Cursor(since.epoch, page.position, kind, rights)
        more = page.position < count.head
        return Response(_told(request, reached, more=more, entries=page.entries))


def _kinds(request: Any, name: str) -> list[Kind]:
    """Return the kinds asked for that the caller may read; 403 where there is none."""
    if name and name not in KINDS:
        words = _("Choose one of: %(names)s.") % {"names": ", ".join(KINDS)}
        raise ValidationError({KIND: [ErrorDetail(words, code="invalid")]})
    scopes = request.auth.scope.split() if request.auth else None
    found = [each for each in kinds_for(request.user, scopes) if name in {"", each.name}]
    if not found:
        raise PermissionDenied
    return found


def _told(
    request: Any, cursor: Cursor, *, more: bool, entries: Any = (), load: Any = None
) -> dict[str, Any]:
    sealed = cursor.sealed()
    kept = {k: v for k, v in request.query_params.items() if k != SINCE}
    address = request.build_absolute_uri(request.path)
    told = {
        "cursor": sealed,
        "next": f"{address}?{urlencode({**kept, SINCE: sealed})}",
        "more": more,
    }
    return (
        told
        | ({"load": load} if load is not None else {})
        | {"results": ChangeSerializer(entries, many=True).data}
    )
