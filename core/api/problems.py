"""Every refusal of the API as a problem document (RFC 9457), all errors of a body at once."""

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, JsonResponse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import exceptions, status
from rest_framework.renderers import JSONRenderer
from rest_framework.response import Response
from rest_framework.views import set_rollback

from core.availability import is_away
from core.exceptions import RuleBroken
from core.language import header_language
from core.logs import request_id

CONTENT_TYPE = "application/problem+json"
TOO_OFTEN = gettext_lazy("You call too often. Go on after the seconds that Retry-After names.")
HEADERS = {"auth_header": "WWW-Authenticate", "wait": "Retry-After", "etag": "ETag"}


class Conflict(exceptions.APIException):
    """409: the state of the record does not allow it."""

    status_code = status.HTTP_409_CONFLICT
    default_code = "conflict"


class PreconditionFailed(exceptions.APIException):
    """412: the record is no longer the one the caller saw; `current` shows it as it is now."""

    status_code = status.HTTP_412_PRECONDITION_FAILED
    default_code = "precondition_failed"

    def __init__(self, detail: str, *, current: Any = None, etag: str = "") -> None:
        super().__init__(detail)
        self.current, self.etag = current, etag


class PreconditionRequired(exceptions.APIException):
    """428: say which version you change."""

    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "precondition_required"


def exception_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn what a view raised into a problem document; None leaves a defect to the 500 page."""
    known = _as_api_exception(error)
    if known is None:
        return None
    set_rollback()
    request = context["request"]
    request.accepted_renderer = JSONRenderer()  # also where the view itself writes YAML
    request.accepted_media_type = CONTENT_TYPE
    body = problem(
        known.status_code, code=_code(known), detail=_detail(known), instance=request.path
    )
    if isinstance(known, exceptions.ValidationError):
        body["errors"] = list(pointers(known.detail))
    if current := getattr(known, "current", None):
        body["current"] = current
    response = Response(body, status=known.status_code, content_type=CONTENT_TYPE)
    for source, header in HEADERS.items():
        _add_header(response, header, getattr(known, source, None))
    return response


def problem(code_of_status: int, *, code: str, detail: str, instance: str) -> dict[str, Any]:
    """Return the members every problem document has."""
    return {
        "type": f"/api/docs/#problem-{code}",
        "title": _titles().get(code_of_status, _("The request was refused")),
        "status": code_of_status,
        "detail": detail,
        "instance": instance,
        "request_id": request_id(),
    }


def pointers(detail: Any, at: str = "") -> Iterator[dict[str, str]]:
    """Yield one entry for each error of a body, with the JSON pointer of its field."""
    if isinstance(detail, dict):
        for key, inner in detail.items():
            yield from pointers(inner, at + _step(key))
    elif isinstance(detail, list):
        for index, inner in enumerate(detail):
            nested = isinstance(inner, dict | list)
            yield from pointers(inner, f"{at}/{index}" if nested else at)
    else:
        yield {"pointer": at, "code": getattr(detail, "code", "invalid"), "detail": str(detail)}


def _step(key: Any) -> str:
    """Write one step of a JSON pointer (RFC 6901); errors of an object as a whole add none."""
    if key == "non_field_errors":
        return ""
    return "/" + str(key).replace("~", "~0").replace("/", "~1")


def json_problem(request: HttpRequest, code: int, name: str, detail: str | Promise) -> JsonResponse:
    """Answer with a problem outside the REST framework, for example an unknown address."""
    language = header_language(request)  # what fails before the middleware of languages, too
    with translation.override(language):
        body = problem(code, code=name, detail=str(detail), instance=request.path)
    return JsonResponse(
        body,
        status=code,
        content_type=CONTENT_TYPE,
        headers={"Content-Language": language},
        json_dumps_params={"ensure_ascii": False},
    )


def _as_api_exception(error: Exception) -> exceptions.APIException | None:
    if isinstance(error, exceptions.APIException):
        return error
    if isinstance(error, Http404):
        return exceptions.NotFound()
    if isinstance(error, PermissionDenied):
        return exceptions.PermissionDenied()
    if isinstance(error, RuleBroken):
        return Conflict(error.message, code=error.code)
    if isinstance(error, ValidationError):
        return exceptions.ValidationError({"non_field_errors": error.messages})
    if is_away(error):
        return Unavailable()
    return None


class Unavailable(exceptions.APIException):
    """503: the database is away; whether a write was stored shows when it is sent again."""

    status_code = status.HTTP_503_SERVICE_UNAVAILABLE
    default_code = "unavailable"
    wait = 5  # seconds

    default_detail = gettext_lazy(
        "The portal cannot answer for its data just now. Send the same again soon:"
        " what was stored already is not stored twice."
    )


def _add_header(response: Response, name: str, value: Any) -> None:
    if value:
        response[name] = value if isinstance(value, str) else f"{value:.0f}"


def _code(error: exceptions.APIException) -> str:
    codes = error.get_codes()
    return codes if isinstance(codes, str) else "invalid"


def _detail(error: exceptions.APIException) -> str:
    if isinstance(error, exceptions.ValidationError):
        return _("Some values are wrong. Nothing was saved.")
    return _own_words().get(error.status_code, str(error.detail))


def _own_words() -> dict[int, str]:
    """Say in our own words what the framework says in its own."""
    return {
        401: _("Send a valid token, or sign in."),
        404: _("There is nothing here, or it lies outside your territory."),
        405: _("This address does not know the method."),
        406: _("The wanted format is not offered; see Accept."),
        429: str(TOO_OFTEN),
        415: _("Send the body as %(types)s in UTF-8.") % {"types": "application/json"},
    }


def _titles() -> dict[int, str]:
    return {
        400: _("Bad request"),
        401: _("Sign in first"),
        403: _("Not allowed"),
        404: _("Not found"),
        405: _("Method not allowed"),
        406: _("Not in this format"),
        409: _("Conflict"),
        410: _("Load again"),
        411: _("How long is the body?"),
        412: _("The record has changed"),
        413: _("Too large"),
        414: _("The address is too long"),
        415: _("Not in this format"),
        422: _("The key is in use for another call"),
        428: _("Name the version you change"),
        429: _("Too many requests"),
        503: _("Not available just now"),
    }
