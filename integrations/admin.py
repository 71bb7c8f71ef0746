"""The change feed and the webhooks in the admin: looked at, never changed past the rules."""

from __future__ import annotations

from django.contrib import admin

from incidents.admin import LookedAt
from integrations.models import Change, Count, Delivery, Webhook


@admin.register(Change)
class ChangeAdmin(LookedAt):
    list_display = ["position", "at", "kind", "record", "operation", "version"]
    list_filter = ["kind", "operation"]
    search_fields = ["record"]
    ordering = ["-position"]


@admin.register(Count)
class CountAdmin(LookedAt):
    list_display = ["epoch", "head", "tail"]


@admin.register(Webhook)
class WebhookAdmin(LookedAt):
    list_display = ["url", "client", "state", "state_since", "made_at"]
    list_filter = ["state"]
    list_select_related = ["client__application"]
    search_fields = ["url"]
    exclude = ["sealed_secret"]


@admin.register(Delivery)
class DeliveryAdmin(LookedAt):
    list_display = ["message", "webhook", "kind", "state", "tries", "answer", "tried_at"]
    list_filter = ["state", "kind"]
    list_select_related = ["webhook"]
    search_fields = ["message"]
