"""A cache that is away holds nothing: pages and sessions go on from the database."""

import logging
import time
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import RedisError

logger = logging.getLogger(__name__)
SPEND = """
local used, cost, most = tonumber(redis.call('GET', KEYS[1]) or 0), tonumber(ARGV[1]), tonumber(ARGV[2])
local may = used + cost <= most
if may then
    used = redis.call('INCRBY', KEYS[1], cost)
    if used == cost then redis.call('EXPIRE', KEYS[1], ARGV[3]) end
end
return {may and 1 or 0, most - used, redis.call('PTTL', KEYS[1])}
"""
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

    def spend(
        self, key: str, cost: int, *, most: int, seconds: int
    ) -> tuple[bool, int, int] | None:
        """Count towards a quota in one step: whether it was enough, what is left, how many
        milliseconds until it is whole again. None while Valkey is away: nobody counts.

        What is refused costs nothing.
        """
        name = self.make_and_validate_key(key)
        return self._spare(partial(self._spend, [name], [cost, most, seconds]), None)

    def _spend(self, keys: list[str], said: list[int]) -> tuple[bool, int, int]:
        may, left, milliseconds = self._counting(keys, said)
        return bool(may), max(left, 0), milliseconds

    @cached_property
    def _counting(self) -> Any:
        return self._cache.get_client(write=True).register_script(SPEND)

    def _spare(self, ask: Callable[[], Any], without: Any) -> Any:
        if time.monotonic() < self._rests_until:
            return without
        try:
            return ask()
        except RedisError as error:
            self._rests_until = time.monotonic() + REST
            logger.warning("The cache is away: %s", type(error).__name__)
            return without
