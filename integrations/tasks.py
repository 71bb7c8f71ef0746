"""What goes to other systems by itself."""

import logging

from celery import shared_task

from core import clock
from core.availability import is_away
from integrations import counting, sending
from integrations.models import Webhook

logger = logging.getLogger(__name__)


@shared_task(expires=60)
def give_positions() -> None:
    """Give positions to the entries of the change feed; twice does no harm."""
    counting.give_positions()


@shared_task(expires=60)
def tell_webhooks() -> None:
    """Promise every webhook what is new, and name those with something due to the workers."""
    for key in Webhook.objects.at_work().order_by("pk").values_list("pk", flat=True):
        sending.promise_deliveries(key, at=clock.now())
    for key in sending.due(clock.now()):
        _hint(key)


def _hint(key: int) -> None:
    """Name a webhook to a worker; what a broker that is away does not take waits for the next time."""
    try:
        send_deliveries.apply_async(kwargs={"webhook": key}, expires=60)
    except Exception as error:
        if not is_away(error):
            raise
        logger.warning("The broker is away: webhook %s waits", key)


@shared_task(acks_late=True)
def send_deliveries(*, webhook: int) -> None:
    """Send a webhook what is due; a message may be sent twice, under the same name."""
    sending.send_due(webhook, clock=clock.now)


@shared_task
def forget_changes() -> None:
    """Forget the oldest entries of the change feed, and of the logs of deliveries."""
    counting.forget_old(at=clock.now())
    sending.forget_deliveries(at=clock.now())
