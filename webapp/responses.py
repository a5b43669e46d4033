"""Responses are buffered until they are complete, so a client that does not read blocks no thread."""

from __future__ import annotations

from tempfile import SpooledTemporaryFile
from typing import Any

from webapp.site.db_threads import Application

MEMORY_BYTES = 2**21  # of one response; a larger one is in a temporary file
CHUNK_BYTES = 2**16


class WholeResponses:
    """An ASGI application whose response is sent when it has ended.

    The application uses a thread; sending, which may wait for the client, uses none. No page streams without an end.
    webapp/connections.py ends a connection whose client does not read.
    """

    def __init__(self, application: Application) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request; nothing is sent when the application raised, or when the client has left."""
        start: Any = None
        with SpooledTemporaryFile[bytes](MEMORY_BYTES) as body:

            async def collect(message: Any) -> None:
                nonlocal start
                if message["type"] == "http.response.start":
                    start = message
                else:
                    body.write(message.get("body", b""))

            await self._application(scope, receive, collect)
            if start is None:
                return
            n_bytes = body.tell()
            body.seek(0)
            await send(start)
            for position in range(0, max(n_bytes, 1), CHUNK_BYTES):
                is_more = position + CHUNK_BYTES < n_bytes
                await send({"type": "http.response.body", "body": body.read(CHUNK_BYTES), "more_body": is_more})
