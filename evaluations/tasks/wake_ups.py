"""Messages that only tell a worker to check for work. Any of them may be lost: recovery sends it again."""

from __future__ import annotations

import logging
from functools import cache
from typing import Any

import redis
from celery import Task
from django.conf import settings

MOST_WAITING = 100  # messages in one queue
log = logging.getLogger(__name__)


class WakeUp(Task):  # type: ignore[type-arg]  # not generic when it runs
    """A job that is not sent while many messages wait in its queue.

    This limits the queue while no worker runs. Celery's `expires` would compare the clock of the
    sender with the clock of the worker, and a worker whose clock is ahead drops every message.
    """

    abstract = True

    def apply_async(self, *args: Any, **options: Any) -> Any:
        """Send the message. Return None when enough messages wait already."""
        queue = options.get("queue") or self.app.amqp.router.route({}, self.name)["queue"].name
        if n_waiting(queue) >= MOST_WAITING:
            log.warning("%d messages wait in the queue %s; no further one is sent.", MOST_WAITING, queue)
            return None
        return super().apply_async(*args, **options)


def send(job: Any, *words: object, **options: Any) -> None:
    """Send a wake-up. Workers do so during their work, which must continue when the broker takes no message."""
    try:
        job.apply_async(words, **options)
    except Exception:
        log.warning("The broker took no message; recovery sends it again later.", exc_info=True)


def n_waiting(queue: str) -> int:
    """Return the number of messages that no worker has taken; 0 where the broker does not answer."""
    try:
        return int(_client().llen(queue))
    except redis.RedisError:
        return 0  # sending the message will report the error


@cache
def _client() -> redis.Redis:
    return redis.Redis.from_url(settings.REDIS_URL, socket_timeout=3, socket_connect_timeout=3)
