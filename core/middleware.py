"""Headers and redirects that hold for every answer of the portal."""

from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import (
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
    StreamingHttpResponse,
)

from core.health import healthz

Answer = Callable[[HttpRequest], HttpResponse]


def canonical_host(get_response: Answer) -> Answer:
    """Send readers of 127.0.0.1 to localhost: passkeys do not exist on an IP address."""

    def middleware(request: HttpRequest) -> HttpResponse:
        host, _, port = request.get_host().partition(":")
        if host == "127.0.0.1" and request.method == "GET" and not _is_probe(request):
            address = f"localhost:{port}" if port else "localhost"
            return HttpResponsePermanentRedirect(
                f"{request.scheme}://{address}{request.get_full_path()}"
            )
        return get_response(request)

    return middleware


def healthz_asks_nobody(get_response: Answer) -> Answer:
    """Answer /healthz before anything looks for a session, a reader or a language."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return healthz(request) if request.path == "/healthz" else get_response(request)

    return middleware


def _is_probe(request: HttpRequest) -> bool:
    return request.path in {"/healthz", "/readyz", "/metrics"} or request.path.startswith("/api/")


def refuse_zero_characters(get_response: Answer) -> Answer:
    """Answer 400 to a zero character where no form can name it: address and cookies.

    PostgreSQL stores none, so every such text would end as a failure of ours.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        cookies = (*request.COOKIES, *request.COOKIES.values())
        texts = (request.path, *cookies, *(_values(request) if _is_admin(request) else ()))
        if any("\x00" in text for text in texts):
            raise SuspiciousOperation("A zero character stands in the address or a cookie.")
        return get_response(request)

    return middleware


def _is_admin(request: HttpRequest) -> bool:
    return request.path.startswith("/admin/")


def _values(request: HttpRequest) -> list[str]:
    return [text for _name, texts in request.GET.lists() for text in texts]


def browser_headers(get_response: Answer) -> Answer:
    """Close what no page of ours needs: sensors, embedding, foreign readers."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault(
            "Permissions-Policy", "geolocation=(self), camera=(self), microphone=(), payment=()"
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def headers_only(get_response: Answer) -> Answer:
    """Answer HEAD as GET without its body, and OPTIONS with `Allow` alone, all over the API."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.method not in {"HEAD", "OPTIONS"} or not request.path.startswith("/api/v1/"):
            return response
        if request.method == "OPTIONS":
            if response.status_code >= 400:
                return response
            response.headers.pop("Content-Type", None)
            response["Content-Length"] = "0"
        if isinstance(response, StreamingHttpResponse):
            response.streaming_content = ()  # nobody begins to read the rows
        else:
            response.content = b""
        return response

    return middleware


def no_store(get_response: Answer) -> Answer:
    """Keep the answers given to a signed-in reader out of every cache."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        if request.user.is_authenticated:
            response.headers.setdefault("Cache-Control", "no-store")
        return response

    return middleware
