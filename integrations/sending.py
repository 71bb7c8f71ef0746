"""Deliveries: promised in rows, sent by one worker for each webhook, tried again ever more rarely."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction

from core.models import lease_end
from integrations import counting, egress
from integrations.feed import Entry, in_reach, page_after, told
from integrations.kinds import Kind, kinds_for
from integrations.models import Change, Delivery, DeliveryState, Trouble, Webhook, WebhookState
from integrations.signing import signed

MINUTE, HOUR = 60, 3600
# seconds between two tries: ten tries over three days
DELAYS = (5, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 24 * HOUR, 30 * HOUR)
JITTER = 10  # per cent by which a delay is longer at most: what failed at once comes back apart
AT_ONCE = 100  # deliveries that a worker sends before it lets others have their turn
Clock = Callable[[], datetime]


def kinds_of(webhook: Webhook) -> list[Kind]:
    """Return what a webhook is told of: what its client may read now, and it asked for."""
    client = webhook.client
    found = kinds_for(client.account, client.scopes)
    return [each for each in found if not webhook.kinds or each.name in webhook.kinds]


@transaction.atomic
def promise_deliveries(key: int, *, at: datetime) -> int:
    """Promise a webhook what it was not told yet; return how many messages.

    A new count of the feed is followed from its head. Where too much waits already, the rest
    waits in the feed.
    """
    rows = Webhook.objects.at_work().select_related("client__account")
    webhook = rows.select_for_update(of=("self",), skip_locked=True).filter(pk=key).first()
    if webhook is None:
        return 0
    count = counting.count_now()
    if webhook.epoch != count.epoch or webhook.position < count.tail:
        webhook.epoch, webhook.position = count.epoch, count.head
    waiting = webhook.deliveries.filter(state=DeliveryState.WAITING).count()
    room = settings.LIMITS["webhook_waiting"] - waiting
    entries: list[Entry] = []
    if room > 0:
        page = page_after(
            webhook.client.account,
            kinds_of(webhook),
            after=webhook.position,
            head=count.head,
            limit=room,
        )
        webhook.position, entries = page.position, page.entries
    webhook.save(update_fields=["epoch", "position"])
    Delivery.objects.bulk_create(
        Delivery(webhook=webhook, position=e.position, kind=e.kind, made_at=at, next_at=at)
        for e in entries
    )
    return len(entries)


def due(at: datetime) -> Any:
    """Return the keys of the webhooks that have something to be sent, and no worker sending."""
    rows = Webhook.objects.at_work().free(at)
    rows = rows.filter(deliveries__state=DeliveryState.WAITING, deliveries__next_at__lte=at)
    return rows.order_by("pk").values_list("pk", flat=True).distinct()


def send_due(key: int, *, clock: Clock) -> int:
    """Send a webhook what is due, as the one worker that does; return how many were tried.

    What fails ends the turn: the server is asked again when the next one begins.
    """
    leased = Webhook.objects.at_work().free(clock()).filter(pk=key)
    if not leased.update(leased_until=lease_end(clock())):
        return 0
    try:
        for number in range(AT_ONCE):
            if not _send_next(key, clock):
                return number
        return AT_ONCE
    finally:
        Webhook.objects.filter(pk=key).update(leased_until=None)


def _send_next(key: int, clock: Clock) -> bool:
    """Send the next message and say whether to go on; rights are read anew for each."""
    at = clock()
    webhook = Webhook.objects.at_work().select_related("client__account").filter(pk=key).first()
    if webhook is None:
        return False
    waiting = webhook.deliveries.filter(state=DeliveryState.WAITING, next_at__lte=at)
    delivery = waiting.order_by("next_at", "id").first()
    if delivery is None:
        return False
    Webhook.objects.filter(pk=key).update(leased_until=lease_end(at))
    entry = _entry(webhook, delivery.position)
    if entry is None:
        _note(delivery, state=DeliveryState.DROPPED, next_at=None)
        return True
    return _tried(webhook, delivery, *_sent(webhook, delivery, entry, at), at=at)


def _entry(webhook: Webhook, position: int) -> Entry | None:
    """Return what the webhook is told of a change now; None where it is no longer its business."""
    account, kinds = webhook.client.account, kinds_of(webhook)
    rows = list(Change.objects.filter(in_reach(account, kinds), position=position))
    return next(iter(told(account, rows)), None)


def _sent(
    webhook: Webhook, delivery: Delivery, entry: Entry, at: datetime
) -> tuple[int | None, Trouble | str]:
    """Send one message; return the status of the answer, or why there is none."""
    secret = webhook.secret
    if not secret:
        return None, Trouble.NO_KEY
    body = json.dumps(message_of(entry)).encode()
    try:
        return egress.post(webhook.url, body, signed(secret, delivery.message, body, at=at)), ""
    except egress.Unsent as unsent:
        return None, unsent.trouble


def message_of(entry: Entry) -> dict[str, Any]:
    """Return the body of a message: what happened to which record, and where it is read."""
    about = {
        "kind": entry.kind,
        "id": entry.id,
        "operation": entry.operation,
        "version": entry.version,
        "url": entry.url,
    }
    return {
        "type": f"{entry.kind}.{entry.operation}",
        "timestamp": entry.at.isoformat(),
        "data": about,
    }


def _tried(
    webhook: Webhook, delivery: Delivery, answer: int | None, trouble: str, *, at: datetime
) -> bool:
    """Write down how a try ended, and what follows; say whether to go on."""
    tries, happened = delivery.tries + 1, {"answer": answer, "trouble": trouble, "tried_at": at}
    if answer is not None and 200 <= answer < 300:
        _note(delivery, state=DeliveryState.DELIVERED, tries=tries, next_at=None, **happened)
        return True
    over = tries >= settings.LIMITS["webhook_tries"]
    if answer == 410 or over:
        _note(delivery, state=DeliveryState.FAILED, tries=tries, next_at=None, **happened)
        switch_off(webhook, WebhookState.GONE if answer == 410 else WebhookState.FAILED, at=at)
    else:
        _note(delivery, tries=tries, next_at=at + _delay(tries), **happened)
    return False


def _note(delivery: Delivery, **values: Any) -> None:
    """Change a delivery as long as nobody else tried it meanwhile."""
    waiting = {"state": DeliveryState.WAITING, "tries": delivery.tries}
    Delivery.objects.filter(pk=delivery.pk, **waiting).update(**values)


def _delay(tries: int) -> timedelta:
    longer = 1 + secrets.randbelow(1000 * JITTER) / 100_000
    return timedelta(seconds=DELAYS[tries - 1] * longer)


def switch_off(webhook: Webhook, state: WebhookState, *, at: datetime) -> None:
    """Tell a webhook nothing more; what waits for it is not sent."""
    switched = Webhook.objects.filter(pk=webhook.pk, state=WebhookState.ACTIVE)
    switched.update(state=state, state_since=at)
    waiting = Delivery.objects.filter(webhook=webhook, state=DeliveryState.WAITING)
    waiting.update(state=DeliveryState.DROPPED, next_at=None)


def forget_deliveries(*, at: datetime) -> int:
    """Forget what became of old messages; return how many."""
    before = at - timedelta(days=settings.LIMITS["delivery_days"])
    return Delivery.objects.filter(made_at__lt=before).delete()[0]
