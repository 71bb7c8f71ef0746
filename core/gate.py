"""The gate: requests no view could read with one meaning are refused before any view runs."""

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote_to_bytes

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.multipartparser import MultiPartParserError
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from core.errors import refused

BODILESS = {"GET", "HEAD", "OPTIONS"}
NOTHING_SENT = {None, "", "0"}
FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
JSON = "application/json"
BROKEN_PERCENT = re.compile(rb"%(?![0-9A-Fa-f]{2})")
API = "/api/v1/"  # views of the API name unknown parameters themselves: they answer 401 first


@dataclass(frozen=True)
class Refusal:
    """Why a request goes no further: status, code for programs, words for people, headers."""

    status: int
    code: str
    detail: str
    headers: dict[str, str] = field(default_factory=dict)


def takes(*parameters: str, many: tuple[str, ...] = ()) -> Callable[[Any], Any]:
    """Declare the query parameters a page knows, and the form fields that may come many times.

    A page without this declaration knows none.
    """

    def declare(view: Any) -> Any:
        view.parameters, view.many = parameters, many
        return view

    return declare


def takes_file(*permissions: str) -> Callable[[Any], Any]:
    """Declare that the form of a page takes a file, from whoever holds one of these permissions."""

    def declare(view: Any) -> Any:
        view.file_permissions = permissions
        return view

    return declare


class MethodsFirst:
    """A page that answers a method it does not know with 405, before anybody's right is asked."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not hasattr(self, (request.method or "").lower()):
            return self.http_method_not_allowed(request)  # type: ignore[attr-defined]
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class Gate:
    """Refuse by address, framing and type of body; pages also by the names of parameters."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        found = next(_of_address(request), None) or next(_of_body(request), None)
        if found:
            return _answer(request, found)
        response = self.get_response(request)
        if response.status_code == 405 and not (response.streaming or response.content):
            return _answer(request, _method(response["Allow"]))
        return response

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        if request.path.startswith((API, "/admin/")):
            return None
        declared = getattr(view, "view_class", view)
        if _may_bring_a_file(request, declared):
            request.upload_handlers = [TemporaryFileUploadHandler(request)]
        found = next(_of_names(request, declared), None)
        return _answer(request, found) if found else None


def _of_address(request: HttpRequest) -> Iterator[Refusal]:
    # WSGI hands octets over as Latin letters; the path Django has decoded, broken UTF-8 is a 404
    query = request.META.get("QUERY_STRING", "").encode("latin-1", "replace")
    most = settings.LIMITS["address_bytes"]
    if len(request.path.encode()) + len(query) > most:
        text = _("The address is longer than %(most)s bytes.") % {"most": most}
        yield Refusal(414, "address_too_long", text)
    if not _is_encoded(query):
        yield Refusal(400, "bad_encoding", _("The address is not percent-encoded UTF-8."))


def _of_body(request: HttpRequest) -> Iterator[Refusal]:
    meta = request.META
    if meta.get("CONTENT_LENGTH") in NOTHING_SENT and "HTTP_TRANSFER_ENCODING" not in meta:
        return
    types = _types(request)
    most = settings.LIMITS[types.get(request.content_type or "", next(iter(types.values())))]
    length = meta.get("CONTENT_LENGTH") or "0"
    if "HTTP_TRANSFER_ENCODING" in meta and not meta.get("CONTENT_LENGTH"):
        yield Refusal(411, "length_required", _("Say how long the body is: Content-Length."))
    if not (length.isascii() and length.isdecimal()):
        yield Refusal(400, "bad_length", _("Content-Length is no number."))
    elif int(length[:12]) > most and int(length[:12]) > _most_with_a_file(request, most):
        text = _("The body is longer than %(most)s bytes.") % {"most": most}
        yield Refusal(413, "too_large", text, {"Connection": "close"})
    elif int(length) and request.method in BODILESS:
        if _knows_method(request):
            yield Refusal(400, "body_not_expected", _("A request to read has no body."))
    elif int(length):
        yield from _of_type(request, types)


def _types(request: HttpRequest) -> dict[str, str]:
    """Return the types of body an address takes, each with the limit of its length.

    A view of the API that takes another than JSON says so: `bodies`.
    """
    if not request.path.startswith(API):
        return dict.fromkeys(FORMS, "form_bytes")
    return getattr(_view(request), "bodies", {JSON: "json_bytes"})


def _view(request: HttpRequest) -> Any:
    """Return the view of an address, by its class where it has one."""
    view = _function(request)
    return getattr(view, "cls", None) or getattr(view, "view_class", view)


def _function(request: HttpRequest) -> Any:
    try:
        return resolve(request.path_info).func
    except Resolver404:
        return None


def _knows_method(request: HttpRequest) -> bool:
    """Say whether an address of the API knows the method; if not, the view answers 405."""
    function = _function(request)
    cls = getattr(function, "cls", None)
    asked = "get" if request.method == "HEAD" else (request.method or "").lower()
    return cls is None or asked in getattr(function, "actions", ()) or hasattr(cls, asked)


def _most_with_a_file(request: HttpRequest, most: int) -> int:
    """Return how long a body may be: that of a form with a file is longer, for who may bring one."""
    if _may_bring_a_file(request, _view(request)):
        return settings.LIMITS["file_form_bytes"]
    return most


def _may_bring_a_file(request: HttpRequest, view: Any) -> bool:
    """Say whether a file is read here: never one of a stranger, not even to refuse it."""
    permissions = getattr(view, "file_permissions", ())
    if not permissions or request.method != "POST" or request.content_type != FORMS[1]:
        return False
    return any(request.user.has_perm(each) for each in permissions)


def _of_type(request: HttpRequest, known: Collection[str]) -> Iterator[Refusal]:
    if request.headers.get("Content-Encoding", "identity").lower() != "identity":
        text = _("A compressed body is not accepted.")
        yield Refusal(415, "compressed", text, {"Accept-Encoding": "identity"})
    charset = (request.content_params or {}).get("charset", "utf-8").lower()
    if (request.content_type or "") not in known or charset not in {"utf-8", "utf8"}:
        text = _("Send the body as %(types)s in UTF-8.") % {"types": ", ".join(known)}
        yield Refusal(415, "unsupported_media_type", text, {"Accept": ", ".join(known)})
    if request.content_type == FORMS[0] and not _is_encoded(request.body):
        yield Refusal(400, "bad_encoding", _("The form is not percent-encoded UTF-8."))


def _of_names(request: HttpRequest, view: Any) -> Iterator[Refusal]:
    known = getattr(view, "parameters", ())
    strange = sorted(set(request.GET) - set(known))
    if strange:
        words = {"given": ", ".join(strange), "known": ", ".join(known) or "—"}
        text = _("The address has unknown parameters: %(given)s. Known are: %(known)s.") % words
        yield Refusal(400, "unknown_parameter", text)
    many = getattr(view, "many", ())
    twice = sorted({*_twice(request.GET), *(set(_twice(request.POST)) - set(many))})
    if twice:
        text = _("Given more than once: %(names)s.") % {"names": ", ".join(twice)}
        yield Refusal(400, "duplicate", text)


def _twice(given: QueryDict) -> list[str]:
    return [name for name, values in given.lists() if len(values) > 1]


def _method(allowed: str) -> Refusal:
    text = _("This address does not know the method.")
    return Refusal(405, "method_not_allowed", text, {"Allow": allowed})


def _is_encoded(octets: bytes) -> bool:
    try:
        unquote_to_bytes(octets).decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not BROKEN_PERCENT.search(octets)


def _answer(request: HttpRequest, why: Refusal) -> HttpResponse:
    response = refused(request, status=why.status, code=why.code, detail=why.detail)
    for name, value in why.headers.items():
        response[name] = value
    return response


class NoFiles(FileUploadHandler):
    """Refuse every file: a form that takes one says so (`takes_file`)."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        raise MultiPartParserError("This form takes no file.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        return None

    def file_complete(self, file_size: int) -> None:
        return None
