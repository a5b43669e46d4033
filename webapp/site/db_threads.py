"""The threads that answer requests: a fixed number, each with one persistent connection to the database.

Django's ASGI handler takes a new thread for every request, and with it a new connection: connections belong to threads.
On PostgreSQL that is a new process of the server each time, without a limit; on SQLite the schema is read again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from typing import Any

from asgiref.sync import ThreadSensitiveContext

Application = Callable[[Any, Any, Any], Awaitable[None]]
PATIENCE_S = 8  # of a page for a database that is locked or away; workers wait longer
POSTGRES_OPTIONS = {"connect_timeout": PATIENCE_S, "options": f"-c lock_timeout={PATIENCE_S}s"}


def limit_waits(database: dict[str, Any]) -> None:
    """Limit how long pages wait for the database. Call before the first connection is opened."""
    options = database.setdefault("OPTIONS", {})
    if database["ENGINE"].endswith("sqlite3"):
        options["timeout"] = PATIENCE_S
    elif "postgresql" in database["ENGINE"]:
        database["OPTIONS"] = POSTGRES_OPTIONS | options


# Open pages request their changing part automatically. This share of the threads answers such requests; otherwise two
# hundred open run pages would keep every thread busy, and people who click would wait.
REFRESH = b"part=live"
BACKGROUND = (b"x-background", b"1")  # static/js/site.js marks automatic requests with it
REFRESHING_SHARE = 1 / 16


def is_refresh(scope: Any) -> bool:
    """Return whether an open page asks for its changing part, and no person clicked."""
    return BACKGROUND in scope.get("headers", ()) or REFRESH in scope.get("query_string", b"").split(b"&")


class KeptThreads:
    """An ASGI application whose requests run in `n` threads, the last used one first; other requests wait.

    Refreshes of open pages wait for one another, so that most threads stay free for those who click.
    """

    def __init__(self, application: Application, n: int) -> None:
        self._application = application
        self._refreshes = asyncio.Semaphore(max(1, int(n * REFRESHING_SHARE)))
        self._free: asyncio.LifoQueue[ThreadPoolExecutor] = asyncio.LifoQueue()
        for number in range(n):
            self._free.put_nowait(ThreadPoolExecutor(1, thread_name_prefix=f"page-{number}"))

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request; whatever Django runs outside the event loop runs in the thread that was free."""
        async with self._refreshes if is_refresh(scope) else nullcontext():
            await self._answer(scope, receive, send)

    async def _answer(self, scope: Any, receive: Any, send: Any) -> None:
        thread = await self._free.get()
        try:
            async with ThreadSensitiveContext(executor=thread):
                await self._application(scope, receive, send)
        finally:
            self._free.put_nowait(thread)
