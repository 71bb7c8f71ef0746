"""The feed of changes and the webhooks, for programs."""

from integrations.api.changes import ChangeList
from integrations.api.webhooks import DeliveryViewSet, WebhookViewSet

__all__ = ["ChangeList", "DeliveryViewSet", "WebhookViewSet"]
