"""JSON as the portal accepts it: bounded, unambiguous, UTF-8."""

import json
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import exceptions, parsers, status


class TooLarge(exceptions.APIException):
    """413: the body is longer than the limit."""

    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


class StrictJSONParser(parsers.BaseParser):
    """Refuse duplicate keys, NaN, depth and size beyond the limits instead of guessing."""

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        most = settings.LIMITS["json_bytes"]
        body = stream.read(most + 1)
        if len(body) > most:
            raise TooLarge(_("The body is longer than %(most)s bytes.") % {"most": most})
        try:
            text = body.decode("utf-8")
            data = json.loads(text, object_pairs_hook=_without_duplicates, parse_constant=_refuse)
        except RecursionError as error:
            raise exceptions.ParseError(_("The JSON is nested too deeply.")) from error
        except ValueError as error:
            raise exceptions.ParseError(_("Not valid JSON: %(why)s") % {"why": error}) from error
        _check_depth(data, settings.LIMITS["json_depth"])
        if faults := _faults(data):
            raise exceptions.ValidationError(faults)
        return data


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError(_("a key stands twice in one object"))
    if any(_faults(key) for key in found):
        raise ValueError(_("a key holds a character no text has"))
    return found


def _refuse(name: str) -> Any:
    raise ValueError(_("%(name)s is not a JSON number") % {"name": name})


def _faults(data: Any) -> Any:
    """Return where a text holds what no text may: zero characters and halves of a pair."""
    if isinstance(data, str):
        bad = "\x00" in data or any("\ud800" <= sign <= "\udfff" for sign in data)
        return (
            [exceptions.ErrorDetail(_("Holds a character no text has."), "invalid")]
            if bad
            else None
        )
    pairs = (
        data.items()
        if isinstance(data, dict)
        else enumerate(data)
        if isinstance(data, list)
        else ()
    )
    return {key: found for key, inner in pairs if (found := _faults(inner))}


def _check_depth(data: Any, left: int) -> None:
    if left < 0:
        raise exceptions.ParseError(_("The JSON is nested too deeply."))
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    for each in inner:
        _check_depth(each, left - 1)
