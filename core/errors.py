"""Refusals in the form the caller reads: a page for people, a problem document for programs."""

import sys

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.api.problems import Unavailable, json_problem
from core.availability import is_away
from core.context import Portal


def _is_api(request: HttpRequest) -> bool:
    return request.path.startswith(("/api/", "/oauth/"))


def refused(request: HttpRequest, *, status: int, code: str, detail: str | Promise) -> HttpResponse:
    """Refuse with a reason: as a problem document, or as a page with the same words."""
    if _is_api(request):
        return json_problem(request, status, code, detail)
    return render(request, "refused.html", {"code": status, "detail": detail}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if _is_api(request):
        return json_problem(request, 400, "bad_request", _("The request cannot be read."))
    return render(request, "400.html", status=400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if _is_api(request):
        return json_problem(request, 403, "permission_denied", _("You may not do this."))
    return render(request, "403.html", status=403)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return forbidden(request)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    if _is_api(request):
        return json_problem(request, 404, "not_found", _("There is nothing here."))
    return render(request, "404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something failed, or that the database or the broker is away just now."""
    if is_away(sys.exc_info()[1]):
        return unavailable(request)
    if _is_api(request):
        return json_problem(request, 500, "server_error", _("Something failed on our side."))
    return _plain_page(request, 500)


def unavailable(request: HttpRequest) -> HttpResponse:
    if _is_api(request):
        detail = Unavailable.default_detail
        response: HttpResponse = json_problem(request, 503, "unavailable", detail)
    else:
        response = _plain_page(request, 503)
    response["Retry-After"] = str(Unavailable.wait)
    return response


def _plain_page(request: HttpRequest, status: int) -> HttpResponse:
    """Render without what asks for the reader, the session or the data: they may be away."""
    portal = {"demo": settings.DEMO, "theme": Portal(request).theme}
    return HttpResponse(render_to_string(f"{status}.html", {"portal": portal}), status=status)
