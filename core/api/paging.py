"""Lists of any length at one price: keyset paging with an encrypted cursor."""

import base64
import hashlib
import json
from datetime import datetime
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.db import models
from django.db.models.fields.tuple_lookups import Tuple, TupleGreaterThan, TupleLessThan
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.pagination import BasePagination
from rest_framework.response import Response
from rest_framework.utils.urls import replace_query_param

ORDERING, LIMIT, CURSOR, COUNT = "ordering", "limit", "cursor", "count"


class KeysetPagination(BasePagination):
    """Pages by the values of the last row, never by an offset.

    A view names its `orderings`: name -> columns without nulls, the last of them unique.
    A leading minus means downwards and holds for every column of the ordering.
    """

    parameters = (ORDERING, LIMIT, CURSOR, COUNT)

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        given = request.query_params
        self.request, self.total = request, None
        self.ordering = given.get(ORDERING) or next(iter(view.orderings))
        columns = view.orderings.get(self.ordering)
        if columns is None:
            names = ", ".join(view.orderings)
            _refuse(ORDERING, _("Choose one of: %(names)s.") % {"names": names})
        limit = _limit(given.get(LIMIT))
        if given.get(COUNT):
            self.total = _count(queryset, given[COUNT])
        self.filters = _digest(request, self.ordering)
        return self._page(queryset, columns, limit, given.get(CURSOR))

    def _page(self, queryset: Any, columns: tuple[str, ...], limit: int, cursor: str | None) -> Any:
        names = tuple(name.lstrip("-") for name in columns)
        downwards, backwards, after = columns[0].startswith("-"), False, None
        if cursor:
            backwards, after = _open(cursor, self.filters, queryset.model, names)
        falling = downwards != backwards
        rows = queryset.order_by(*(f"-{n}" if falling else n for n in names))
        if after:
            compare = TupleLessThan if falling else TupleGreaterThan
            rows = rows.filter(compare(Tuple(*names), after))
        found = list(rows[: limit + 1])
        more, found = len(found) > limit, found[:limit]
        if backwards:
            found.reverse()
        self.next_row = found[-1] if found and (more or backwards) else None
        self.previous_row = found[0] if found and after and (more or not backwards) else None
        self.names = names
        return found

    def get_paginated_response(self, data: Any) -> Response:
        body = {
            "next": self._link(self.next_row, backwards=False),
            "previous": self._link(self.previous_row, backwards=True),
            "results": data,
        }
        return Response(body if self.total is None else {"count": self.total, **body})

    def _link(self, row: Any, *, backwards: bool) -> str | None:
        if row is None:
            return None
        values = [getattr(row, name) for name in self.names]
        cursor = _seal(self.filters, values, backwards=backwards)
        return replace_query_param(self.request.build_absolute_uri(), CURSOR, cursor)

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


def _limit(text: str | None) -> int:
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


def _digest(request: Any, ordering: str) -> str:
    """Return what a cursor is good for: this address, these filters, this ordering."""
    kept = sorted(
        (k, v) for k, v in request.query_params.items() if k not in {CURSOR, LIMIT, COUNT}
    )
    text = json.dumps([request.path, ordering, kept])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _box() -> Fernet:
    key = hashlib.sha256(f"cursor:{settings.SECRET_KEY}".encode()).digest()
    return Fernet(base64.urlsafe_b64encode(key))


def _seal(filters: str, values: list[Any], *, backwards: bool) -> str:
    texts = [v.isoformat() if isinstance(v, datetime) else str(v) for v in values]
    return _box().encrypt(json.dumps([filters, backwards, texts]).encode()).decode()


def _open(
    cursor: str, filters: str, model: type[models.Model], names: tuple[str, ...]
) -> tuple[bool, tuple[Any, ...]]:
    try:
        sealed_filters, backwards, texts = json.loads(_box().decrypt(cursor.encode()))
    except (InvalidToken, ValueError):
        sealed_filters = None
    if sealed_filters != filters:
        _refuse(CURSOR, _("This cursor belongs to another list. Begin again without it."))
    fields = [model._meta.get_field(name) for name in names]
    return backwards, tuple(f.to_python(t) for f, t in zip(fields, texts, strict=True))
