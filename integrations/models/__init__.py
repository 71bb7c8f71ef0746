"""Tables of what goes to other systems."""

from integrations.models.change import Change, Count, Operation
from integrations.models.watched import SOURCES
from integrations.models.webhook import (
    Delivery,
    DeliveryState,
    Trouble,
    Webhook,
    WebhookState,
)

__all__ = [
    "SOURCES",
    "Change",
    "Count",
    "Delivery",
    "DeliveryState",
    "Operation",
    "Trouble",
    "Webhook",
    "WebhookState",
]
