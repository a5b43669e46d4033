"""The address of a model server as a person writes it, with or without its scheme."""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

HALF_A_SCHEME = re.compile(r"https?:(?!\d)", re.IGNORECASE)  # `http:/host` is a slip; no host is called http


def server_url(text: str) -> str:
    """Return the address with its scheme, without blanks around it and slashes at its end.

    `127.0.0.1:11434` and `//gpu-box:8000` get http://. Whether the address is allowed is for the caller to check.
    """
    url = text.strip().rstrip("/")
    if not url or "://" in url or HALF_A_SCHEME.match(url):
        return url
    return f"http://{url.removeprefix('//')}"


def is_loopback(url: str) -> bool:
    """Return whether the URL names the machine itself, and so another server on each machine."""
    try:
        host = urlsplit(url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False
