"""A real adapter that answers from a list, for tests of everything except the models.

base_url is the path of a JSON file: {"models": ["m"], "answers": ["text", {"text": "…", "delay_s": 0.1, "error": "…",
"retryable": true, "stop_reason": "length", "thinking": "…"}], "by_prompt": {"part of the prompt": answer}, "slots": 1,
"context_tokens": 4096, "can_insert": true, "parameters": "top_k 20", "refuses": ["min_p"]}. An answer may say
"prompt_tokens" and "context_tokens". Answers are taken in turn; `by_prompt` wins. A missing file behaves like a server
that is down.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

from evaluations.adapters.answer import Answer
from evaluations.adapters.base import (
    DEFAULTS,
    NOTHING_KNOWN,
    PullProgress,
    ServerSettings,
    ServerStatus,
    never,
    text_of,
)
from evaluations.adapters.options import OLLAMA, REFUSED, chosen_options
from evaluations.errors import AdapterError
from evaluations.records import Channel, Completion, ModelInfo, Piece, Prompt, Sampling
from evaluations.tokens import TokenCount, estimate_tokens

PIECE = 8  # characters a token, for streaming and counting


class ScriptedAdapter:
    """Answers from its file."""

    sets_context = False

    def __init__(self, base_url: str, api_key: str = "", settings: ServerSettings = DEFAULTS) -> None:
        self.path, self.refused = Path(base_url), dict[str, frozenset[str]]()
        self._turn = count()

    def _script(self) -> dict[str, Any]:
        try:
            return dict(json.loads(self.path.read_text()))
        except OSError as exc:
            raise AdapterError(f"{self.path} cannot be reached. Write the file again.", retryable=True) from exc

    def status(self) -> ServerStatus:
        """Report the server as up while the file exists."""
        n = len(self._script()["models"])
        return ServerStatus(version="scripted", n_models=n, message=f"{n} models")

    def version(self) -> str | None:
        """Return a fixed version."""
        return str(self._script().get("version", "scripted"))

    def list_models(self, known: Mapping[str, ModelInfo] = NOTHING_KNOWN) -> list[ModelInfo]:
        """Return the models in the file."""
        script = self._script()
        return [
            ModelInfo(
                name=name,
                family="scripted",
                context_tokens=script.get("context_tokens", 4096),
                digest=name,
                can_insert=script.get("can_insert", True),
                is_loaded=True,
                parameters=script.get("parameters"),
            )
            for name in script["models"]
        ]

    def show(self, name: str) -> ModelInfo:
        """Return one model of the file."""
        for info in self.list_models():
            if info.name == name:
                return info
        raise AdapterError(f'{self.path} has no model "{name}".')

    def load(
        self, name: str, context_tokens: int | None = None, should_stop: Callable[[], bool] = never
    ) -> float | None:
        """Do nothing: there is nothing to load."""
        self.show(name)
        return 0.0

    def unload(self, name: str) -> None:
        """Do nothing: there is nothing to release."""

    def delete(self, name: str) -> None:
        """Remove the model from the file."""
        script = self._script()
        script["models"] = [other for other in script["models"] if other != name]
        self.path.write_text(json.dumps(script))

    def pull(self, name: str) -> Iterator[PullProgress]:
        """Yield three steps; then the model is in the file."""
        script = self._script()
        for done in (0, 50, 100):
            yield PullProgress(status="pulling", completed=done, total=100)
            time.sleep(float(script.get("pull_delay_s", 0)))
        script["models"] = [*script["models"], name]
        self.path.write_text(json.dumps(script))

    def n_slots(self) -> int:
        """Return the number in the file, else 1."""
        return int(self._script().get("slots", 1))

    def known_slots(self) -> int | None:
        """Return None: the number is unknown."""
        return None

    def settle(self, should_stop: Callable[[], bool]) -> None:
        """Do nothing: no request continues."""

    def count_tokens(self, name: str, text: str) -> TokenCount:
        """Return an estimate."""
        return estimate_tokens(text)

    def count_prompt(self, name: str, prompt: Prompt) -> TokenCount:
        """Return an estimate."""
        return estimate_tokens(text_of(prompt))

    def generate(
        self,
        name: str,
        prompt: Prompt,
        sampling: Sampling,
        on_piece: Callable[[Piece], None],
        should_stop: Callable[[], bool],
    ) -> Completion:
        """Return the answer for this prompt, else the next in turn; piece by piece."""
        if prompt.suffix and not self.show(name).can_insert:
            raise AdapterError(f"{name} does not support insert.")
        answer = self._choose(prompt)
        if error := answer.get("error"):
            raise AdapterError(error, retryable=bool(answer.get("retryable", False)))
        collected = Answer(on_piece)
        for piece in _pieces(answer):
            self._script()  # a removed file counts as a broken connection
            time.sleep(float(answer.get("delay_s", 0)))
            if should_stop():
                return collected.completion("cancelled")
            collected.add(piece.channel, piece.text)
        options, refused = chosen_options(sampling, tuple(OLLAMA)), self.refused.get(name, frozenset())
        refuses = refused | frozenset(self._script().get("refuses", []))
        self.refused[name] = refuses
        return replace(
            collected.completion(answer.get("stop_reason", "stop")),
            model_digest=name,
            prompt_tokens=answer.get("prompt_tokens", estimate_tokens(text_of(prompt)).n),
            completion_tokens=collected.length // PIECE,
            load_ms=0.0,
            options={name: value for name, value in options.items() if name not in refuses},
            not_taken={name: REFUSED for name in options if name in refuses},
            refused=tuple(sorted(refuses)),
            context_tokens=answer.get("context_tokens"),
        )

    def _choose(self, prompt: Prompt) -> dict[str, Any]:
        script = self._script()
        text = text_of(prompt)
        answers = script.get("answers") or [""]
        chosen = next((answer for part, answer in script.get("by_prompt", {}).items() if part in text), None)
        if chosen is None:
            chosen = answers[next(self._turn) % len(answers)]
        return {"text": chosen} if isinstance(chosen, str) else {"text": "", **chosen}

    def close(self) -> None:
        """Do nothing: there is nothing to release."""


def _pieces(answer: dict[str, Any]) -> Iterator[Piece]:
    parts: tuple[tuple[Channel, str], ...] = (("thinking", answer.get("thinking", "")), ("text", answer["text"]))
    for channel, text in parts:
        for start in range(0, len(text), PIECE):
            yield Piece(channel, text[start : start + PIECE])
