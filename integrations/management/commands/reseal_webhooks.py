"""Seal the secrets of webhooks with the SECRET_KEY of today, after it was changed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from core import sealing
from integrations.models import Webhook
from integrations.models.webhook import PURPOSE


class Command(BaseCommand):
    help = "Seal the secrets of webhooks with the SECRET_KEY of today; safe to run twice."

    @transaction.atomic
    def handle(self, *_args: Any, **_options: Any) -> None:
        done = lost = 0
        for webhook in Webhook.objects.select_for_update().order_by("pk"):
            if not webhook.secret:
                lost += 1
                continue
            webhook.sealed_secret = sealing.resealed(PURPOSE, webhook.sealed_secret)
            webhook.save(update_fields=["sealed_secret"])
            done += 1
        self.stdout.write(f"webhooks: {done} sealed anew, {lost} that no key opens")
