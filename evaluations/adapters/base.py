"""The interface of adapters."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Protocol

from evaluations.records import DEFAULTS as DEFAULTS
from evaluations.records import Completion, ModelInfo, Piece, Prompt, Sampling
from evaluations.records import ServerSettings as ServerSettings
from evaluations.tokens import TokenCount

CONNECT_S = 5.0
SHORT_S = 20.0  # for questions about the server
LOAD_S = 900.0  # a big model from a slow disk
LARGEST_ANSWER = 2_000_000  # characters
NOTHING_KNOWN: Mapping[str, ModelInfo] = MappingProxyType({})


def never() -> bool:
    """Return False: nothing stops the request."""
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerStatus:
    """The result of a server that answered. message: one sentence for people."""

    version: str | None
    n_models: int
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PullProgress:
    """One step of a download; bytes, None where the server does not say."""

    status: str
    completed: int | None = None
    total: int | None = None


class Adapter(Protocol):
    """One model server. Every method raises AdapterError with the fact, the value and what to do.

    sets_context: each request sets the length of the context; the default is short, and prompts are cut. refused:
    fields that the server refused, by model; each is tried once. The caller passes the stored ones.
    """

    sets_context: bool
    refused: dict[str, frozenset[str]]

    def status(self) -> ServerStatus:
        """Return whether it answers."""

    def list_models(self, known: Mapping[str, ModelInfo] = NOTHING_KNOWN) -> list[ModelInfo]:
        """Return all models of the server, with its data about each.

        known: data of an earlier refresh, by name. A model's details are requested only if its digest changed.
        """

    def version(self) -> str | None:
        """Return the server's version, where it says one."""

    def show(self, name: str) -> ModelInfo:
        """Return one model."""

    def load(
        self, name: str, context_tokens: int | None = None, should_stop: Callable[[], bool] = never
    ) -> float | None:
        """Load the model with this context; return the duration in ms.

        None when it was already loaded, or when the server loads automatically. should_stop: called while it loads;
        raises Stopped when the model is no longer needed.
        """

    def unload(self, name: str) -> None:
        """Unload the model, if the server can."""

    def delete(self, name: str) -> None:
        """Delete the model from the server's disk, where the server can."""

    def pull(self, name: str) -> Iterator[PullProgress]:
        """Download a model; closing the iterator cancels."""

    def generate(
        self,
        name: str,
        prompt: Prompt,
        sampling: Sampling,
        on_piece: Callable[[Piece], None],
        should_stop: Callable[[], bool],
    ) -> Completion:
        """Ask once. on_piece gets thought and answer piece by piece; should_stop is called between pieces.

        For a prompt with a suffix the model fills in the text between the message and the suffix.
        """

    def settle(self, should_stop: Callable[[], bool]) -> None:
        """Wait for a limited time until the server has ended requests that were cut off, if it reports that."""

    def count_tokens(self, name: str, text: str) -> TokenCount:
        """Return the size of a text for this model."""

    def count_prompt(self, name: str, prompt: Prompt) -> TokenCount:
        """Return the size of the request, including the model's template if the server reports it."""

    def n_slots(self) -> int:
        """Return the number of requests that the server works on at once."""

    def known_slots(self) -> int | None:
        """Return the number that the server reports; None if it does not."""

    def close(self) -> None:
        """Close the connections."""


def text_of(prompt: Prompt) -> str:
    """Return the whole text that is sent, for counting."""
    return "\n".join(message.content for message in prompt.messages) + (prompt.suffix or "")
