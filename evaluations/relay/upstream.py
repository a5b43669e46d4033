"""The connection to the model server: checked addresses, no redirects, bytes passed on as they come."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

import httpcore
import httpx

from evaluations.adapters.base import CONNECT_S, DEFAULTS
from evaluations.adapters.connections import (
    Network,
    Option,
    allowed_addresses,
    broken,
    moved,
    refusal,
)
from evaluations.errors import AdapterError

START = "Start the server, or correct its URL."
WRITE_S = 30.0
MOST_CONNECTIONS = 200
PASSED_ON = ("content-type", "content-length", "content-encoding")  # headers of an answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A model on a server. networks: the only ones in which it is asked; if empty, all except the refused ones."""

    base_url: str
    model: str
    api_key: str = ""
    first_token_s: float = DEFAULTS.first_token_s
    silence_s: float = DEFAULTS.silence_s
    networks: tuple[Network, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class UpstreamAnswer:
    """The beginning of an answer. chunks: its bytes as they arrive; raises AdapterError where the server breaks off."""

    status: int
    headers: dict[str, str]
    chunks: AsyncIterator[bytes]


class Upstream:
    """Connections to model servers, kept open between requests. One for each set of networks."""

    def __init__(self) -> None:
        self._clients: dict[tuple[Network, ...], httpx.AsyncClient] = {}

    def _client(self, networks: tuple[Network, ...]) -> httpx.AsyncClient:
        if networks not in self._clients:
            self._clients[networks] = httpx.AsyncClient(
                transport=_transport(networks),
                trust_env=False,
                follow_redirects=False,
                timeout=httpx.Timeout(None, connect=CONNECT_S, write=WRITE_S),
                headers={"Accept-Encoding": "identity"},  # a compressed body could not be passed on chunk by chunk
            )
        return self._clients[networks]

    @asynccontextmanager
    async def ask(self, target: Target, path: str, body: bytes) -> AsyncIterator[UpstreamAnswer]:
        """Send the request; leaving the block ends it at the server. Raises AdapterError without an answer."""
        headers = {"Content-Type": "application/json"}
        if target.api_key:
            headers["Authorization"] = f"Bearer {target.api_key}"
        client = self._client(target.networks)
        try:
            request = client.build_request("POST", f"{target.base_url}{path}", content=body, headers=headers)
            async with asyncio.timeout(target.first_token_s):
                response = await client.send(request, stream=True)
        except TimeoutError:
            raise AdapterError(f"{target.base_url} did not answer within {target.first_token_s:.0f} s.") from None
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise broken(target.base_url, exc, START) from exc
        try:
            yield _answer_of(target, response)
        finally:
            await response.aclose()


def _answer_of(target: Target, response: httpx.Response) -> UpstreamAnswer:
    if 300 <= response.status_code < 400:
        raise moved(target.base_url, response.status_code)
    if response.status_code in (401, 403):
        raise AdapterError(f"{target.base_url} refused the key ({response.status_code}). Correct the server's API key.")
    headers = {name: response.headers[name] for name in PASSED_ON if name in response.headers}
    return UpstreamAnswer(status=response.status_code, headers=headers, chunks=_chunks(target, response))


async def _chunks(target: Target, response: httpx.Response) -> AsyncIterator[bytes]:
    """Yield the body as it arrives, not unpacked; the first piece may take longer than the following ones."""
    pieces, limit_s = response.aiter_raw(), target.first_token_s
    while True:
        try:
            async with asyncio.timeout(limit_s):
                piece = await anext(pieces, None)
        except TimeoutError:
            raise AdapterError(f"{target.base_url} fell silent for {limit_s:.0f} s.") from None
        except httpx.HTTPError as exc:
            raise broken(target.base_url, exc, START) from exc
        if piece is None:
            return
        limit_s = target.silence_s
        yield piece


def _transport(networks: tuple[Network, ...]) -> httpx.AsyncHTTPTransport:
    limits = httpx.Limits(max_connections=MOST_CONNECTIONS, max_keepalive_connections=20)
    transport = httpx.AsyncHTTPTransport(trust_env=False, limits=limits)
    transport._pool._network_backend = _CheckedBackend(transport._pool._network_backend, networks)
    return transport


class _CheckedBackend(httpcore.AsyncNetworkBackend):
    """As connections._CheckedBackend for requests that do not occupy a thread."""

    def __init__(self, inner: httpcore.AsyncNetworkBackend, networks: tuple[Network, ...]) -> None:
        self._inner = inner
        self._refuse = partial(refusal, networks=networks)

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Option] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that answers. Raises AdapterError when one of them is not allowed."""
        error: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in await asyncio.to_thread(allowed_addresses, host, port, self._refuse):
            try:
                return await self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:
                error = exc
        raise error

    async def connect_unix_socket(
        self, path: str, timeout: float | None = None, socket_options: Iterable[Option] | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Refuse: no model server listens on one."""
        raise httpcore.ConnectError("Unix sockets are not supported.")

    async def sleep(self, seconds: float) -> Any:
        """Wait."""
        await self._inner.sleep(seconds)
