"""The cache in the broker, for pages: a broker that hangs must not hang them."""

from __future__ import annotations

from functools import cache, cached_property
from typing import Any

from django.core.cache import cache as shared_cache
from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry

SOCKET_TIMEOUT_S = 2


class BrokerCache(RedisCache):
    """Wait SOCKET_TIMEOUT_S for an answer; open a broken connection once more, at once.

    All caches of a process share their connections: Django makes a cache for each request, which would open its own.
    """

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._address = server

    @cached_property
    def _cache(self) -> RedisCacheClient:
        return _shared_client(self._address)

    def count(self, key: str, lifetime_s: int, n: int = 1) -> int:
        """Add n to a counter and return it. It begins at 0 and is forgotten lifetime_s after its first use."""
        name = self.make_and_validate_key(key)
        with self._cache.get_client(write=True).pipeline(transaction=False) as steps:
            steps.set(name, 0, ex=lifetime_s, nx=True)
            steps.incrby(name, n)
            return int(steps.execute()[1])


@cache
def _shared_client(address: str) -> RedisCacheClient:
    retry = Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,))
    options: dict[str, Any] = {"socket_timeout": SOCKET_TIMEOUT_S, "retry": retry}
    return RedisCacheClient([address], **options)


def count(key: str, lifetime_s: int, n: int = 1) -> int:
    """Add n to a counter in the broker and return it; see BrokerCache.count."""
    total: int = shared_cache.count(key, lifetime_s, n)  # type: ignore[attr-defined]  # the settings name BrokerCache
    return total
