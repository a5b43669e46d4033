"""Only pages of this site may open sockets: a browser's Origin is compared with the Host, including the port."""

from __future__ import annotations

from typing import Any
from urllib.parse import SplitResult, urlsplit

from channels.security.websocket import WebsocketDenier
from django.conf import settings
from django.http.request import split_domain_port, validate_host

PORTS = {"http": 80, "https": 443}


class OwnOrigin:
    """An ASGI application that denies sockets unless their Origin is the requested host."""

    def __init__(self, application: Any) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Pass the socket on or close it."""
        headers = dict(scope["headers"])
        origin, host = (headers.get(name, b"").decode("latin1") for name in (b"origin", b"host"))
        if is_own(origin, host) or origin in settings.CSRF_TRUSTED_ORIGINS:
            await self._application(scope, receive, send)
        else:
            await WebsocketDenier()(scope, receive, send)


def is_own(origin: str, host: str) -> bool:
    """Return whether a page of this origin was served by this host; the port of a scheme may be left out."""
    domain, _ = split_domain_port(host)
    if not domain or not validate_host(domain, settings.ALLOWED_HOSTS):
        return False
    try:
        page = urlsplit(origin)
        return page.scheme in PORTS and _host_and_port(page) == _host_and_port(urlsplit(f"{page.scheme}://{host}"))
    except ValueError:  # a port that is no number, half an IPv6 address
        return False


def _host_and_port(address: SplitResult) -> tuple[str | None, int]:
    return address.hostname, address.port or PORTS[address.scheme]
