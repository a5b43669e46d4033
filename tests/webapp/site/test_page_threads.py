"""Tests of the threads that answer requests (webapp/site/db_threads.py, webapp/site/page_handler.py)."""

from __future__ import annotations

import asyncio
import threading

import httpx
import pytest
from asgiref.sync import SyncToAsync, sync_to_async
from django.core.handlers.asgi import ASGIHandler

from tests.webapp.site.test_sockets import run
from webapp.site.db_threads import BACKGROUND, Application, KeptThreads, is_refresh
from webapp.site.page_handler import PageHandler


async def answered(application: Application, query: bytes, names: list[str], name: str) -> None:
    """Ask once; the name is added when the answer is there."""
    scope = {"type": "http", "path": "/", "query_string": query}
    await application(scope, None, None)
    names.append(name)


def test_a_click_does_not_wait_for_the_refreshes_of_open_pages() -> None:
    """With 8 threads one refresh runs and the other nine wait; a page that somebody asks for is answered at once."""
    may_end = threading.Event()
    names: list[str] = []

    async def view(scope: object, receive: object, send: object) -> None:
        is_refresh = b"part=live" in scope["query_string"]  # type: ignore[index]
        await sync_to_async(may_end.wait if is_refresh else lambda: None)()

    async def ask() -> None:
        application = KeptThreads(view, 8)
        refreshes = [
            asyncio.create_task(answered(application, b"page=2&part=live", names, "refresh")) for _ in range(10)
        ]
        await asyncio.sleep(0.05)
        await asyncio.wait_for(answered(application, b"page=2", names, "click"), 5)
        may_end.set()
        await asyncio.gather(*refreshes)

    run(ask())
    assert names == ["click", *["refresh"] * 10]


@pytest.mark.parametrize(
    ("query", "headers", "is_so"),
    [
        (b"part=live", [], True),
        (b"", [BACKGROUND], True),
        (b"part=gallery", [(b"hx-request", b"true"), BACKGROUND], True),
        (b"part=livelier", [(b"hx-request", b"true")], False),
        (b"", [], False),
    ],
)
def test_automatic_requests_of_a_page_are_recognised(
    query: bytes, headers: list[tuple[bytes, bytes]], is_so: bool
) -> None:
    assert is_refresh({"query_string": query, "headers": headers}) is is_so


@pytest.mark.parametrize(("handler", "is_once"), [(PageHandler, True), (ASGIHandler, False)])
def test_a_request_leaves_the_event_loop_once(
    handler: type[ASGIHandler], is_once: bool, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Middleware and view run in one go; Django's own handler is here to show the difference."""
    calls: list[str] = []
    run_in_thread = SyncToAsync.thread_handler

    def counted(self: SyncToAsync, *args: object) -> object:  # type: ignore[type-arg]
        calls.append(self.func.__name__)
        return run_in_thread(self, *args)  # type: ignore[no-untyped-call]

    async def get(path: str) -> httpx.Response:
        transport = httpx.ASGITransport(app=handler())  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(path)

    monkeypatch.setattr(SyncToAsync, "thread_handler", counted)
    assert run(get("/")).status_code == 302  # to the page for signing in
    in_threads = [name for name in calls if name not in ("sync_send", "close")]  # signals, end of the response
    assert (len(in_threads) == 1) == is_once, in_threads
