"""Waiting for a model server: how long it may be silent, and whether its answer is still wanted."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from evaluations.errors import AdapterError

LOOK_EVERY_S = 0.25  # while a read waits
END_S = 2.0  # from the last piece to the end of the stream


class AnswerStopped(Exception):
    """The answer is not wanted any more."""


class SilentServer(AdapterError):
    """The server sent nothing for longer than is allowed."""


class CutConnection(AdapterError):
    """The answer ended before it was complete; its server may still compute it."""


class Patience:
    """The clock of one request. It runs between two pieces of the answer; a keep-alive does not count.

    first_s: until the first piece; the server may load the model and evaluate a long prompt before it.
    silence_s: between two pieces. should_stop: asked while the request waits, too.
    secret: the server's key, which no error shows.
    """

    def __init__(
        self, base_url: str, first_s: float, silence_s: float, should_stop: Callable[[], bool], secret: str = ""
    ) -> None:
        self.secret = secret
        self.base_url, self.silence_s, self.should_stop = base_url, silence_s, should_stop
        self.limit_s, self.heard_at, self.has_begun = first_s, time.monotonic(), False

    def heard(self) -> None:
        """Restart the clock: a piece came."""
        self.limit_s, self.heard_at, self.has_begun = self.silence_s, time.monotonic(), True

    def expect_end(self) -> None:
        """Start the last clock, once: the answer is complete, and only the end of the stream is missing."""
        if self.limit_s != END_S:
            self.limit_s, self.heard_at = END_S, time.monotonic()

    def check(self) -> None:
        """Raise Stopped when the answer is not wanted any more, SilentServer when the clock has run out."""
        if self.should_stop():
            raise AnswerStopped
        if time.monotonic() - self.heard_at < self.limit_s:
            return
        what = "fell silent in the middle of an answer: nothing" if self.has_begun else "was silent: no first token"
        raise SilentServer(
            f"{self.base_url} {what} came for {self.limit_s:.0f} s. Look at the server's log. Restart it if it hangs; "
            "choose a smaller model or a shorter prompt if it is too slow.",
            retryable=True,
        )


def pause(seconds: float, should_stop: Callable[[], bool]) -> None:
    """Wait. Raises Stopped when the answer is not wanted any more."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if should_stop():
            raise AnswerStopped
        time.sleep(min(LOOK_EVERY_S, seconds))


_current: ContextVar[Patience | None] = ContextVar("patience", default=None)


@contextmanager
def waiting(patience: Patience) -> Iterator[None]:
    """Let this patience decide about the reads of this thread until the block ends."""
    token = _current.set(patience)
    try:
        yield
    finally:
        _current.reset(token)


def current_patience() -> Patience | None:
    """Return the patience of the request that this thread makes; None for a request with an ordinary timeout."""
    return _current.get()
