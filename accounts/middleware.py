"""The language of an answer: the reader's choice for pages, the header for programs."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from core.language import header_language


def reader_language(get_response: Callable) -> Callable:
    """Answer in the reader's language; Ukrainian where nobody said anything else."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with translation.override(_language(request)):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language() or "uk")
        return response

    return middleware


def _language(request: HttpRequest) -> str:
    if request.path.startswith(("/api/v1/", "/oauth/")):
        return header_language(request)
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    wished = chosen or getattr(request.user, "language", "")
    return wished if wished in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
