"""Signs of life of worker and beat: a file each, touched every few seconds, for whoever starts them again."""

from typing import Any

from celery.beat import PersistentScheduler
from celery.signals import heartbeat_sent
from django.conf import settings


def show(name: str) -> None:
    """Touch the file of a program."""
    folder = settings.VAR_DIR / "run"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / f"{name}.alive").touch()


@heartbeat_sent.connect
def worker_lives(**_signal: Any) -> None:
    """Say that the worker's main process turns."""
    show("worker")


class ShowingScheduler(PersistentScheduler):
    """Beat's own scheduler, which shows that it ticks."""

    def tick(self, *args: Any, **kwargs: Any) -> float:
        show("beat")
        return super().tick(*args, **kwargs)  # type: ignore[no-any-return]
