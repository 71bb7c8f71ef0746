"""Who is told of changes, where, and what became of each message (docs/decisions/0028)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import ApiClient
from core import sealing

PURPOSE = "webhook secrets"


class WebhookState(models.TextChoices):
    ACTIVE = "active", pgettext_lazy("webhook", "Works")
    FAILED = "failed", _("Switched off: it kept failing")
    GONE = "gone", _("Switched off: its server asked for it")
    OFF = "off", _("Switched off by hand")


class WebhookQuerySet(models.QuerySet["Webhook"]):
    def at_work(self) -> Self:
        """Keep those that are told: of a client that works, of an open account."""
        open_client = Q(client__revoked_at=None, client__account__is_active=True)
        return self.filter(open_client, state=WebhookState.ACTIVE)

    def free(self, at: datetime) -> Self:
        """Keep those that no worker sends to at the moment."""
        return self.filter(Q(leased_until=None) | Q(leased_until__lt=at))


class Webhook(models.Model):
    """An address of a program, told of the kinds of changes it asked for, or of all it may read.

    `epoch` and `position` say how far it was told, as the cursor of a reader of the feed does.
    """

    client = models.ForeignKey(
        ApiClient, models.CASCADE, related_name="webhooks", verbose_name=_("API client")
    )
    url = models.CharField(_("address"), max_length=settings.LIMITS["webhook_address"])
    kinds = ArrayField(
        models.CharField(max_length=20), verbose_name=_("kinds"), default=list, blank=True
    )
    sealed_secret = models.TextField(_("secret, sealed"))
    state = models.CharField(
        _("state"), choices=WebhookState, default=WebhookState.ACTIVE, max_length=6
    )
    state_since = models.DateTimeField(_("since"))
    made_at = models.DateTimeField(_("made"))
    epoch = models.UUIDField(_("epoch"))
    position = models.BigIntegerField(_("told up to"))
    leased_until = models.DateTimeField(_("leased until"), null=True, blank=True)

    objects = WebhookQuerySet.as_manager()

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")

    def __str__(self) -> str:
        return self.url

    @property
    def secret(self) -> str:
        """Return the secret, in the words of Standard Webhooks; empty where no key opens it."""
        return sealing.opened(PURPOSE, self.sealed_secret) or ""


class DeliveryState(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    DELIVERED = "delivered", _("Delivered")
    FAILED = "failed", _("Failed")
    DROPPED = "dropped", _("Not sent")


class Trouble(models.TextChoices):
    """Why nobody answered."""

    ADDRESS = "address", _("No public address")
    SILENT = "silent", _("No answer in time")
    UNREACHABLE = "unreachable", _("Could not be reached")
    UNTRUSTED = "untrusted", _("No valid certificate")
    NO_KEY = "no_key", _("Its secret cannot be opened")


def new_message() -> str:
    return f"msg_{uuid.uuid4().hex}"


class Delivery(models.Model):
    """A promise to tell a webhook of one change; the message has one name, however often it is sent.

    What it says is decided when it is sent: the change is looked up, and the scope asked, anew.
    """

    webhook = models.ForeignKey(
        Webhook, models.CASCADE, related_name="deliveries", verbose_name=_("webhook")
    )
    message = models.CharField(_("message"), max_length=40, default=new_message)
    position = models.BigIntegerField(_("position"))
    kind = models.CharField(_("kind"), max_length=20)
    state = models.CharField(
        _("state"), choices=DeliveryState, default=DeliveryState.WAITING, max_length=9
    )
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    answer = models.PositiveSmallIntegerField(_("answer"), null=True, blank=True)
    trouble = models.CharField(_("trouble"), choices=Trouble, max_length=11, blank=True)
    made_at = models.DateTimeField(_("made"))
    tried_at = models.DateTimeField(_("tried"), null=True, blank=True)
    next_at = models.DateTimeField(_("next try"), null=True, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        indexes = [
            models.Index(
                "webhook", "next_at", "id", condition=Q(state="waiting"), name="deliveries_due"
            ),
            models.Index("made_at", name="deliveries_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.message}: {self.state}"
