"""Client credentials: a machine gets the scopes written down for it."""

from typing import Any

from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.scopes import SettingsScopes

from accounts.models import ApiClient


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
    """Knows one way in only: client credentials of a client whose account is active."""

    def _load_application(self, client_id: str, request: Any) -> Any:
        """Know no client whose name the database cannot even hold."""
        return None if "\x00" in client_id else super()._load_application(client_id, request)

    def validate_grant_type(
        self, client_id: Any, grant_type: str, client: Any, request: Any, *args: Any, **kwargs: Any
    ) -> bool:
        known = ApiClient.objects.filter(application=client, account__is_active=True).exists()
        return grant_type == "client_credentials" and known
