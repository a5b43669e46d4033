"""Limits of connections: unused ones are closed, and the number per address is limited.

The Procfile passes both classes to uvicorn, which itself waits without limit for the head of a request and for a client
that does not read.
"""

from __future__ import annotations

import resource
from asyncio import TimerHandle
from collections import Counter
from ipaddress import IPv6Address, ip_address
from typing import Any

from django.conf import settings
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

# A connection is checked at this interval. Within it a waiting client must read this much, and a request's head must
# arrive.
LOOK_S = 15.0
MIN_BYTES_PER_LOOK = 15_000
IPV6_NETWORK_BITS = 64  # the IPv6 network of one customer of a provider
TOO_MANY_CONNECTIONS = (
    "{n} connections are open from your address. Close some, or raise CONNECTIONS_PER_ADDRESS on the server."
)

MOST_FILES = 2**16
n_open: Counter[str] = Counter()  # connections by network


def raise_file_limit() -> None:
    """Open as many files as the system allows: three addresses may have more connections than the usual 1,024."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if resource.getrlimit(resource.RLIMIT_NOFILE)[0] < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


raise_file_limit()


def network_of(peer: Any) -> str:
    """Return the address of a client; of IPv6 the network. Empty for a Unix socket."""
    if not isinstance(peer, tuple):
        return ""
    try:
        address = ip_address(peer[0].partition("%")[0])
    except ValueError:
        return ""
    if not isinstance(address, IPv6Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    host_bits = 128 - IPV6_NETWORK_BITS
    return str(IPv6Address(int(address) >> host_bits << host_bits))


class _LimitedConnection:
    """Base of both kinds of connection, before uvicorn's own class: counts the address and watches the time."""

    transport: Any
    loop: Any
    _network = ""
    _clock: TimerHandle | None = None
    _n_unsent = 0
    _has_sent = False

    def connection_made(self, transport: Any) -> None:
        """Count the connection, or refuse it."""
        self._network = network_of(transport.get_extra_info("peername"))
        super().connection_made(transport)  # type: ignore[misc]
        self._clock = self.loop.call_later(LOOK_S, self._look)
        n_open[self._network] += 1
        if self._network and n_open[self._network] > settings.CONNECTIONS_PER_ADDRESS:
            self.refuse(TOO_MANY_CONNECTIONS.format(n=settings.CONNECTIONS_PER_ADDRESS))

    def refuse(self, sentence: str) -> None:
        """End the connection before its first request."""
        self.transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop counting the connection."""
        self.release()
        super().connection_lost(exc)  # type: ignore[misc]

    def release(self) -> None:
        """Stop counting and checking this connection."""
        if self._clock is None:
            return
        self._clock.cancel()
        self._clock = None
        n_open[self._network] -= 1
        if not n_open[self._network]:
            del n_open[self._network]

    def resume_writing(self) -> None:
        """Note that the client has read what waited for it."""
        self._has_sent = True
        super().resume_writing()  # type: ignore[misc]

    def _look(self) -> None:
        self._clock = self.loop.call_later(LOOK_S, self._look)
        if self.is_stalled() or self.is_unused():
            self.transport.abort()  # a close would wait until the client has read the rest

    def is_stalled(self) -> bool:
        """Return whether the client has read too little of the waiting data since the last check."""
        before, self._n_unsent = self._n_unsent, self.transport.get_write_buffer_size()
        has_sent, self._has_sent = self._has_sent, False
        return not has_sent and 0 < before < self._n_unsent + min(before, MIN_BYTES_PER_LOOK)

    def is_unused(self) -> bool:
        """Return whether the connection has waited for a request for too long."""
        return False


class HttpConnection(_LimitedConnection, AutoHTTPProtocol):  # type: ignore[misc,valid-type]
    """A connection for requests."""

    _cycle_before: Any = ()

    def refuse(self, sentence: str) -> None:
        """Answer with the sentence before any request."""
        head = f"HTTP/1.1 429 Too Many Requests\r\nContent-Length: {len(sentence)}\r\nConnection: close\r\n"
        self.transport.write(f"{head}Content-Type: text/plain\r\n\r\n{sentence}".encode())
        self.transport.close()

    def handle_websocket_upgrade(self, *request: Any) -> None:
        """Let the connection go on as a WebSocket."""
        self.release()
        super().handle_websocket_upgrade(*request)

    def is_unused(self) -> bool:
        """Return whether no request has begun since the last check: its head has not arrived."""
        before, self._cycle_before = self._cycle_before, self.cycle
        return before is self.cycle and (self.cycle is None or self.cycle.response_complete)


class SocketConnection(_LimitedConnection, WebSocketsSansIOProtocol):
    """A WebSocket. It may be silent as long as it answers pings."""
