"""What the portal needs to do its work, each measured within a second and held against a threshold."""

import shutil
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import asdict, dataclass
from functools import cache as remember
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import DEFAULT_DB_ALIAS, Error, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from redis import RedisError

from core import sweepers


@dataclass(frozen=True)
class Finding:
    """One look: the value (None: nothing was learnt in time) and what it is held against."""

    value: float | None
    threshold: float
    unit: str
    at_least: bool = False  # otherwise at most

    @property
    def ok(self) -> bool:
        if self.value is None:
            return False
        return self.value >= self.threshold if self.at_least else self.value <= self.threshold

    def as_json(self) -> dict[str, Any]:
        about = asdict(self)
        needed = "at least" if about.pop("at_least") else "at most"
        return {"ok": self.ok, **about, "needed": needed}


@dataclass(frozen=True)
class Check:
    """How one thing is measured; `threshold` names a key of settings.READINESS."""

    measure: Callable[[], float | None]
    threshold: str
    unit: str
    at_least: bool = False

    def finding(self, answer: "Future[float | None]", *, until: float) -> Finding:
        try:
            value = answer.result(timeout=max(0, until - time.monotonic()))
        except (TooSlow, Error, RedisError, OSError):
            value = None
        rounded = None if value is None else round(value, 3)
        return Finding(rounded, settings.READINESS[self.threshold], self.unit, self.at_least)


def look() -> dict[str, Finding]:
    """Measure everything at once; what does not answer in time counts as away."""
    until = time.monotonic() + settings.READINESS["seconds"]
    begun = {name: _THREADS.submit(check.measure) for name, check in CHECKS.items()}
    return {name: CHECKS[name].finding(answer, until=until) for name, answer in begun.items()}


def unapplied_migrations() -> list[str]:
    """Return the migrations of this code that the database has not seen."""
    applied = MigrationRecorder(connections[DEFAULT_DB_ALIAS]).applied_migrations()
    return [".".join(each) for each in _migrations() if each not in applied]


@remember
def _migrations() -> list[tuple[str, str]]:
    return sorted(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def _seconds(action: Callable[[], object]) -> float:
    begin = time.monotonic()
    action()
    return time.monotonic() - begin


def _ask_database() -> None:
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute("SELECT 1")


def _ask_broker() -> None:
    cache.delete("readyz")  # the one call for which the cache makes no excuse (core.cache)


def _on_own_connection(question: Callable[[], float]) -> Callable[[], float]:
    """Return the question for a thread of the pool, which keeps no connection afterwards."""

    def asked() -> float:
        try:
            return question()
        finally:
            connections[DEFAULT_DB_ALIAS].close()

    return asked


def _free_disk() -> float:
    return shutil.disk_usage(settings.VAR_DIR).free / 1_000_000


CHECKS = {
    "database": Check(_on_own_connection(lambda: _seconds(_ask_database)), "seconds", "s"),
    "migrations": Check(
        _on_own_connection(lambda: len(unapplied_migrations())), "migrations", "unapplied"
    ),
    "broker": Check(lambda: _seconds(_ask_broker), "seconds", "s"),
    "sweepers": Check(sweepers.oldest_age, "sweeper_age", "s"),
    "disk": Check(_free_disk, "disk_free", "MB", at_least=True),
}
_THREADS = ThreadPoolExecutor(2 * len(CHECKS), thread_name_prefix="readyz")
