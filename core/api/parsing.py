"""JSON as the portal accepts it: bounded, unambiguous, UTF-8, every fault of it named at once."""

import hashlib
import json
import math
import re
from collections import Counter
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from rest_framework import exceptions, parsers

# Strings are matched whole, an unfinished one up to the end, so that the search stays linear.
BRACKETS = re.compile(r'"(?:[^"\\]++|\\.)*+"?|([\[{])|([\]}])', re.DOTALL)
NO_TEXT = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL stores no zeros, UTF-8 no half pairs


class StrictJSONParser(parsers.BaseParser):
    """Refuse what readers of JSON understand differently instead of guessing.

    The standard module reads it: it is exact in all but what is closed here. It takes the last
    of two equal keys, NaN and 1e400 as numbers, and nesting until its stack ends.
    """

    media_type = "application/json"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> Any:
        return parsed(stream.read())


def parsed(body: bytes) -> Any:
    """Return what a body says; ParseError where it is no JSON, ValidationError for its faults."""
    data = _read(_text(body))
    if faults := _faults(data):
        raise exceptions.ValidationError(faults)
    return data


def canonical_digest(body: Any) -> bytes:
    """Return the digest of a body in canonical JSON: the same for whatever means the same."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()


class Fault:
    """Stands in the place of a value that means nothing, until its place is known."""

    def __init__(self, code: str, text: str) -> None:
        self.detail = exceptions.ErrorDetail(text, code)


def _text(body: bytes) -> str:
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError as error:
        message = _("The body is not UTF-8 at byte %(at)s.") % {"at": error.start}
        raise exceptions.ParseError(message, "not_utf8") from error
    if text.startswith("\ufeff"):
        raise exceptions.ParseError(_("The body begins with a byte-order mark."), "byte_order_mark")
    return text


def _read(text: str) -> Any:
    _refuse_depth(text)
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_no_number,
            parse_float=_float,
            parse_int=_integer,
        )
    except json.JSONDecodeError as error:
        place = {"line": error.lineno, "column": error.colno}
        message = _("Not valid JSON at line %(line)s, column %(column)s.") % place
        raise exceptions.ParseError(message, "not_json") from error


def _refuse_depth(text: str) -> None:
    """Count the open brackets before anything recurses into them."""
    most, depth = settings.LIMITS["json_depth"], 0
    for found in BRACKETS.finditer(text):
        depth += (found.lastindex == 1) - (found.lastindex == 2)
        if depth > most:
            message = _("The JSON is nested deeper than %(most)s levels.") % {"most": most}
            raise exceptions.ParseError(message, "too_deep")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        for key, times in Counter(key for key, _value in pairs).items():
            if times > 1:
                found[key] = Fault("duplicate_key", _("Given more than once."))
    return found


def _no_number(text: str) -> Fault:
    return Fault("not_a_number", _("%(text)s is no number of JSON.") % {"text": text})


def _float(text: str) -> float | Fault:
    value = float(text)
    return value if math.isfinite(value) and _is_short(text) else _out_of_range()


def _integer(text: str) -> int | Fault:
    return int(text) if _is_short(text) else _out_of_range()


def _is_short(text: str) -> bool:
    return len(text) <= settings.LIMITS["json_digits"]


def _out_of_range() -> Fault:
    return Fault("number_out_of_range", _("This number is too large or has too many digits."))


def _faults(data: Any) -> Any:
    """Return the faults by their place, in the shape of the data: nothing where all is well."""
    if isinstance(data, Fault):
        return [data.detail]
    if isinstance(data, str):
        return [_no_text()] if NO_TEXT.search(data) else None
    if isinstance(data, list):
        return {at: found for at, each in enumerate(data) if (found := _faults(each))}
    if isinstance(data, dict):
        return _faults_of_object(data)
    return None


def _faults_of_object(data: dict[str, Any]) -> dict[str, Any]:
    readable = {key: value for key, value in data.items() if not NO_TEXT.search(key)}
    faults = {key: found for key, value in readable.items() if (found := _faults(value))}
    if len(readable) < len(data):  # such a key cannot even be written into an answer
        faults["non_field_errors"] = [_no_text()]
    return faults


def _no_text() -> exceptions.ErrorDetail:
    return exceptions.ErrorDetail(_("Holds a character no text has."), "invalid")
