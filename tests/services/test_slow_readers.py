"""Connections that a client keeps open and never reads cost the site no thread, and are ended."""

from __future__ import annotations

import base64
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from channels.layers import get_channel_layer

from tests.environment import needs_time
from tests.processes import ROOT, wait_until
from tests.served import served
from tests.webapp.site.test_sockets import run

ESTABLISHED = "01"  # in /proc/net/tcp
LARGE = "/static/vendor/preview-icons.js"  # 0.9 MB, and needs no sign-in
HANDSHAKE = (
    "GET /ws/site/ HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {key}\r\n\r\n"
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site's BAKEOFF_HOME."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture(scope="module")
def site(home: Path) -> Iterator[str]:
    """The site with its usual threads, and 400 connections for one address. It looks at them every 5 s, not 15 s."""
    with served(home, {"webapp.connections.LOOK_S": 5}, CONNECTIONS_PER_ADDRESS="400") as address:
        yield address


def connected(site: str, text: str, receive_buffer: int = 2048) -> socket.socket:
    """A connection with a small receive buffer, on which the text was sent."""
    connection = socket.socket()
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.settimeout(60)
    host, _, port = urlsplit(site).netloc.partition(":")
    connection.connect((host, int(port)))
    connection.sendall(text.encode())
    return connection


def send_requests(site: str, path: str = LARGE, n: int = 1) -> socket.socket:
    """A connection on which n requests were sent, one after the other."""
    return connected(site, f"GET {path} HTTP/1.1\r\nHost: {urlsplit(site).netloc}\r\n\r\n" * n)


def upgraded(site: str, cookie: str = "") -> socket.socket:
    """A connection on which the handshake of a WebSocket was sent."""
    key = base64.b64encode(os.urandom(16)).decode()
    text = HANDSHAKE.format(host=urlsplit(site).netloc, key=key)
    return connected(site, text.replace("Upgrade: w", f"Cookie: {cookie}\r\nUpgrade: w") if cookie else text)


def sign_in_s(site: str) -> float:
    """Return the time of the slowest of three sign-in pages, in seconds. Raises when one takes 10 s."""
    durations = []
    with httpx.Client(base_url=site, timeout=10) as client:
        for _ in range(3):
            began = time.monotonic()
            assert client.get("/sign-in/").status_code == 200
            durations.append(time.monotonic() - began)
    return max(durations)


def n_kept(site: str) -> int:
    """Return the number of connections that the server keeps open, as the kernel lists them."""
    end_of_address = f":{urlsplit(site).port:04X}"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return sum(row[1].endswith(end_of_address) and row[3] == ESTABLISHED for row in rows)


def wait_until_ended(site: str) -> None:
    """Wait until the server has ended every connection, although the clients still hold them."""
    wait_until(lambda: n_kept(site) == 0, deadline_s=60, interval_s=0.2)


def test_idle_open_connections_take_no_thread_and_are_ended(site: str) -> None:
    """Clients that never read, clients that send nothing, and clients that send half a head, at the same time."""
    with ExitStack() as stack:
        for _ in range(40):
            stack.enter_context(send_requests(site, n=5))  # a single answer fits into the kernel's buffers
            stack.enter_context(connected(site, ""))
            stack.enter_context(connected(site, "GET / HTTP/1.1\r\nX-Half: "))
        time.sleep(3)
        assert n_kept(site) == 120
        assert sign_in_s(site) < 1
        wait_until_ended(site)


def test_a_reader_that_takes_its_time_gets_every_byte(site: str) -> None:
    expected = httpx.get(f"{site}{LARGE}", timeout=10, headers={"Accept-Encoding": "identity"}).content
    with connected(site, f"GET {LARGE} HTTP/1.0\r\nHost: {urlsplit(site).netloc}\r\n\r\n", 65536) as connection:
        received = bytearray()
        while piece := connection.recv(65536):
            received += piece
            time.sleep(0.05)
    assert bytes(received).partition(b"\r\n\r\n")[2] == expected


def test_connections_of_one_address_are_limited_and_others_go_on(site: str) -> None:
    with ExitStack() as stack:
        sockets = [stack.enter_context(connected(site, "GET /")) for _ in range(420)]
        refused = sockets[-1].recv(1000)
        assert refused.startswith(b"HTTP/1.1 429 ")
        assert b"400 connections are open from your address" in refused
        transport = httpx.HTTPTransport(local_address="127.0.0.2")
        with httpx.Client(transport=transport, timeout=10) as elsewhere:
            assert elsewhere.get(f"{site}/sign-in/").status_code == 200
    assert sign_in_s(site) < 1  # the connections are free again


@needs_time
def test_websockets_of_strangers_do_not_slow_the_site(site: str) -> None:
    with ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(upgraded(site))
        time.sleep(2)
        assert sign_in_s(site) < 1
        wait_until_ended(site)


@pytest.fixture
def cookie(site: str, home: Path) -> str:
    """The session cookie of the site's first admin."""
    env = {**os.environ, "BAKEOFF_HOME": str(home), "DATABASE_URL": f"sqlite:///{home / 'bakeoff.sqlite3'}"}
    command = [sys.executable, "manage.py", "sign_in_link"]
    link = subprocess.run(command, cwd=ROOT, env=env, check=True, capture_output=True, text=True).stdout.split()[-1]
    with httpx.Client(base_url=site, timeout=10, follow_redirects=True) as client:
        path = urlsplit(link).path
        token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', client.get(path).text)[0]
        assert client.post(path, data={"csrfmiddlewaretoken": token}).status_code == 200
        name = next(name for name in client.cookies if "session" in name)
        return f"{name}={client.cookies[name]}"


@needs_time
def test_idle_websockets_of_somebody_signed_in_do_not_slow_the_site(site: str, cookie: str) -> None:
    with ExitStack() as stack:
        sockets = [stack.enter_context(upgraded(site, cookie)) for _ in range(300)]
        for connection in sockets:
            assert connection.recv(12) == b"HTTP/1.1 101"
        assert sign_in_s(site) < 1


@needs_time
def test_websockets_that_never_read_are_ended(site: str, cookie: str) -> None:
    """Their messages fill the kernel's buffers, and then wait in the server's buffers."""
    layer = get_channel_layer()
    assert layer is not None
    with ExitStack() as stack:
        for _ in range(20):
            assert stack.enter_context(upgraded(site, cookie)).recv(12) == b"HTTP/1.1 101"
        for _ in range(8):
            run(layer.group_send("models", {"type": "models.changed", "text": os.urandom(2**18).hex()}))
        assert sign_in_s(site) < 2
        wait_until_ended(site)
