"""The sampling options of a run in the body of a request."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from evaluations.sampling import LIMITS, MOST_STOPS
from webapp.api.schemas import Body, Text


def _number(name: str) -> Any:
    limit = LIMITS[name]
    return Field(None, ge=limit.low, le=limit.high, description=f"{limit.label}. {limit.help}".strip())


class SamplingIn(Body):
    """Sampling options. null or left out: 0.2, 0.95, 40, 0.05 and 1.0, or with profile author the model's own.

    stop: beside the model's own. context_tokens: only Ollama takes it. What a server refused is said with each answer.
    """

    profile: Literal["pinned", "author"] = "pinned"
    temperature: float | None = _number("temperature")
    top_p: float | None = _number("top_p")
    top_k: int | None = _number("top_k")
    min_p: float | None = _number("min_p")
    repeat_penalty: float | None = _number("repeat_penalty")
    stop: list[Text] = Field([], max_length=MOST_STOPS)
    context_tokens: int | None = _number("context_tokens")
    seed: int | None = Field(1, ge=LIMITS["seed"].low, le=LIMITS["seed"].high)
