"""A cache that is away holds nothing: pages and sessions go on from the database."""

import logging
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import RedisError

logger = logging.getLogger(__name__)
REST = 5  # seconds in which a cache that failed is not asked again: a page asks it many times


class KeptClient(RedisCacheClient):
    """Keeps the client it speaks through; the framework makes a new one for every word."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._kept: dict[bool, Any] = {}

    def get_client(self, key: Any = None, *, write: bool = False) -> Any:
        if write not in self._kept:
            self._kept[write] = super().get_client(key, write=write)
        return self._kept[write]


class SparingCache(RedisCache):
    """Reads miss and writes are let go while Valkey is away.

    Removing stays strict: a session that is ended must not come back with the cache, so the
    request that could not remove it fails, and its caller repeats it. What must never be
    forgotten (a rate, a right) does not belong here.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._class = KeptClient

    _rests_until = 0.0  # by the monotonic clock; each thread has a cache of its own

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return self._spare(partial(super().get, key, default, version), default)

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        self._spare(partial(super().set, key, value, timeout, version), None)

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        return self._spare(partial(super().add, key, value, timeout, version), False)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        return self._spare(partial(super().has_key, key, version), False)

    def _spare(self, ask: Callable[[], Any], without: Any) -> Any:
        if time.monotonic() < self._rests_until:
            return without
        try:
            return ask()
        except RedisError as error:
            self._rests_until = time.monotonic() + REST
            logger.warning("The cache is away: %s", type(error).__name__)
            return without
