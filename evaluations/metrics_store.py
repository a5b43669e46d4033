"""The sums of all processes' counters, kept in the broker: one hash, added to every few seconds.

They begin at zero with a new broker, which Prometheus takes for a restart of what it watches.
"""

from __future__ import annotations

import logging
from functools import cache

import redis
from django.conf import settings

from evaluations import metrics
from evaluations.broker_names import METRICS_HASH
from evaluations.metrics import Key

TIMEOUT_S = 2
SEPARATOR = "|"  # of a counter's name and the values of its labels
log = logging.getLogger(__name__)


def flush() -> None:
    """Add what this process counted to the sums. A broker that is away costs no count: the next call adds it."""
    pending = metrics.take_pending()
    if not pending:
        return
    try:
        with _client().pipeline(transaction=True) as pipeline:
            for (name, labels), n in pending.items():
                pipeline.hincrbyfloat(METRICS_HASH, SEPARATOR.join((name, *labels)), n)
            pipeline.execute()
    except redis.RedisError:
        metrics.give_back(pending)
        log.debug("The broker took no counters.", exc_info=True)


def totals() -> dict[Key, float]:
    """Return the sums of all processes, those of this one included. Raises redis.RedisError without a broker."""
    flush()
    fields: dict[bytes, bytes] = _client().hgetall(METRICS_HASH)  # type: ignore[assignment]  # the client is not async
    sums: dict[Key, float] = {}
    for field, n in fields.items():
        name, *labels = field.decode().split(SEPARATOR)
        sums[name, tuple(labels)] = float(n)
    return sums


def n_messages(queue: str) -> int:
    """Return the number of messages in a queue that no worker has taken. Raises redis.RedisError without a broker."""
    return int(_client().llen(queue))


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=TIMEOUT_S, socket_connect_timeout=TIMEOUT_S)
