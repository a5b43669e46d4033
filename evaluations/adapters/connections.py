"""HTTP connections to model servers: allowed addresses, and the part of a page that an error may show."""

from __future__ import annotations

import json
import re
import socket
import ssl
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from http import HTTPStatus
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

import httpcore
import httpx

from evaluations.adapters.patience import LOOK_EVERY_S, CutConnection, current_patience
from evaluations.errors import AdapterError

SHOWN_CHARS = (
    80  # characters of a server's own words in an error: enough to recognise the error, too few to read a page
)
LONGEST_ERROR = 100_000  # bytes of an error that are read
BODY = "bakeoff.body"  # the beginning of an error's body; a stream can be read only once
SETTING = "MODEL_SERVER_NETWORKS"
NO_MODEL = re.compile(r"model.*(?:not found|does not exist|not exist|unknown)|(?:unknown|no such) model", re.I | re.S)
MARKUP = re.compile(r"^<[!?a-z]|<(?:!doctype|html|head|body)\b", re.IGNORECASE)  # of a web page: a proxy's, mostly
NOT_LOADED = re.compile(r"no models? (?:is |are )?(?:currently )?loaded", re.IGNORECASE)  # LM Studio, TabbyAPI
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
    return checked_transport(partial(refusal, networks=networks))


def checked_transport(
    refuse: Callable[[str], str], on_connect: Callable[[httpcore.NetworkStream], None] | None = None
) -> httpx.HTTPTransport:
    """Return a transport that connects to a numeric address unless `refuse` gives a reason not to.

    on_connect: gets each new connection, before TLS.
    """
    transport = httpx.HTTPTransport(trust_env=False)
    transport._pool._network_backend = _CheckedBackend(transport._pool._network_backend, refuse, on_connect)
    return transport


def refusal(address: str, networks: Sequence[Network] = ()) -> str:
    """Return why a numeric address is not connected to; empty when it is."""
    target = real_address(address)
    if networks:
        allowed = ", ".join(map(str, networks))
        return "" if any(target in network for network in networks) else f"{SETTING} allows only {allowed}"
    if target.is_link_local:
        return f"it is a link-local address, where clouds keep credentials; only {SETTING} can allow it"
    if target in METADATA:
        return f"it is a cloud's metadata service, which hands out credentials; only {SETTING} can allow it"
    return "it is a multicast address, which no server has" if target.is_multicast else ""


def real_address(text: str) -> Address:
    """Return the address that is reached in the end: IPv4 inside IPv6, and loopback for 0.0.0.0 and ::."""
    address = ip_address(text.partition("%")[0])
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

    Of a web page it shows nothing but that it is one. secret: the server's key, which some servers repeat in their
    errors; it is left out.
    """
    message = " ".join(_message(text).replace("\0", " ").split())
    if MARKUP.search(message):
        return "a web page."
    if secret:
        message = message.replace(secret, "[key]")
    return message if len(message) <= SHOWN_CHARS else message[: SHOWN_CHARS - 1] + "…"


class LoadingModel(AdapterError):
    """The server loads the model that it is asked for."""


def no_model(base_url: str, name: str) -> AdapterError:
    """Return the error for a model that the server does not have, or no longer."""
    return AdapterError(f'{base_url} has no model "{name}". Pull it on the models page, or choose another model.')


def _message(text: str) -> str:
    try:
        return _sentence(json.loads(text)) or text
    except (ValueError, RecursionError):
        return text


def _sentence(body: Any) -> str | None:
    """Return the words for a person in the JSON of an error: OpenAI's, Ollama's, FastAPI's and vLLM's forms."""
    if isinstance(body, str):
        return body or None
    if isinstance(body, list):
        return next(filter(None, map(_sentence, body[:1])), None)
    if not isinstance(body, dict):
        return None
    for key in ("error", "message", "detail", "msg"):
        if sentence := _sentence(body.get(key)):
            location = body.get("loc")
            fields = [str(part) for part in location if part != "body"] if isinstance(location, list) else []
            return f"{'.'.join(fields)}: {sentence}" if fields else sentence
    return None


def check_status(base_url: str, response: httpx.Response, name: str = "", secret: str = "") -> None:
    """Raise AdapterError for an error status. name: the requested model."""
    if response.status_code < 300:
        return
    if response.status_code < 400:
        raise moved(base_url, response.status_code)
    body = body_of(response)
    if response.status_code in (401, 403):
        raise AdapterError(f"{base_url} refused the key ({response.status_code}). Correct the server's API key.")
    if response.status_code == 404 and name and NO_MODEL.search(_message(body)) and not is_web_page(body):
        raise no_model(base_url, name)
    if NOT_LOADED.search(body):
        raise AdapterError(
            f"{base_url} has no model in memory and did not load {name or 'one'} by itself. Load it there, or switch "
            "on just-in-time loading in the server's settings."
        )
    if response.status_code == 503 and "loading" in body.lower():
        message = f"{base_url} is still loading the model. Wait until it is loaded, or look at the server's log."
        raise LoadingModel(message, retryable=True)
    raise refused_request(base_url, body, response.status_code, secret)


def moved(base_url: str, status: int) -> AdapterError:
    """Return the error for a redirect: it could lead anywhere."""
    return AdapterError(f"{base_url} answered {status}, a redirect. It is not followed. Correct the URL.")


def body_of(response: httpx.Response) -> str:
    """Return the text of an error; only its beginning where it is long."""
    if BODY not in response.extensions:
        if response.is_stream_consumed:
            return response.text
        body = bytearray()
        for part in response.iter_bytes():
            body += part
            if len(body) > LONGEST_ERROR:
                break
        response.extensions[BODY] = body.decode("utf-8", "replace")
    return str(response.extensions[BODY])


def refused_request(base_url: str, text: str, status: int, secret: str = "") -> AdapterError:
    """Return the error for a request that the server refused, in the server's own words. text: its body.

    Of a web page and an empty body only the status is shown, and what may be wrong.
    """
    words = excerpt(text, secret)
    if words and not is_web_page(text):
        message = f"{base_url} answered {status}: {words}"
    elif is_passing(status):
        message = f"{base_url} answered {named(status)}. Look at the server's log, or at that of the proxy before it."
    else:
        message = f"{base_url} answered {named(status)}. The address may be wrong: no model server answers like this."
    return AdapterError(message, retryable=is_passing(status))


def is_web_page(text: str) -> bool:
    """Return whether a body is a page for people, or a JSON error with one in it."""
    return bool(MARKUP.search(" ".join(_message(text).split())))


def named(status: int) -> str:
    """Return the status with its name: `404 (Not Found)`."""
    try:
        return f"{status} ({HTTPStatus(status).phrase})"
    except ValueError:
        return str(status)


def is_passing(status: int) -> bool:
    """Return whether the same request may work later."""
    return status in (408, 429) or status >= 500


def broken(base_url: str, exc: httpx.HTTPError | httpx.InvalidURL, start: str) -> AdapterError:
    """Return the error for a request that got no answer. start: how the server is started."""
    if isinstance(exc, httpx.ConnectError | httpx.ConnectTimeout):
        return AdapterError(f"{base_url} cannot be reached. {start}", retryable=True)
    if isinstance(exc, httpx.UnsupportedProtocol | httpx.InvalidURL):
        return AdapterError(f'"{base_url}" is not a URL. It starts with http:// or https://.')
    if isinstance(exc, httpx.TimeoutException):
        return AdapterError(f"{base_url} was silent too long. Restart it if it hangs.", retryable=True)
    if isinstance(exc, httpx.DecodingError):
        return AdapterError(f"{base_url} sent bytes that cannot be unpacked. Is it a model server?", retryable=True)
    return interrupted(base_url)


def interrupted(base_url: str) -> AdapterError:
    """Return the error for an answer that ends before it is complete."""
    return CutConnection(
        f"{base_url} ended in the middle of an answer. Look at the server's log: it may have been stopped, or have run "
        "out of memory.",
        retryable=True,
    )


def allowed_addresses(host: str, port: int, refuse: Callable[[str], str]) -> list[str]:
    """Return the numeric addresses of a name. Raises AdapterError when one of them is refused."""
    try:
        results = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as exc:
        raise httpcore.ConnectError(str(exc)) from exc
    addresses = list(dict.fromkeys(str(row[4][0]) for row in results))
    for address in addresses:
        if why := refuse(address):
            name = host if host == address else f"{host} ({address})"
            raise AdapterError(f"{name} is not asked: {why}.")
    return addresses


class _CheckedBackend(httpcore.NetworkBackend):
    """Resolves a name once, looks at every address, and connects to those addresses only.

    A check before the request is not enough, because the name could have another address a moment later.
    """

    def __init__(
        self,
        inner: httpcore.NetworkBackend,
        refuse: Callable[[str], str],
        on_connect: Callable[[httpcore.NetworkStream], None] | None,
    ) -> None:
        self._inner = inner
        self._refuse = refuse
        self._on_connect = on_connect

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
        for address in allowed_addresses(host, port, self._refuse):
            try:
                stream = self._inner.connect_tcp(address, port, timeout, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as exc:
                error = exc
                continue
            if self._on_connect:
                self._on_connect(stream)
            return _PatientStream(stream)
        raise error


class _PatientStream(httpcore.NetworkStream):
    """Checks the patience of the request while a read waits, so that a stop works before the first token too."""

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Return what comes. Raises Stopped or SilentServer by the patience of the request, else ReadTimeout."""
        patience = current_patience()
        if patience is None:
            return self._inner.read(max_bytes, timeout)
        while True:
            patience.check()
            try:
                return self._inner.read(max_bytes, LOOK_EVERY_S)
            except httpcore.ReadTimeout:
                continue

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send the bytes."""
        self._inner.write(buffer, timeout)

    def close(self) -> None:
        """Close the socket."""
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        """Return the stream under TLS, watched as well."""
        return _PatientStream(self._inner.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """Return what the pool asks about the socket."""
        return self._inner.get_extra_info(info)
