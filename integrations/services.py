"""Webhooks: made and taken away by their program, switched off and tried again by people too."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils.translation import gettext as _

from accounts.events import note
from accounts.models import ApiClient, EventKind
from core import sealing
from core.exceptions import RuleBroken
from integrations import counting
from integrations.egress import target_of
from integrations.models import Delivery, DeliveryState, Webhook, WebhookState
from integrations.models.webhook import PURPOSE
from integrations.sending import switch_off
from integrations.signing import new_secret


def refuse_address(url: str) -> None:
    """Raise RuleBroken for an address that is never sent to."""
    if target_of(url) is None:
        words = _(
            "Give an https address of the public Internet, without a name or a password in it."
        )
        raise RuleBroken(words, code="address", field="url")


@transaction.atomic
def add_webhook(
    *,
    client: ApiClient,
    url: str,
    kinds: Collection[str],
    at: datetime,
    request: HttpRequest | None = None,
) -> Webhook:
    """Make a webhook that is told of everything from now on."""
    refuse_address(url)
    ApiClient.objects.select_for_update().get(pk=client.pk)  # one after the other: they are counted
    most = settings.LIMITS["webhooks"]
    if client.webhooks.count() >= most:
        words = _("A client has %(most)s webhooks at most. Take one away first.") % {"most": most}
        raise RuleBroken(words, code="too_many")
    count = counting.count_now()
    webhook = Webhook.objects.create(
        client=client,
        url=url,
        kinds=sorted(set(kinds)),
        sealed_secret=sealing.seal(PURPOSE, new_secret()),
        state_since=at,
        made_at=at,
        epoch=count.epoch,
        position=count.head,
    )
    _note(webhook, "webhook_made", client.account, request)
    return webhook


@transaction.atomic
def remove_webhook(*, webhook: Webhook, request: HttpRequest | None = None) -> None:
    """Take a webhook away, with the log of its deliveries."""
    _note(webhook, "webhook_removed", webhook.client.account, request)
    webhook.delete()


@transaction.atomic
def switch_off_by_hand(
    *, webhook: Webhook, by: Any, at: datetime, request: HttpRequest | None = None
) -> None:
    """Tell a webhook nothing more, because somebody says so."""
    if webhook.state != WebhookState.ACTIVE:
        raise RuleBroken(_("The webhook is switched off already."), code="off")
    switch_off(webhook, WebhookState.OFF, at=at)
    _note(webhook, "webhook_off", by, request)


def replay(*, delivery: Delivery, at: datetime) -> Delivery:
    """Promise to send a message once more, under its name; what it says is decided anew."""
    if delivery.webhook.state != WebhookState.ACTIVE:
        raise RuleBroken(_("The webhook is switched off: nothing is sent."), code="off")
    if delivery.state == DeliveryState.WAITING:
        raise RuleBroken(_("The message waits to be sent already."), code="waiting")
    return Delivery.objects.create(
        webhook=delivery.webhook,
        message=delivery.message,
        position=delivery.position,
        kind=delivery.kind,
        made_at=at,
        next_at=at,
    )


def _note(webhook: Webhook, what: str, by: Any, request: HttpRequest | None) -> None:
    """Write down, among the events of access, where data goes."""
    said = {"client": str(webhook.client), "what": what, "address": webhook.url}
    account = webhook.client.account
    note(EventKind.CLIENT_CHANGED, account=account, by=by, request=request, **said)
