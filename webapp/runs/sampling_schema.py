"""The sampling options of a run in the body of a request."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Field

from evaluations.limits import MAX_THINKING_TOKENS
from evaluations.records import Sampling, Think
from evaluations.sampling import LIMITS, MOST_STOPS
from webapp.api.schemas import Body, Text

ThinkIn = Literal["", Think]  # empty: the model's default
ThinkingTokens = Annotated[int, Field(ge=1, le=MAX_THINKING_TOKENS)]
USUAL_THINKING_TOKENS = Sampling().max_thinking_tokens


def _number(name: str) -> Any:
    limit = LIMITS[name]
    return Field(None, ge=limit.low, le=limit.high, description=f"{limit.label}. {limit.help}".strip())


class SamplingIn(Body):
    """Sampling options. Left out or null means temperature 0.2, top_p 0.95, top_k 40, min_p 0.05 and repeat_penalty
    1.0; with profile author the model's own.

    stop: added to the model's own. context_tokens: only Ollama takes it. Each answer names the options that its server
    refused.
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
