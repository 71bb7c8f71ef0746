"""Files leave the portal to be kept, never to be opened inside its own origin."""

from typing import TypeVar

from django.http.response import HttpResponseBase

Response = TypeVar("Response", bound=HttpResponseBase)


def handed_out(response: Response, name: str) -> Response:
    """Return a response as a file of this name."""
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response
