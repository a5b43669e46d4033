"""The cache in the broker, for pages: a broker that hangs must not hang them."""

from __future__ import annotations

from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.retry import Retry

SOCKET_TIMEOUT_S = 2


class BrokerCache(RedisCache):
    """Wait SOCKET_TIMEOUT_S for an answer; open a broken connection once more, at once."""

    def __init__(self, server: str, params: dict[str, Any]) -> None:
        retry = Retry(NoBackoff(), 1, supported_errors=(RedisConnectionError,))
        options = {"socket_timeout": SOCKET_TIMEOUT_S, "retry": retry, **params.get("OPTIONS", {})}
        super().__init__(server, {**params, "OPTIONS": options})
