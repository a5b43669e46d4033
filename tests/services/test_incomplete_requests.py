"""Requests that never become complete cost the site no thread, and slow ones are ended."""

from __future__ import annotations

import re
import selectors
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack
from threading import Event, Thread
from urllib.parse import urlsplit

import httpx
import pytest

from tests.served import served

N_SOCKETS = 200
HEAD = "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/x-www-form-urlencoded\r\n"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The site with its usual threads, and uploads of up to 1 MB. It checks the speed of a body after 8 s, not 30."""
    with served(tmp_path_factory.mktemp("home"), {"webapp.request_bodies.WINDOW_S": 8}, UPLOAD_MAX_MB="1") as address:
        yield address


def connected(site: str) -> socket.socket:
    parts = urlsplit(site)
    assert parts.hostname is not None
    assert parts.port is not None
    return socket.create_connection((parts.hostname, parts.port), timeout=60)


def opened(site: str, length: int = 100_000, path: str = "/sign-in/") -> socket.socket:
    """A connection on which the head of a POST was sent but nothing of its body."""
    host = urlsplit(site).netloc
    connection = connected(site)
    connection.sendall(f"{HEAD.format(path=path, host=host)}Content-Length: {length}\r\n\r\n".encode())
    return connection


def drip(sockets: list[socket.socket], is_over: Event) -> None:
    """Send one byte per second on each connection. Return those that the site has not closed."""
    while sockets and not is_over.wait(1):
        for connection in list(sockets):
            try:
                connection.send(b"x")
            except OSError:
                sockets.remove(connection)


def answered(sockets: list[socket.socket], n: int, within_s: float) -> list[bytes]:
    """Return the first answers, at most n, that arrive within this time."""
    answers: list[bytes] = []
    end = time.monotonic() + within_s
    with selectors.DefaultSelector() as selector:
        for connection in sockets:
            selector.register(connection, selectors.EVENT_READ)
        while len(answers) < n and time.monotonic() < end:
            for key, _ in selector.select(timeout=1):
                assert isinstance(key.fileobj, socket.socket)
                answers.append(to_the_end(key.fileobj))
                selector.unregister(key.fileobj)
    return answers


def to_the_end(answering: socket.socket) -> bytes:
    """Return everything that the site sends until it closes the connection."""
    answering.settimeout(5)
    parts = []
    while part := answering.recv(65536):
        parts.append(part)
    return b"".join(parts)


def quick_answers(site: str) -> None:
    """Ask for a page, and send a complete form, from the same address."""
    with httpx.Client(base_url=site, timeout=10) as client:
        for _ in range(3):
            began = time.monotonic()
            page = client.get("/sign-in/")
            assert page.status_code == 200
            assert time.monotonic() - began < 1
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page.text)[0]
        fields = {"username": "nobody", "password": "x", "csrfmiddlewaretoken": token}
        assert client.post("/sign-in/", data=fields).status_code == 422


def test_two_hundred_bodies_of_one_byte_a_second_cost_no_thread(site: str) -> None:
    is_over = Event()
    with ExitStack() as stack:
        sockets = [stack.enter_context(opened(site)) for _ in range(N_SOCKETS)]
        dripping = Thread(target=drip, args=(list(sockets), is_over))
        dripping.start()
        try:
            time.sleep(2.5)
            quick_answers(site)
            answers = answered(sockets, N_SOCKETS, within_s=60)
        finally:
            is_over.set()
            dripping.join()
    statuses = [answer.split(b" ", 2)[1] for answer in answers]
    assert len(answers) == N_SOCKETS  # no request waits for ever
    assert set(statuses) == {b"408", b"429"}
    assert statuses.count(b"408") == 64


def test_two_hundred_heads_of_one_byte_a_second_cost_no_thread(site: str) -> None:
    is_over = Event()
    with ExitStack() as stack:
        sockets = [stack.enter_context(connected(site)) for _ in range(N_SOCKETS)]
        for connection in sockets:
            connection.sendall(b"GET /sign-in/ HTTP/1.1\r\nX-Long: ")
        dripping = Thread(target=drip, args=(list(sockets), is_over))
        dripping.start()
        try:
            time.sleep(2.5)
            quick_answers(site)
        finally:
            is_over.set()
            dripping.join()


def test_silent_client_gets_408_with_a_sentence_or_a_problem(site: str) -> None:
    with opened(site) as page, opened(site, path="/api/v1/changes") as api:
        answers = answered([page, api], 2, within_s=20)
    assert all(answer.startswith(b"HTTP/1.1 408 ") for answer in answers)
    assert all(b"Nothing of the request arrived for 10 s" in answer for answer in answers)
    assert [b"application/problem+json" in answer for answer in answers].count(True) == 1


@pytest.mark.parametrize("is_announced", [True, False], ids=["length", "chunks"])
def test_a_body_over_the_bound_is_413(site: str, is_announced: bool) -> None:
    n_bytes = 5 * 2**20
    chunks = (b"x" * 2**16 for _ in range(n_bytes // 2**16))
    headers = {"Content-Length": str(n_bytes)} if is_announced else {}
    try:
        answer = httpx.post(f"{site}/sign-in/", content=chunks, headers=headers, timeout=10)
    except httpx.WriteError:
        return  # the site closed the connection before all was sent
    assert answer.status_code == 413
    assert "4 MB" in answer.text


def test_a_large_body_that_comes_in_pieces_arrives_whole(site: str) -> None:
    """A file of 3 MB in a form, sent over more than a second: the view gets every byte of it."""

    def pieces() -> Iterator[bytes]:
        yield b"username=nobody&password="
        for _ in range(24):
            time.sleep(0.06)
            yield b"y" * 2**17

    with httpx.Client(base_url=site, timeout=20) as client:
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get("/sign-in/").text)[0]
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": token}
        assert client.post("/sign-in/", content=pieces(), headers=headers).status_code == 422
