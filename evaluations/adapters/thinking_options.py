"""Settings of thinking: each protocol's fields, and what to try if one is refused."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import get_args

from evaluations.records import Json, Think

THINK_SETTINGS: tuple[Think, ...] = get_args(Think)
EFFORT, TEMPLATE = "reasoning_effort", "chat_template_kwargs"
REFUSED, NO_LEVEL = "not taken: the server refused it", "on: the server knows no level"
_MAY_MEAN_THINKING = re.compile(r"think|reason|template|\b(?:400|422)\b", re.IGNORECASE)


def openai_thinking(think: Think | None) -> dict[str, Json]:
    """Return the fields for an OpenAI-compatible server; empty for the model's default.

    chat_template_kwargs reaches the template of Qwen, DeepSeek and gpt-oss in llama.cpp and vLLM; reasoning_effort is
    OpenAI's own field for a level. Servers ignore the one that they do not know, or refuse it.
    """
    if think is None:
        return {}
    if think in ("on", "off"):
        return {TEMPLATE: {"enable_thinking": think == "on"}}
    return {TEMPLATE: {"enable_thinking": True, EFFORT: think}, EFFORT: think}


def ollama_thinking(think: Think | None) -> dict[str, Json]:
    """Return the field for Ollama; empty for the model's default."""
    if think is None:
        return {}
    return {"think": think == "on" if think in ("on", "off") else think}


def weaker(think: Think) -> Think | None:
    """Return the setting to try if a server refuses this one: "on" for a level, else the model's default."""
    return None if think in ("on", "off") else "on"


def refused_field(think: Think) -> str:
    """Return the name under which a refused setting is stored beside refused fields."""
    return f"think={think}"


def taken_settings(refused: Collection[str]) -> dict[Think, Think | None]:
    """Return for each refused setting the one that the server accepts; None: the model's default."""
    accepted: dict[Think, Think | None] = {}
    for setting in THINK_SETTINGS:
        think: Think | None = setting
        while think and refused_field(think) in refused:
            think = weaker(think)
        if think != setting:
            accepted[setting] = think
    return accepted


def may_mean_thinking(message: str) -> bool:
    """Return whether a server's refusal may be one of the setting: `"m" does not support thinking`, or an unknown
    field.
    """
    return bool(_MAY_MEAN_THINKING.search(message))
