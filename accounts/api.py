"""How programs and browsers prove who they are."""

from datetime import timedelta
from typing import Any

from django.contrib.auth.middleware import get_user
from django.utils.functional import SimpleLazyObject
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from oauth2_provider.contrib.rest_framework import OAuth2Authentication
from rest_framework.authentication import SessionAuthentication
from rest_framework.exceptions import AuthenticationFailed

from accounts.models import ApiClient
from accounts.oauth import note_refusal
from core import clock


class ClientAuthentication(OAuth2Authentication):
    """A bearer token of client credentials; the caller is the client's account."""

    def authenticate(self, request: Any) -> Any:
        if not request.headers.get("Authorization", "").lower().startswith("bearer"):
            return None
        found = super().authenticate(request)
        if found is None:
            raise AuthenticationFailed
        _nobody, token = found  # client credentials name no person
        client = getattr(token.application, "apiclient", None)
        if client is None:
            raise AuthenticationFailed
        if client.revoked_at or not client.account.is_active:
            note_refusal(client, "closed", request)
            raise AuthenticationFailed
        _note_use(client)
        return client.account, token


def _note_use(client: ApiClient) -> None:
    """Write down when a client was last seen, once a minute at most."""
    now = clock.now()
    if client.last_used_at is None or now - client.last_used_at > timedelta(minutes=1):
        ApiClient.objects.filter(pk=client.pk).update(last_used_at=now)


class BrowserAuthentication(SessionAuthentication):
    """The session of the browser, with CSRF; without one the answer is 401, not 403.

    The account itself is returned, not the proxy of the middleware: rights are asked of it often.
    """

    def authenticate(self, request: Any) -> tuple[Any, None] | None:
        found = super().authenticate(request)
        if found and isinstance(found[0], SimpleLazyObject):
            return get_user(request), None
        return found

    def authenticate_header(self, request: Any) -> str:
        return 'Bearer realm="api"'


class ClientAuthenticationScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.api.ClientAuthentication"
    name = "clientCredentials"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "oauth2", "flows": {}}


class BrowserAuthenticationScheme(OpenApiAuthenticationExtension):
    target_class = "accounts.api.BrowserAuthentication"
    name = "session"
    priority = 1

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {"type": "apiKey", "in": "cookie", "name": "session"}
