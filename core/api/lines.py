"""Bodies and answers of many records: NDJSON, a line a record."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import exceptions
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer

from core.api.parsing import parsed
from core.exports import NDJSON


class TooLarge(exceptions.APIException):
    """413: more lines than one call may bring."""

    status_code = 413
    default_code = "too_many_lines"


class LinesParser(BaseParser):
    """Cuts a body into its lines; each is read by itself (`read`), so that one spoils no other."""

    media_type = NDJSON

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> list[bytes]:
        lines: list[bytes] = stream.read().split(b"\n")
        if lines[-1] == b"":
            lines.pop()  # the end of the last line
        most = settings.LIMITS["bulk_lines"]
        if len(lines) > most:
            raise TooLarge(_("More than %(most)s lines. Send them in parts.") % {"most": most})
        return lines


class LinesRenderer(BaseRenderer):
    """Stands for the type in the talk about formats; the lines are streamed past it."""

    media_type, format, charset = NDJSON, "ndjson", None

    def render(self, data: Any, *_args: Any, **_kwargs: Any) -> Any:
        return data


def read(line: bytes) -> dict[str, Any]:
    """Return the object a line holds; ValidationError or ParseError where it holds none."""
    found = parsed(line)
    if not isinstance(found, dict):
        raise exceptions.ParseError(_("A line is one JSON object."), "not_an_object")
    return found
