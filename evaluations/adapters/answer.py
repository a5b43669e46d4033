"""One answer, put together from the pieces that a server streams, with the times by our clock."""

from __future__ import annotations

import time
from collections.abc import Callable

from evaluations.adapters.base import LARGEST_ANSWER
from evaluations.errors import AdapterError
from evaluations.records import Channel, Completion, Piece, StopReason

# No local model is so fast: an answer that came faster was sent at once, after it was made.
FASTEST_TOKENS_S = 5_000


class Answer:
    """Collects text and thought. The clock starts when it is made, just before the request."""

    def __init__(self, on_piece: Callable[[Piece], None]) -> None:
        self.on_piece = on_piece
        self.begun = time.perf_counter()
        self.parts: dict[Channel, list[str]] = {"text": [], "thinking": []}
        self.first_at: dict[Channel, float] = {}
        self.ended_at: float | None = None
        self.length = 0

    def add(self, channel: Channel, text: str) -> None:
        """Take a piece and pass it on. Raises AdapterError when the answer is too long to be kept."""
        if not text:
            return
        self.first_at.setdefault(channel, time.perf_counter())
        self.parts[channel].append(text)
        self.length += len(text)
        if self.length > LARGEST_ANSWER:
            raise AdapterError(f"The answer is longer than {LARGEST_ANSWER} characters. Lower the token limit.")
        self.on_piece(Piece(channel, text))

    def end(self) -> None:
        """Stop the clock: the last piece is there. What a server sends afterwards is no part of the answer."""
        self.ended_at = time.perf_counter()

    def completion(self, stop_reason: StopReason, *, completion_tokens: int | None = None) -> Completion:
        """Return the record with texts and times; the caller adds what its server says."""
        first = min(self.first_at.values(), default=None)
        return Completion(
            text="".join(self.parts["text"]),
            thinking="".join(self.parts["thinking"]),
            stop_reason=stop_reason,
            completion_tokens=completion_tokens,
            first_token_ms=self._since_begin(first),
            first_text_ms=self._since_begin(self.first_at.get("text")),
            generation_ms=self._generation_ms(first, completion_tokens),
        )

    def _since_begin(self, at: float | None) -> float | None:
        return None if at is None else round((at - self.begun) * 1000, 1)

    def _generation_ms(self, first: float | None, n_tokens: int | None) -> float:
        """From the first piece on; from the request on where the pieces say nothing of the time they took."""
        ended = self.ended_at or time.perf_counter()
        streamed_s = ended - (ended if first is None else first)
        if n_tokens and n_tokens > streamed_s * FASTEST_TOKENS_S:
            return round((ended - self.begun) * 1000, 1)
        return round(streamed_s * 1000, 1)
