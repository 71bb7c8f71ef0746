"""Lists of the API in pages: the cursor is encrypted, and good for one list only."""

import base64
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any
from urllib.parse import quote, urlencode

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from core.keyset import Keyset, Mark, written
from core.zones import ZONE

ORDERING, LIMIT, CURSOR, COUNT = "ordering", "limit", "cursor", "count"
JSON = "application/json"


class KeysetPagination(BasePagination):
    """Pages by keyset; a view names its `orderings`: name -> the columns of a Keyset.

    A view whose rows are neither records nor dictionaries has a `read_row`, as Keyset wants it.
    """

    parameters = (ORDERING, LIMIT, CURSOR, COUNT)

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        given = request.query_params
        self.total = None
        self.ordering = given.get(ORDERING) or next(iter(view.orderings))
        columns = ordering_of(given, view.orderings)
        queryset = with_columns(queryset, columns)
        limit = limit_of(given.get(LIMIT))
        if given.get(COUNT):
            self.total = _count(queryset, given[COUNT])
        self.filters = good_for(request.path, given.dict(), self.ordering)
        keyset = Keyset(columns, view.read_row) if hasattr(view, "read_row") else Keyset(columns)
        mark = self._mark(given.get(CURSOR), keyset, queryset.model)
        kept = sorted((name, text) for name, text in given.items() if name != CURSOR)
        address = request.build_absolute_uri(request.path)
        self.address = f"{address}?{urlencode(kept)}&" if kept else f"{address}?"
        self.found = keyset.cut(queryset, limit, mark)
        return self.found.rows

    def _mark(self, cursor: str | None, keyset: Keyset, model: Any) -> Mark | None:
        if not cursor:
            return None
        backwards, texts = _open(cursor, self.filters)
        return Mark(keyset.parse(model, texts), backwards=backwards)

    def get_paginated_response(self, data: Any) -> Response:
        return Response({**self._around(), "results": data})

    def get_written_response(self, texts: Iterable[str]) -> HttpResponse:
        """Answer with results that are JSON texts already."""
        around = json.dumps(self._around()).removesuffix("}")
        return HttpResponse(f'{around}, "results": [{", ".join(texts)}]}}', content_type=JSON)

    def _around(self) -> dict[str, Any]:
        """Return what stands in an answer beside its results."""
        links = {"next": self._link(self.found.next), "previous": self._link(self.found.previous)}
        return links if self.total is None else {"count": self.total, **links}

    def _link(self, mark: Mark | None) -> str | None:
        if mark is None:
            return None
        return f"{self.address}{CURSOR}={quote(seal(self.filters, mark))}"

    def get_paginated_response_schema(self, schema: Any) -> dict[str, Any]:
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "count": {"type": "integer", "description": "Only with count=exact."},
                "next": link,
                "previous": link,
                "results": schema,
            },
        }

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        most = settings.LIMITS["page_most"]
        shapes = {
            ORDERING: {"type": "string", "enum": list(getattr(view, "orderings", {}))},
            LIMIT: {"type": "integer", "minimum": 1, "maximum": most},
            CURSOR: {"type": "string"},
            COUNT: {"type": "string", "enum": ["exact"]},
        }
        return [
            {"name": name, "in": "query", "required": False, "schema": shape}
            for name, shape in shapes.items()
        ]


def ordering_of(
    given: Mapping[str, str], orderings: Mapping[str, tuple[str, ...]]
) -> tuple[str, ...]:
    """Return the columns of the ordering asked for, by default the first one; 400 for another."""
    columns = orderings.get(given.get(ORDERING) or next(iter(orderings)))
    if columns is None:
        names = ", ".join(orderings)
        _refuse(ORDERING, _("Choose one of: %(names)s.") % {"names": names})
    return columns or ()


def in_order(rows: Any, given: Mapping[str, str], orderings: Mapping[str, tuple[str, ...]]) -> Any:
    """Return rows in the order that was asked for."""
    columns = ordering_of(given, orderings)
    return with_columns(rows, columns).order_by(*columns)


def with_columns(rows: Any, columns: tuple[str, ...]) -> Any:
    """Leave out the rows that have nothing in a column they are ordered by.

    A comparison with nothing is neither true nor false: such rows would be on no page.
    """
    names = [each.lstrip("-") for each in columns if LOOKUP_SEP not in each]
    fields = [rows.model._meta.get_field(name) for name in names if name != "pk"]
    return rows.filter(**{f"{each.name}__isnull": False for each in fields if each.null})


def limit_of(text: str | None) -> int:
    """Return how many rows a page is to have; 400 for what is no such number."""
    if not text:
        return settings.LIMITS["page"]
    most = settings.LIMITS["page_most"]
    if not (text.isascii() and text.isdecimal() and 1 <= int(text[:9]) <= most):
        _refuse(LIMIT, _("A whole number from 1 to %(most)s.") % {"most": most})
    return int(text)


def _count(queryset: Any, wish: str) -> int:
    if wish != "exact":
        _refuse(COUNT, _("Choose one of: %(names)s.") % {"names": "exact"})
    return queryset.order_by().count()


def _refuse(name: str, text: str) -> None:
    raise ValidationError({name: [ErrorDetail(text, code="invalid")]})


def good_for(path: str, query: Mapping[str, str], ordering: str) -> str:
    """Return what a cursor is good for: this address, these filters, this ordering."""
    kept = sorted((k, v) for k, v in query.items() if k not in {CURSOR, LIMIT, COUNT, ZONE})
    return hashlib.sha256(json.dumps([path, ordering, kept]).encode()).hexdigest()[:16]


@cache
def _box() -> Fernet:
    key = hashlib.sha256(f"cursor:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def seal(filters: str, mark: Mark) -> str:
    """Return the cursor of the page at a mark."""
    told = json.dumps([filters, mark.backwards, written(mark.key)])
    return _box().encrypt(told.encode()).decode()


def _open(cursor: str, filters: str) -> tuple[bool, list[str]]:
    try:
        sealed_filters, backwards, texts = json.loads(_box().decrypt(cursor.encode()))
    except (InvalidToken, ValueError):
        sealed_filters = None
    if sealed_filters != filters:
        _refuse(CURSOR, _("This cursor belongs to another list. Begin again without it."))
    return backwards, texts
