"""Lists of the API as whole files: CSV, GeoJSON and NDJSON, as `Accept` asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.renderers import BaseRenderer, JSONRenderer

from core.api.paging import COUNT, CURSOR, LIMIT, in_order
from core.exports import (
    CHUNK,
    CSV,
    GEOJSON,
    NDJSON,
    Column,
    Standing,
    csv_parts,
    file_of,
    in_words_of_json,
    sent,
)

EXCEL = "excel"
PAGING = {CURSOR, LIMIT, COUNT}
MEANINGLESS = {CSV: PAGING, GEOJSON: PAGING | {EXCEL}, NDJSON: PAGING | {EXCEL}}


class CsvRenderer(BaseRenderer):
    """Stands for the type in the talk about formats; the file is streamed past it."""

    media_type, format, charset = CSV, "csv", "utf-8"

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> Any:
        return data


class GeoJsonRenderer(CsvRenderer):
    media_type, format = GEOJSON, "geojson"


class NdjsonRenderer(CsvRenderer):
    media_type, format = NDJSON, "ndjson"


RENDERERS = {CSV: CsvRenderer, GEOJSON: GeoJsonRenderer, NDJSON: NdjsonRenderer}


class ExportMixin:
    """A list that answers with the whole filtered set as a file where a file is asked for.

    A view names the `file_name`, and what says of its caller while a file is sent whether he may
    still have it (`standing`). The same rows, in the same order and under the same rules as in
    the list; paging has no meaning there and is refused. CSV has the fields of the list, inner
    ones as JSON, unless the view names `columns`; a view whose rows have a place says how it is
    drawn (`geometry`), and has GeoJSON besides.
    """

    columns: Sequence[Column] = ()
    file_name = ""
    standing: Callable[[Any], Standing]
    parameters = (EXCEL,)
    geometry: Callable[[Any], Any] | None = None
    request: Any
    action: str
    orderings: dict[str, tuple[str, ...]]
    serializer_class: Any

    @property
    def file_kinds(self) -> tuple[str, ...]:
        """Return the types of file that an answer of this action can be had as."""
        if self.action != "list":
            return ()
        return (CSV, GEOJSON, NDJSON) if self.geometry else (CSV, NDJSON)

    @property
    def column_names(self) -> Sequence[str]:
        """Return the head of the CSV."""
        own = [str(each.label) for each in self.columns]
        return own or list(self.serializer_class().fields)

    def get_renderers(self) -> list[BaseRenderer]:
        return [JSONRenderer(), *(RENDERERS[each]() for each in self.file_kinds)]

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        kind = request.accepted_renderer.media_type
        given = request.query_params
        _refuse(given, MEANINGLESS.get(kind, {EXCEL}))
        if kind not in MEANINGLESS:
            return self.page(request)
        return self.file(kind, self.rows(), excel=EXCEL in given)

    def page(self, request: Any) -> Any:
        """Answer with a page of the list."""
        return super().list(request)  # type: ignore[misc]

    def rows(self) -> Any:
        """Return all rows that were asked for, in the order that was asked for."""
        rows = self.filter_queryset(self.get_queryset())  # type: ignore[attr-defined]
        return in_order(rows, self.request.query_params, self.orderings)

    def file(self, kind: str, rows: Any, *, excel: bool) -> StreamingHttpResponse:
        """Answer with all rows as a file of a kind."""
        named: dict[str, Any] = {"name": self.file_name, "standing": self.standing(self.request)}
        if kind == NDJSON:
            lines = (JSONRenderer().render(each).decode() + "\n" for each in self.told(rows))
            return sent(lines, kind=kind, **named)
        if self.columns:
            return file_of(kind, rows, self.columns, geometry=self.geometry, excel=excel, **named)
        fields = [Column(name, partial(_cell, name)) for name in self.column_names]
        return sent(csv_parts(self.told(rows), fields, excel=excel), kind=kind, **named)

    def told(self, rows: Any) -> Iterator[dict[str, Any]]:
        """Yield each row as the list tells it, some read at a time."""
        read = rows.iterator(chunk_size=CHUNK)
        while some := list(islice(read, CHUNK)):
            yield from self.get_serializer(some, many=True).data  # type: ignore[attr-defined]


def _cell(name: str, told: dict[str, Any]) -> Any:
    return in_words_of_json(told.get(name))


def _refuse(given: Any, wrong: set[str]) -> None:
    text = _("Has no meaning in this format.")
    errors = {name: [ErrorDetail(text, code="invalid")] for name in sorted(wrong & set(given))}
    if given.get(EXCEL, "1") != "1":
        names = _("Choose one of: %(names)s.") % {"names": "1"}
        errors[EXCEL] = [ErrorDetail(names, code="invalid")]
    if errors:
        raise ValidationError(errors)
