"""The address of a model server as a person writes it, with or without its scheme."""

from __future__ import annotations

import re

HALF_A_SCHEME = re.compile(r"https?:(?!\d)", re.IGNORECASE)  # `http:/host` is a slip; no host is called http


def server_url(text: str) -> str:
    """Return the address with its scheme, without blanks around it and slashes at its end.

    `127.0.0.1:11434` and `//gpu-box:8000` get http://. Whether the address is allowed is for the caller to check.
    """
    url = text.strip().rstrip("/")
    if not url or "://" in url or HALF_A_SCHEME.match(url):
        return url
    return f"http://{url.removeprefix('//')}"
