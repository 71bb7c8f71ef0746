"""Who is who: accounts, roles and machine clients."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "accounts"
