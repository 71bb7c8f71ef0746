"""A cache that is away holds nothing: pages and sessions go on from the database."""

import logging
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT
from django.core.cache.backends.redis import RedisCache
from redis import RedisError

logger = logging.getLogger(__name__)


class SparingCache(RedisCache):
    """Reads miss and writes are let go while Valkey is away.

    Removing stays strict: a session that is ended must not come back with the cache, so the
    request that could not remove it fails, and its caller repeats it. What must never be
    forgotten (a rate, a right) does not belong here.
    """

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        try:
            return super().get(key, default, version)
        except RedisError as error:
            return _without(default, error)

    def set(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> None:
        try:
            super().set(key, value, timeout, version)
        except RedisError as error:
            _without(None, error)

    def add(
        self, key: Any, value: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        try:
            return super().add(key, value, timeout, version)
        except RedisError as error:
            return _without(False, error)

    def has_key(self, key: Any, version: int | None = None) -> bool:
        try:
            return super().has_key(key, version)
        except RedisError as error:
            return _without(False, error)


def _without(value: Any, error: RedisError) -> Any:
    logger.warning("The cache is away: %s", type(error).__name__)
    return value
