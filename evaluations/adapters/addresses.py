"""The address that OLLAMA_HOST names.

Ollama reads it in its own way (`0.0.0.0`, `:11434`, `host`, `https://host/path`), and people copy it from its docs.
Source: https://github.com/ollama/ollama/blob/main/envconfig/config.go, function Host.
"""

from __future__ import annotations

from ipaddress import ip_address

HOST, PORT = "127.0.0.1", 11434
SCHEME_PORTS = {"http": 80, "https": 443}
HIGHEST_PORT = 65535
# Addresses that a server listens on; a client asks this machine.
EVERY_ADDRESS = {"": HOST, "0.0.0.0": HOST, "::": "::1"}


def ollama_url(value: str) -> str:
    """Return the base URL for a value of OLLAMA_HOST, without a slash at its end.

    Without a scheme the port is 11434, with one it is the scheme's own, as for Ollama. An invalid port is replaced.
    """
    text = value.strip().strip("\"'").strip()
    scheme, separator, rest = text.rpartition("://")
    if not separator:
        scheme, rest = ("https", "ollama.com:443") if text == "ollama.com" else ("http", text)
    default = SCHEME_PORTS.get(scheme, PORT) if separator else PORT
    address, _, path = rest.partition("/")
    host, port = _split(address, default)
    host = EVERY_ADDRESS.get(host, host)
    shown_host = f"[{host}]" if ":" in host else host
    shown_port = "" if port == SCHEME_PORTS.get(scheme) else f":{port}"
    return f"{scheme}://{shown_host}{shown_port}/{path}".rstrip("/")


def _split(address: str, default: int) -> tuple[str, int]:
    """Return host and port; an IPv6 address needs brackets only when a port follows."""
    if _is_ipv6(address.strip("[]")):
        return address.strip("[]"), default
    host, separator, port = address.rpartition(":")
    if not separator:
        return address, default
    is_port = port.isascii() and port.isdigit() and int(port) <= HIGHEST_PORT
    return host.strip("[]"), int(port) if is_port else default


def _is_ipv6(text: str) -> bool:
    try:
        return ip_address(text.partition("%")[0]).version == 6
    except ValueError:
        return False
