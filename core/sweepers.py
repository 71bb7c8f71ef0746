"""Who watches the watchers: when each sweeper last came to its end.

The mark lies in the cache, not in the database: it shows in one look that beat, queue, worker and
Valkey work together. Where Valkey lost it, it is back with the next sweep.
"""

from collections.abc import Iterator
from typing import Any

from celery import current_app
from celery.signals import beat_init, task_success
from django.conf import settings
from django.core.cache import cache

from core import clock


def watched() -> list[str]:
    """Return the names of the tasks that beat starts every few seconds."""
    schedule = settings.CELERY_BEAT_SCHEDULE.values()
    return [each["task"] for each in schedule if isinstance(each["schedule"], int)]


def ages() -> Iterator[tuple[str, float | None]]:
    """Yield each sweeper with the seconds since its last end; None: it never came to one."""
    now = clock.now().timestamp()
    for name in watched():
        ended = cache.get(_key(name))
        yield name, None if ended is None else now - ended


def oldest_age() -> float | None:
    """Return the seconds since the laziest sweeper ended, None when one never did."""
    found = [age for _name, age in ages()]
    return None if None in found else max(age for age in found if age is not None)


@task_success.connect
def note(sender: Any, **_signal: Any) -> None:
    """Note that a sweeper ended well."""
    if sender.name in watched():
        cache.set(_key(sender.name), clock.now().timestamp(), None)


@beat_init.connect
def sweep_at_once(**_signal: Any) -> None:
    """Begin with a sweep: what was lost while the portal was down waits no longer."""
    for name in watched():
        current_app.send_task(name)


def _key(name: str) -> str:
    return f"sweeper:{name}"
