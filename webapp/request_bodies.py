"""Request bodies are read before a thread is taken, so an unfinished body blocks no thread."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from tempfile import SpooledTemporaryFile
from typing import Any

from django.http import HttpResponse

from webapp.site.db_threads import Application

# A body that is incomplete after GRACE_S counts as waiting. This many may wait for one address at the same time.
GRACE_S = 1.0
MOST_WAITING = 64
SILENCE_S = 10.0
WINDOW_S = 30.0
MIN_BYTES_PER_S = 1000
MEMORY_BYTES = 2**19  # of one body; the rest is in a temporary file
CHUNK_BYTES = 2**16
NOTHING_ARRIVED = f"Nothing of the request arrived for {SILENCE_S:.0f} s. Send it again."
TOO_SLOW = (
    f"The request arrives with less than {MIN_BYTES_PER_S:,} bytes per second. Send it again over a faster connection."
)
TOO_MANY_REQUESTS = f"{MOST_WAITING} requests from your address are not whole yet. Let them end, then send this again."

Body = SpooledTemporaryFile[bytes]


class RefusedBody(Exception):
    """Ends a request before it reaches a page, with a status and a sentence."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.sentence = status, sentence


class ClientLeft(Exception):
    """The connection ended before the body was complete: no client waits for an answer."""


class WholeBodies:
    """An ASGI application that is asked only when the body of a request has arrived, max_bytes at most."""

    def __init__(self, application: Application, max_bytes: int) -> None:
        self._application = application
        self._max_bytes = max_bytes
        self._waiting: Counter[str] = Counter()  # unfinished bodies by address

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Read the body and pass the request on; refuse a body that is too slow, too large, or one of too many."""
        headers = dict(scope["headers"])
        if b"content-length" not in headers and b"transfer-encoding" not in headers:
            await self._application(scope, receive, send)
            return
        with SpooledTemporaryFile[bytes](MEMORY_BYTES) as body:
            try:
                self._check_size(int(headers.get(b"content-length", b"0")))
                await self._read(scope, receive, body)
            except RefusedBody as refused:
                await _refuse(scope["path"], refused, send)
            except ClientLeft:
                pass
            else:
                body.seek(0)
                await self._application(scope, _replay(body, receive), send)

    async def _read(self, scope: Any, receive: Any, body: Body) -> None:
        """Fill the body; after GRACE_S it counts for its address."""
        filling = asyncio.ensure_future(self._fill(body, receive))
        try:
            if not (await asyncio.wait({filling}, timeout=GRACE_S))[0]:
                await self._wait(scope["client"][0] if scope.get("client") else "", filling)
            filling.result()
        finally:
            filling.cancel()

    async def _wait(self, address: str, filling: asyncio.Future[None]) -> None:
        if self._waiting[address] >= MOST_WAITING:
            raise RefusedBody(429, TOO_MANY_REQUESTS)
        self._waiting[address] += 1
        try:
            await filling
        finally:
            self._waiting[address] -= 1
            if not self._waiting[address]:
                del self._waiting[address]

    async def _fill(self, body: Body, receive: Any) -> None:
        n_bytes, n_in_window, window_began = 0, 0, time.monotonic()
        is_more = True
        while is_more:
            try:
                async with asyncio.timeout(SILENCE_S):
                    message = await receive()
            except TimeoutError:
                raise RefusedBody(408, NOTHING_ARRIVED) from None
            if message["type"] == "http.disconnect":
                raise ClientLeft
            piece, is_more = message.get("body", b""), message.get("more_body", False)
            n_bytes, n_in_window = n_bytes + len(piece), n_in_window + len(piece)
            self._check_size(n_bytes)
            _append(body, piece)
            if (now := time.monotonic()) - window_began >= WINDOW_S and is_more:
                if n_in_window < MIN_BYTES_PER_S * WINDOW_S:
                    raise RefusedBody(408, TOO_SLOW)
                n_in_window, window_began = 0, now

    def _check_size(self, n_bytes: int) -> None:
        if n_bytes > self._max_bytes:
            limit = f"{self._max_bytes / 2**20:.0f} MB"
            raise RefusedBody(413, f"The request is larger than {limit}. Send less at a time, or raise UPLOAD_MAX_MB.")


def _append(body: Body, piece: bytes) -> None:
    try:
        body.write(piece)
    except OSError as exc:
        raise RefusedBody(507, f"The request cannot be kept ({exc.strerror}). Make room on the disk.") from exc


def _replay(body: Body, receive: Any) -> Any:
    """Return the `receive` of a request whose body is in a file; after the body, that of the connection."""
    is_read = False

    async def replay() -> Any:
        nonlocal is_read
        if is_read:
            return await receive()
        piece = body.read(CHUNK_BYTES)
        is_read = len(piece) < CHUNK_BYTES
        return {"type": "http.request", "body": piece, "more_body": not is_read}

    return replay


async def _refuse(path: str, refused: RefusedBody, send: Any) -> None:
    """Answer with the sentence, and close the connection: later bytes on it are not a request."""
    if path.startswith("/api/"):
        from webapp.api.problems import problem  # loads django-ninja

        response = problem(refused.status, refused.sentence)
    else:
        response = HttpResponse(refused.sentence, status=refused.status, content_type="text/plain; charset=utf-8")
    headers = [(name.lower().encode(), value.encode()) for name, value in response.items()]
    headers += [(b"content-length", str(len(response.content)).encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": refused.status, "headers": headers})
    await send({"type": "http.response.body", "body": response.content})
