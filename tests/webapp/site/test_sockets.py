"""WebSockets that strangers open are closed without an error, for each address and message."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import pytest
from asgiref.testing import ApplicationCommunicator
from django.contrib.auth.models import AnonymousUser

from webapp.site.sockets import SiteConsumer

HOST = b"127.0.0.1:8000"
T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run it in another thread, because Playwright's sync API keeps an event loop in the thread of the tests."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(lambda: asyncio.run(work)).result()


def is_accepted(path: str, origin: bytes = b"http://127.0.0.1:8000", host: bytes = HOST) -> bool:
    """Whether the site accepts the WebSocket; false when it closes it first."""
    from webapp.asgi import application

    async def ask() -> bool:
        headers = [(b"host", host), (b"origin", origin)]
        socket: Any = ApplicationCommunicator(application, {"type": "websocket", "path": path, "headers": headers})  # type: ignore[no-untyped-call]  # asgiref has no types here
        await socket.send_input({"type": "websocket.connect"})
        answer = await socket.receive_output(timeout=5)
        await socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await socket.wait(timeout=5)
        return bool(answer["type"] == "websocket.accept")

    return run(ask())


@pytest.fixture(autouse=True)
def hosts(settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1", "bakeoff.example"]


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/ws/", "/ws/runs/x/", "/ws/nothing/"])
def test_an_unknown_path_is_refused(path: str) -> None:
    assert not is_accepted(path)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("origin", "host", "is_let_in"),
    [
        (b"http://127.0.0.1:8000", HOST, True),
        (b"http://127.0.0.1:9000", HOST, False),
        (b"http://127.0.0.1", HOST, False),
        (b"https://bakeoff.example", b"bakeoff.example", True),
        (b"https://bakeoff.example:443", b"bakeoff.example", True),
        (b"http://evil.example", b"evil.example", False),
        (b"null", HOST, False),
        (b"", HOST, False),
        (b"http://127.0.0.1:x", HOST, False),
    ],
)
def test_origin_is_this_host_and_port(origin: bytes, host: bytes, is_let_in: bool) -> None:
    assert is_accepted("/ws/site/", origin, host) is is_let_in


@pytest.mark.parametrize("frame", [{"text": "{"}, {"text": "[" * 100_000}, {"bytes": b"\xff"}])
def test_frames_of_any_kind_are_ignored(frame: dict[str, Any]) -> None:
    async def send() -> None:
        consumer = SiteConsumer()
        scope: Any = {"user": AnonymousUser()}  # the keys that the consumer reads
        event: Any = {"type": "websocket.receive", **frame}
        consumer.scope = scope
        await consumer.websocket_receive(event)

    run(send())
