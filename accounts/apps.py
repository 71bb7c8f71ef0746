"""Who is who: accounts, roles and machine clients."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self) -> None:
        from accounts import sessions  # noqa: F401 - listens to signing in and out
