"""The endpoint for editors: Ollama's and OpenAI's paths below /editor/, passed on to a model server of the team.

It does not run in Django, because it streams: data of the model server is passed on byte for byte as it arrives. Only
the token, the model and the recording use the database, in this module's own threads.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from django.db import close_old_connections

from webapp.editors import admission
from webapp.editors.admission import Caller, Plan, RequestRefused
from webapp.editors.answer_recorder import Recorder

if TYPE_CHECKING:
    from evaluations.relay import Upstream, UpstreamAnswer

PREFIX = "/editor"
MOST_AT_ONCE = 8  # simultaneous requests of one person
LONGEST_S = 3600.0
RUNNING = "Bakeoff's endpoint for editors. Its paths are those of Ollama and OpenAI."
HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
}
Value = TypeVar("Value")
log = logging.getLogger(__name__)


class ClientLeft(Exception):
    """The editor closed the connection and does not wait for the rest."""


class EditorEndpoint:
    """An ASGI application for the requests below PREFIX, with complete bodies."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(4, thread_name_prefix="editor")
        self._recorder = Recorder()
        self._n_open: Counter[int] = Counter()  # by membership
        self._upstream: Upstream | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request. If the model server breaks off its answer, the answer to the editor breaks off too."""
        path = scope["path"].removeprefix(PREFIX).rstrip("/") or "/"
        method = "GET" if scope["method"] == "HEAD" else scope["method"]
        try:
            if method == "GET" and path == "/":
                await _send_text(send, RUNNING)
                return
            secret = _secret_of(dict(scope["headers"]))
            caller = await self._in_thread(admission.admit, secret)
            if method == "GET":
                await _send_json(send, 200, await self._in_thread(admission.listing, caller, path))
            elif method == "POST":
                await self._ask(caller, path, await _body_of(receive), receive, send)
            else:
                raise RequestRefused(405, f"{path} does not take {method}.")
        except RequestRefused as refused:
            await _send_json(send, refused.status, _problem(path, refused), wait_s=refused.wait_s)
        except ClientLeft:
            pass
        except Exception:
            log.exception("The endpoint for editors failed.")
            await _send_json(
                send, 500, _problem(path, RequestRefused(500, "Something went wrong here. See the site's log."))
            )

    async def _in_thread(self, function: Callable[..., Value], *args: Any) -> Value:
        def call() -> Value:
            close_old_connections()
            return function(*args)

        return await asyncio.get_running_loop().run_in_executor(self._threads, call)

    async def _ask(self, caller: Caller, path: str, body: bytes, receive: Any, send: Any) -> None:
        if self._n_open[caller.membership] >= MOST_AT_ONCE:
            raise RequestRefused(
                429, f"{MOST_AT_ONCE} of your questions are being answered. Let one end, then ask again."
            )
        self._n_open[caller.membership] += 1
        try:
            plan = await self._in_thread(admission.plan, caller, path, body)
            relaying = asyncio.ensure_future(self._relay(plan, send))
            leaving = asyncio.ensure_future(_until_left(receive))
            try:
                await asyncio.wait({relaying, leaving}, timeout=LONGEST_S, return_when=asyncio.FIRST_COMPLETED)
                if not relaying.done():
                    relaying.cancel()
                await relaying
            except asyncio.CancelledError:
                raise ClientLeft from None
            finally:
                relaying.cancel()
                leaving.cancel()
        finally:
            self._n_open[caller.membership] -= 1
            if not self._n_open[caller.membership]:
                del self._n_open[caller.membership]

    async def _relay(self, plan: Plan, send: Any) -> None:
        """Pass the request on and the answer back. Raises Refused, but only before something was sent."""
        from evaluations.errors import AdapterError
        from evaluations.relay import Upstream

        self._upstream = self._upstream or Upstream()
        recording = self._recorder.begin(plan)
        has_begun = False
        try:
            async with self._upstream.ask(plan.target, plan.path, plan.body) as answer:
                await _start(send, answer)
                has_begun = True
                async for chunk in answer.chunks:
                    await send({"type": "http.response.body", "body": chunk, "more_body": True})
                    recording.take(answer.status, chunk)
                await send({"type": "http.response.body", "body": b""})
                recording.is_whole = True
        except AdapterError as exc:
            if not has_begun:
                raise RequestRefused(502, str(exc)) from exc
            log.info("%s", exc)
        except asyncio.CancelledError:
            recording.is_left = True
            raise
        finally:
            self._recorder.end(recording)


async def _until_left(receive: Any) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _body_of(receive: Any) -> bytes:
    body, is_more = bytearray(), True
    while is_more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientLeft
        body += message.get("body", b"")
        is_more = message.get("more_body", False)
    return bytes(body)


def _secret_of(headers: dict[bytes, bytes]) -> str:
    scheme, _, secret = headers.get(b"authorization", b"").decode("latin-1").partition(" ")
    return secret.strip() if scheme.lower() == "bearer" else ""


def _problem(path: str, refused: RequestRefused) -> dict[str, Any]:
    """Return the error as clients of the protocol read it."""
    if path.startswith("/v1/"):
        return {"error": {"message": str(refused), "type": "invalid_request_error", "code": refused.status}}
    return {"error": str(refused)}


async def _start(send: Any, answer: UpstreamAnswer) -> None:
    headers = [(name.encode(), value.encode("latin-1")) for name, value in (HEADERS | answer.headers).items()]
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})


async def _send_json(send: Any, status: int, content: Any, *, wait_s: int = 0) -> None:
    await _send(send, status, "application/json", json.dumps(content).encode(), wait_s=wait_s)


async def _send_text(send: Any, text: str) -> None:
    await _send(send, 200, "text/plain; charset=utf-8", text.encode())


async def _send(send: Any, status: int, media_type: str, body: bytes, *, wait_s: int = 0) -> None:
    headers = HEADERS | {"content-type": media_type, "content-length": str(len(body))}
    if wait_s:
        headers["retry-after"] = str(wait_s)
    if status == 401:
        headers["www-authenticate"] = "Bearer"
    encoded = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": encoded})
    await send({"type": "http.response.body", "body": body})


class EditorRoutes:
    """An ASGI application that gives requests below PREFIX to the endpoint and all others to the pages."""

    def __init__(self, endpoint: Any, pages: Any) -> None:
        self._endpoint, self._pages = endpoint, pages

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass one request on."""
        is_editor = scope["path"] == PREFIX or scope["path"].startswith(f"{PREFIX}/")
        await (self._endpoint if is_editor else self._pages)(scope, receive, send)
