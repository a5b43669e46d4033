"""HTTP connections to model servers: which addresses are connected to, and what an error may show of a page."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import httpcore
import httpx

from evaluations.errors import AdapterError

SHOWN = 80  # characters of a server's own words in an error: enough to recognise it, too few to read a page by
SETTING = "MODEL_SERVER_NETWORKS"
# Where clouds hand out credentials outside the link-local networks: AWS over IPv6, Alibaba Cloud, Oracle Cloud.
METADATA = {ip_address("fd00:ec2::254"), ip_address("100.100.100.200"), ip_address("192.0.0.192")}
# IPv6 networks whose last 32 bits are an IPv4 address: IPv4-compatible and two forms of NAT64.
EMBEDS_IPV4 = [ip_network("::/96"), ip_network("64:ff9b::/96"), ip_network("64:ff9b:1::/48")]
Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
Option = tuple[int, int, int] | tuple[int, int, bytes | bytearray] | tuple[int, int, None, int]


def transport(networks: Sequence[Network] = ()) -> httpx.HTTPTransport:
    """Return a transport that connects to addresses of these networks only.

    Without networks: to every address but link-local, multicast and METADATA.
    """
    made = httpx.HTTPTransport(trust_env=False)
    made._pool._network_backend = _Checked(made._pool._network_backend, networks)
    return made


def refusal(address: str, networks: Sequence[Network] = ()) -> str:
    """Return why a numeric address is not connected to; empty when it is."""
    target = _target(ip_address(address.partition("%")[0]))
    if networks:
        allowed = ", ".join(map(str, networks))
        return "" if any(target in network for network in networks) else f"{SETTING} allows only {allowed}"
    if target.is_link_local:
        return f"it is a link-local address, where clouds keep credentials; only {SETTING} can allow it"
    if target in METADATA:
        return f"it is a cloud's metadata service, which hands out credentials; only {SETTING} can allow it"
    return "it is a multicast address, which is no server's" if target.is_multicast else ""


def _target(address: Address) -> Address:
    """Return the address that is reached in the end: IPv4 inside IPv6, and loopback for 0.0.0.0 and ::."""
    if address.is_unspecified:
        return ip_address("127.0.0.1" if address.version == 4 else "::1")
    if isinstance(address, IPv4Address) or address.is_loopback:
        return address
    embedded = address.ipv4_mapped or address.sixtofour
    if embedded is None and any(address in network for network in EMBEDS_IPV4):
        embedded = IPv4Address(int(address) & 0xFFFFFFFF)
    return embedded or address


def excerpt(text: str, secret: str = "") -> str:
    """Return what an error shows of a server's answer: the message of a JSON error, at most SHOWN characters.

    secret: the server's key, which some servers repeat in their errors; it is left out.
    """
    message = " ".join(_message(text).replace("\0", " ").split())
    if secret:
        message = message.replace(secret, "[key]")
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

    def __init__(self, inner: httpcore.NetworkBackend, networks: Sequence[Network]) -> None:
        self._inner = inner
        self._networks = networks

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Option] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers. Raises AdapterError when one of them is not allowed."""
        error: Exception = httpcore.ConnectError(f"{host} has no address")
        for address in self._addresses(host, port):
            try:
                return self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:
                error = exc
        raise error

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            results = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as exc:
            raise httpcore.ConnectError(str(exc)) from exc
        addresses = list(dict.fromkeys(str(row[4][0]) for row in results))
        for address in addresses:
            if why := refusal(address, self._networks):
                name = host if host == address else f"{host} ({address})"
                raise AdapterError(f"{name} is not asked: {why}.")
        return addresses
