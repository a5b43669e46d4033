"""How a model server is told to think, or not to: by each protocol's fields."""

from __future__ import annotations

import re

from evaluations.records import Json, Think

ON = ("on", "low", "medium", "high")
EFFORT, TEMPLATE = "reasoning_effort", "chat_template_kwargs"
OPENAI_FIELDS = (EFFORT, TEMPLATE)
REFUSED = "the server refused it"
TAKEN_AS_ON = "the server knows no level: thinking is on"
_ABOUT_THINKING = re.compile(r"think|reason", re.IGNORECASE)


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


def ollama_thinking(think: Think | None) -> list[bool | str | None]:
    """Return what Ollama's field `think` is tried with, in turn; None: the field is left out, as by default."""
    if think is None:
        return [None]
    if think in ("on", "off"):
        return [think == "on", None]
    return [think, True, None]


def not_taken_by_ollama(think: Think | None, taken: bool | str | None) -> dict[str, str]:
    """Return what became of a setting that Ollama did not take as it is; empty when it did."""
    if think is None or taken == ollama_thinking(think)[0]:
        return {}
    return {"think": REFUSED if taken is None else TAKEN_AS_ON}


def refuses_thinking(message: str) -> bool:
    """Whether a refusal speaks of thinking: `"m" does not support thinking`."""
    return bool(_ABOUT_THINKING.search(message))
