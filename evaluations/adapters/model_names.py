"""Derives from name and family whether a model only makes embeddings, and whether another host answers."""

from __future__ import annotations

import re
from collections.abc import Collection
from urllib.parse import urlsplit

CLOUD_HOST = "ollama.com"
# Encoders: they turn text into numbers and cannot answer.
_ENCODER_FAMILY = re.compile(r"bert|embed|t5encoder", re.IGNORECASE)
_ENCODER_NAME = re.compile(
    r"embed|rerank|(^|[/_-])(bge|e5|gte|gtr|(all|paraphrase)-[\w-]*minilm|\w*bert|\w*roberta)([/_:.-]|\d|$)",
    re.IGNORECASE,
)
_CLOUD_NAME = re.compile(r"(:|-)cloud$", re.IGNORECASE)
# In a chat template: of Qwen, DeepSeek, Kimi, Seed; gpt-oss; Magistral; Ollama's own templates.
_THOUGHT = re.compile(
    r"</?(?:seed:)?think>|enable_thinking|reasoning_content|<\|channel\|>|\[/?THINK\]|\.Thinking\b|◁/?think▷"
)
LONGEST_HOST = 200  # characters


def thinks_by_template(template: str | None) -> bool | None:
    """Return whether a chat template handles thoughts; None if it does not, because the model may still think."""
    return True if template and _THOUGHT.search(template) else None


def is_embedding(name: str, family: str | None = None, capabilities: Collection[str] = ()) -> bool:
    """Return whether the model can only make embeddings. What its server says of its capabilities decides, if it
    says so.
    """
    if capabilities:
        kinds = {word.lower() for word in capabilities}
        return bool(kinds & {"embedding", "embeddings", "rerank"}) and not kinds & {"completion", "chat", "insert"}
    return bool(_ENCODER_FAMILY.search(family or "") or _ENCODER_NAME.search(name))


def remote_host(name: str, host: object, model: object) -> str | None:
    """Return the host that a server passes prompts of this model on to; None when it answers itself.

    host, model: Ollama's `remote_host` and `remote_model`. A name that ends in `-cloud` is enough.
    """
    if isinstance(host, str) and host.strip():
        return _host_of(host.strip())
    return CLOUD_HOST if host or model or _CLOUD_NAME.search(name) else None


def _host_of(url: str) -> str:
    try:
        parsed = urlsplit(url if "://" in url else f"//{url}").hostname
    except ValueError:
        parsed = None
    return (parsed or url).replace("\0", "")[:LONGEST_HOST]
