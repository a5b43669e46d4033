"""Separates thought and answer of one stream: how much each took, and which of them is over its own limit."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from evaluations.adapters.thinking_options import NO_LEVEL, REFUSED, may_mean_thinking, refused_field, weaker
from evaluations.errors import AdapterError
from evaluations.extractors.thinking import reasoning_text, without_thinking
from evaluations.records import Channel, Completion, Piece, Sampling, Think
from evaluations.token_limits import TokenLimits

FEWEST_CHARS_PER_TOKEN = 8  # at least this many tokens are in a piece: some servers send several at once
LOOK_EVERY = 64  # pieces, for marks of a thought inside the text
FEWEST_PIECES = 8  # to split the server's count by


@dataclass(frozen=True, slots=True, kw_only=True)
class Thinking:
    """A model's thought before an answer. tokens, ms: None if unknown.

    is_all: the thought is the whole answer.
    """

    text: str
    tokens: int | None
    ms: float | None
    is_all: bool


class TokenMeter:
    """Counts a stream's tokens by channel, but never too many.

    A server knows one limit, for thought and answer together. Where there is room for a thought, each is held to its
    own limit here.
    """

    def __init__(self, limits: TokenLimits) -> None:
        self.limits = limits
        self.n_pieces: dict[Channel, int] = {"thinking": 0, "text": 0}
        self.n_tokens: dict[Channel, int] = {"thinking": 0, "text": 0}
        self._texts: list[str] = []
        self._is_over = False

    def add(self, piece: Piece) -> None:
        """Count a piece."""
        self.n_pieces[piece.channel] += 1
        self.n_tokens[piece.channel] += max(1, len(piece.text) // FEWEST_CHARS_PER_TOKEN)
        if piece.channel == "text" and self.limits.thinking:
            self._texts.append(piece.text)

    def is_over(self) -> bool:
        """Return whether the thought, or the answer behind it, took more than its limit."""
        if self._is_over or not self.limits.thinking:
            return self._is_over
        if self.n_tokens["thinking"]:
            self._is_over = self._exceeds(self.n_tokens["thinking"], self.n_tokens["text"])
        elif self.n_tokens["text"] > min(self.limits.answer, self.limits.thinking):
            self._is_over = self.n_pieces["text"] % LOOK_EVERY == 0 and self._is_over_in_text()
        return self._is_over

    def _is_over_in_text(self) -> bool:
        """Return the same for a thought that the model marks in its text. Without a mark it may be either."""
        text = "".join(self._texts)
        if not (thought := reasoning_text(text)).strip():
            return False
        n_thinking = round(self.n_tokens["text"] * len(thought) / len(text))
        return self._exceeds(n_thinking, self.n_tokens["text"] - n_thinking)

    def _exceeds(self, n_thinking: int, n_text: int) -> bool:
        return n_thinking > self.limits.thinking or n_text > self.limits.answer

    @property
    def n(self) -> int:
        """Tokens of both."""
        return sum(self.n_tokens.values())

    def thinking_of(self, completion: Completion) -> Thinking | None:
        """Return what the model thought: beside its text, or marked in it; None without a thought."""
        if completion.thinking:
            return Thinking(
                text=completion.thinking,
                tokens=completion.thinking_tokens if completion.thinking_tokens else self._share(completion),
                ms=_thinking_ms(completion),
                is_all=not completion.text.strip(),
            )
        text = completion.text
        thought = reasoning_text(text)
        if not thought.strip():
            return None
        n = completion.completion_tokens
        return Thinking(
            text=thought,
            tokens=None if n is None else round(n * len(thought) / len(text)),
            ms=None,
            is_all=not without_thinking(text).strip(),
        )

    def _share(self, completion: Completion) -> int | None:
        """Return the thought's part of the server's count: by pieces, which are tokens for most servers."""
        n = completion.completion_tokens
        pieces = self.n_pieces["thinking"], self.n_pieces["text"]
        if sum(pieces) < FEWEST_PIECES:
            pieces = len(completion.thinking), len(completion.text)
        return None if n is None else round(n * pieces[0] / sum(pieces))


def ask_to_think(
    ask: Callable[[Sampling], Completion], sampling: Sampling, taken: dict[Think, Think | None]
) -> Completion:
    """Ask; where the server refuses the setting of thinking, again with a weaker one. The answer's options say which.

    taken: what this model took of each setting, kept by the caller: a refused one is tried once.
    """
    requested = sampling.think
    think = taken.get(requested, requested) if requested else None
    while True:
        try:
            completion = ask(replace(sampling, think=think))
        except AdapterError as exc:
            if think is None or exc.retryable or not may_mean_thinking(str(exc)):
                raise
            think = weaker(think)
            continue
        if requested is None:
            return completion
        taken[requested] = think
        if think == requested:
            return replace(completion, options={**completion.options, "think": requested})
        return _with_refusal(completion, requested, think)


def _with_refusal(completion: Completion, requested: Think, think: Think | None) -> Completion:
    """Return which settings of thinking were refused and what was sent instead; None if nothing was."""
    shown = NO_LEVEL if think else REFUSED
    refused = [requested]
    while (weaker_one := weaker(refused[-1])) != think and weaker_one:
        refused.append(weaker_one)
    return replace(
        completion,
        options={**completion.options, "think": shown},
        not_taken={**completion.not_taken, "think": shown},
        refused=tuple(sorted({*completion.refused, *map(refused_field, refused)})),
    )


def _thinking_ms(completion: Completion) -> float | None:
    """Return the time from the thought's first token to the answer's; to the end of all where there is no answer."""
    if completion.first_text_ms is None or completion.first_token_ms is None:
        return completion.generation_ms
    return round(completion.first_text_ms - completion.first_token_ms, 1)
