"""Caches of all threads and requests of a process share the connections to the broker."""

from __future__ import annotations

import asyncio
import contextvars
from concurrent.futures import ThreadPoolExecutor
from typing import cast

from django.core.cache import cache, caches

from evaluations.broker_cache import BrokerCache, count


def _connections_made() -> int:
    """How many connections were made by a new context, as each request has one."""
    own = cast(BrokerCache, caches.create_connection("default"))
    own.get("any")
    n: int = own._cache.get_client().connection_pool._created_connections
    return n


def test_a_new_cache_opens_no_connection() -> None:
    cache.get("any")
    n = _connections_made()
    assert [contextvars.Context().run(_connections_made) for _ in range(5)] == [n] * 5


def test_counters_lose_no_step_between_threads_and_are_forgotten() -> None:
    cache.delete("steps")
    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(lambda _: count("steps", 60), range(200))) == list(range(1, 201))
    assert cache.get("steps") == 200
    own = cast(BrokerCache, caches["default"])
    assert 0 < own._cache.get_client().ttl(own.make_key("steps")) <= 60


def test_cache_works_from_an_event_loop() -> None:
    async def steps() -> list[int]:
        return [await asyncio.to_thread(count, "from-loop", 60) for _ in range(3)]

    cache.delete("from-loop")
    with ThreadPoolExecutor(1) as pool:  # this thread may have a loop already, of Playwright
        assert pool.submit(lambda: asyncio.run(steps())).result() == [1, 2, 3]
