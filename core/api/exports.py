"""Lists of the API as whole files: CSV, GeoJSON and NDJSON, as `Accept` asks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.renderers import BaseRenderer, JSONRenderer

from core.api.paging import COUNT, CURSOR, LIMIT, ordering_of
from core.api.schema import JSON_ANSWER
from core.exports import CHUNK, CSV, GEOJSON, NDJSON, Column, Standing, file_of, point, sent

EXCEL = "excel"
PAGING = {CURSOR, LIMIT, COUNT}
MEANINGLESS = {CSV: PAGING, GEOJSON: PAGING | {EXCEL}, NDJSON: PAGING | {EXCEL}}
EXCEL_PARAMETER = OpenApiParameter(
    EXCEL,
    OpenApiTypes.STR,
    enum=["1"],
    description="With Accept: text/csv only: a byte-order mark and semicolons, for Excel.",
)


class CsvRenderer(BaseRenderer):
    """Stands for the type in the talk about formats; the file is streamed past it."""

    media_type, format, charset = CSV, "csv", "utf-8"

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> Any:
        return data


class GeoJsonRenderer(CsvRenderer):
    media_type, format = GEOJSON, "geojson"


class NdjsonRenderer(CsvRenderer):
    media_type, format = NDJSON, "ndjson"


def exported(serializer: Any) -> dict[Any, Any]:
    """Return the answers of a list that can be had as a file, for its schema."""
    return {
        JSON_ANSWER: serializer(many=True),
        (200, CSV): OpenApiTypes.STR,
        (200, GEOJSON): OpenApiTypes.OBJECT,
        (200, NDJSON): OpenApiTypes.STR,
    }


class ExportMixin:
    """A list that answers with the whole filtered set as a file where a file is asked for.

    A view names its `columns`, the `file_name`, and what says of its caller while a file is sent
    whether he may still have it (`standing`). The same rows, in the same order and under
    the same rules as in the list; paging has no meaning there and is refused.
    """

    columns: Sequence[Column] = ()
    file_name = ""
    standing: Callable[[Any], Standing]
    parameters = (EXCEL,)
    geometry: Callable[[Any], Any] = staticmethod(point)
    request: Any
    action: str
    orderings: dict[str, tuple[str, ...]]

    def get_renderers(self) -> list[BaseRenderer]:
        kinds = (CsvRenderer, GeoJsonRenderer, NdjsonRenderer) if self.action == "list" else ()
        files = [each() for each in kinds]
        return [JSONRenderer(), *files]

    def list(self, request: Any, *args: Any, **kwargs: Any) -> Any:
        kind = request.accepted_renderer.media_type
        given = request.query_params
        _refuse(given, MEANINGLESS.get(kind, {EXCEL}))
        if kind not in MEANINGLESS:
            return self.page(request)
        rows = self.filter_queryset(self.get_queryset())  # type: ignore[attr-defined]
        ordered = rows.order_by(*ordering_of(given, self.orderings))
        return self.file(kind, ordered, excel=EXCEL in given)

    def page(self, request: Any) -> Any:
        """Answer with a page of the list."""
        return super().list(request)  # type: ignore[misc]

    def file(self, kind: str, rows: Any, *, excel: bool) -> StreamingHttpResponse:
        """Answer with all rows of a queryset as a file of a kind."""
        named: dict[str, Any] = {"name": self.file_name, "standing": self.standing(self.request)}
        if kind == NDJSON:
            return sent(self._lines(rows), kind=kind, **named)
        return file_of(kind, rows, self.columns, geometry=self.geometry, excel=excel, **named)

    def _lines(self, rows: Any) -> Iterator[str]:
        """Yield each row as the list tells it, some read at a time."""
        read = rows.iterator(chunk_size=CHUNK)
        while some := list(islice(read, CHUNK)):
            for told in self.get_serializer(some, many=True).data:  # type: ignore[attr-defined]
                yield JSONRenderer().render(told).decode() + "\n"


def _refuse(given: Any, wrong: set[str]) -> None:
    text = _("Has no meaning in this format.")
    errors = {name: [ErrorDetail(text, code="invalid")] for name in sorted(wrong & set(given))}
    if given.get(EXCEL, "1") != "1":
        names = _("Choose one of: %(names)s.") % {"names": "1"}
        errors[EXCEL] = [ErrorDetail(names, code="invalid")]
    if errors:
        raise ValidationError(errors)
