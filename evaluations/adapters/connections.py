"""HTTP connections to model servers: link-local addresses are refused, and what an error may show of a page."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterable
from ipaddress import IPv6Address, ip_address
from typing import Any

import httpcore
import httpx

from evaluations.errors import AdapterError

SHOWN = 80  # characters of a server's own words in an error: enough to recognise it, too few to read a page by
Option = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


def transport() -> httpx.HTTPTransport:
    """Return a transport that connects to no link-local address."""
    made = httpx.HTTPTransport(trust_env=False)
    made._pool._network_backend = _Checked(made._pool._network_backend)
    return made


def is_link_local(address: str) -> bool:
    """Whether a numeric address is link-local: 169.254.0.0/16 (where clouds keep credentials) or fe80::/10."""
    parsed = ip_address(address.partition("%")[0])
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        return parsed.ipv4_mapped.is_link_local
    return parsed.is_link_local


def excerpt(text: str) -> str:
    """Return what an error shows of a server's answer: the message of a JSON error, at most SHOWN characters."""
    message = " ".join(_message(text).replace("\0", " ").split())
    return message if len(message) <= SHOWN else message[: SHOWN - 1] + "…"


def no_model(base_url: str, name: str) -> AdapterError:
    """The error for a model that the server does not have, or no longer."""
    return AdapterError(f'{base_url} has no model "{name}". Pull it on the models page, or choose another model.')


def _message(text: str) -> str:
    try:
        body: Any = json.loads(text)
    except (ValueError, RecursionError):
        return text
    error = body.get("error", body) if isinstance(body, dict) else body
    message = error.get("message") if isinstance(error, dict) else error
    return message if isinstance(message, str) else text


class _Checked(httpcore.NetworkBackend):
    """Resolves a name once, looks at every address, and connects to those addresses only.

    A check before the request would not do: the name could have another address a moment later.
    """

    def __init__(self, inner: httpcore.NetworkBackend) -> None:
        self._inner = inner

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Option] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers. Raises AdapterError for a link-local one."""
        error: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in _addresses(host, port):
            try:
                return self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:
                error = exc
        raise error


def _addresses(host: str, port: int) -> list[str]:
    try:
        results = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as exc:
        raise httpcore.ConnectError(str(exc)) from exc
    addresses = list(dict.fromkeys(str(row[4][0]) for row in results))
    for address in addresses:
        if is_link_local(address):
            raise AdapterError(f"{host} is a link-local address ({address}). No model server is asked there.")
    return addresses
