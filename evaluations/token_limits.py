"""How many tokens an answer and its thinking may have: one rule for requests, pages, API and reports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluations.records import Sampling


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenLimits:
    """The most tokens of one request. thinking: for the thought beside the answer; 0 where the model does not think."""

    answer: int
    thinking: int = 0

    @property
    def total(self) -> int:
        """The limit that is sent: servers count thought and answer together."""
        return self.answer + self.thinking


def token_limits(sampling: Sampling, task_tokens: int, can_think: bool | None) -> TokenLimits:
    """Return the limits of one task for one model. A run's own limit wins over the task's, in both directions.

    task_tokens: the task's limit. can_think: what the model's server reports; None: it reports nothing.
    """
    answer = task_tokens if sampling.max_tokens is None else sampling.max_tokens
    return TokenLimits(answer=answer, thinking=sampling.max_thinking_tokens if _thinks(sampling, can_think) else 0)


def thinking_error(think: str | None, can_think: Mapping[str, bool | None]) -> str:
    """Return why models cannot think as requested, and what to do about it. Empty when they can.

    can_think: model id to what its server reports; a model without a report counts as able to think.
    """
    unable = [name for name, can in can_think.items() if can is False] if think not in (None, "", "off") else []
    if not unable:
        return ""
    names, they = ", ".join(unable), "it" if len(unable) == 1 else "them"
    return f"{names} cannot think, says the server. Choose “off” or “model's default”, or leave {they} out."


def _thinks(sampling: Sampling, can_think: bool | None) -> bool:
    if can_think is None:
        return sampling.think not in (None, "off")
    return can_think and sampling.think != "off"
