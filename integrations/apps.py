"""What goes to other systems: the change feed and the webhooks."""

from django.apps import AppConfig


class IntegrationsConfig(AppConfig):
    name = "integrations"
