"""Model adapters: Prompt in, Completion out. A new one: copy the nearest file, add a line here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from ipaddress import IPv4Network, IPv6Network
from pathlib import Path

from evaluations.adapters.base import DEFAULTS, Adapter, PullProgress, ServerSettings, ServerStatus
from evaluations.errors import AdapterError


def _ollama(
    base_url: str, api_key: str, _: Sequence[Path], settings: ServerSettings, networks: Sequence[Network]
) -> Adapter:
    from evaluations.adapters.ollama import OllamaAdapter

    return OllamaAdapter(base_url, api_key, settings, networks)


def _openai(
    base_url: str, api_key: str, model_folders: Sequence[Path], settings: ServerSettings, networks: Sequence[Network]
) -> Adapter:
    from evaluations.adapters.openai_compatible import OpenAiAdapter

    return OpenAiAdapter(base_url, api_key, model_folders, settings, networks)


def _scripted(
    base_url: str, api_key: str, _: Sequence[Path], settings: ServerSettings, __: Sequence[Network]
) -> Adapter:
    from evaluations.adapters.scripted import ScriptedAdapter

    return ScriptedAdapter(base_url, api_key, settings)


Network = IPv4Network | IPv6Network
Make = Callable[[str, str, Sequence[Path], ServerSettings, Sequence[Network]], Adapter]
ADAPTERS: dict[str, Make] = {"ollama": _ollama, "openai": _openai, "scripted": _scripted}


def make_adapter(
    kind: str,
    base_url: str,
    api_key: str = "",
    model_folders: Sequence[Path] = (),
    settings: ServerSettings = DEFAULTS,
    networks: Sequence[Network] = (),
) -> Adapter:
    """Make the adapter for a server. Raises AdapterError for a kind that does not exist.

    model_folders: where model files that a server on this machine names may be read, beside the embedded model's.
    networks: the only ones where a server is asked; none: all but those in adapters/connections.py.
    """
    if kind not in ADAPTERS:
        raise AdapterError(f'No adapter "{kind}". There are: {", ".join(ADAPTERS)}.')
    return ADAPTERS[kind](base_url, api_key, model_folders, settings, networks)


__all__ = ["ADAPTERS", "Adapter", "PullProgress", "ServerSettings", "ServerStatus", "make_adapter"]
