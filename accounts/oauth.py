"""Client credentials: a machine gets the scopes written down for it."""

import hashlib
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from oauth2_provider.models import AccessToken, Application
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import SettingsScopes

from accounts.client_secrets import is_secret_of
from accounts.events import note
from accounts.models import ApiClient, EventKind, User
from core import clock
from core.one_row import OneRow

A_MINUTE = 60  # seconds: of one client no more than one refusal a minute is written down
SCOPE_RIGHTS = {  # scope -> the right its account has to hold somewhere
    "territories:read": "communities.view_community",
    "territories:write": "communities.add_memorandum",
    "officers:read": "officers.view_officer",
    "officers:write": "officers.add_activity",
    "people:read": "working_groups.view_person",
    "groups:read": "working_groups.view_workinggroup",
    "groups:write": "working_groups.add_person",
    "incidents:read": "incidents.view_incident",
    "incidents:write": "incidents.add_incident",
    "incidents:sensitive": "incidents.read_sensitive_incident",
    "measures:read": "communities.view_community",
    "reports:read": "reports.view_edition",
    "webhooks:write": "communities.view_community",
}

TOKEN = OneRow(
    """oauth2_provider_accesstoken token
    JOIN oauth2_provider_application application ON application.id = token.application_id
    LEFT JOIN accounts_apiclient client ON client.application_id = application.id
    LEFT JOIN accounts_user account ON account.id = client.account_id
    WHERE token.token_checksum = %s""",
    token=AccessToken,
    application=Application,
    client=ApiClient,
    account=User,
)


def working_clients() -> Any:
    """Return the clients whose secrets and tokens count: not revoked, of an open account."""
    return ApiClient.objects.filter(account__is_active=True, revoked_at=None)


def note_refusal(client: ApiClient, why: str, request: HttpRequest | None = None) -> None:
    """Write down that a client was refused, once a minute at most."""
    if cache.add(f"client-refused-{client.pk}", 1, A_MINUTE):
        named = {"client": str(client), "why": why}
        note(EventKind.TOKEN_REFUSED, account=client.account, request=request, **named)


class ClientScopes(SettingsScopes):
    """Offers each client the scopes of its ApiClient row, and nothing to anyone else."""

    def get_available_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        client = ApiClient.objects.filter(application=application).first()
        return client.scopes if client else []

    def get_default_scopes(
        self, application: Any = None, request: Any = None, *args: Any, **kwargs: Any
    ) -> list[str]:
        return self.get_available_scopes(application)


class ClientValidator(OAuth2Validator):
    """Knows one way in only: client credentials of a client that works."""

    def _load_application(self, client_id: str, request: Any) -> Any:
        """Know no client whose name the database cannot even hold.

        The library compares a secret with what the application stores; ours stand apart
        (ClientSecret), so the name of the client goes in its place to `_check_secret`.
        """
        application = None if "\x00" in client_id else super()._load_application(client_id, request)
        if application is not None:
            application.client_secret = application.client_id
        return application

    def _load_access_token(self, token: str) -> Any:
        """Return a token with its application, that with its client, and that with its account."""
        found = TOKEN.read(hashlib.sha256(token.encode()).hexdigest())
        if found is None:
            return None
        known, known.application, client, account = found
        if client:
            client.application, client.account = known.application, account
        return known

    def _check_secret(self, provided_secret: str, stored_secret: str) -> bool:
        return is_secret_of(stored_secret, provided_secret, at=clock.now())

    def authenticate_client(self, request: Any, *args: Any, **kwargs: Any) -> bool:
        known = super().authenticate_client(request, *args, **kwargs)
        if not known and request.client:
            self._refused(request.client, "secret")
        return known

    def validate_grant_type(
        self, client_id: Any, grant_type: str, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        works = working_clients().filter(application=client).exists()
        if not works:
            self._refused(client, "closed")
        return grant_type == "client_credentials" and works

    def _refused(self, application: Any, why: str) -> None:
        clients = ApiClient.objects.select_related("account", "application")
        if client := clients.filter(application=application).first():
            note_refusal(client, why)
