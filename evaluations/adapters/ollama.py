"""Ollama, by its own Python client."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import httpx
import ollama

from evaluations.adapters.addresses import ollama_url
from evaluations.adapters.answer import Answer
from evaluations.adapters.base import (
    CONNECT_S,
    DEFAULTS,
    LOAD_S,
    NOTHING_KNOWN,
    SHORT_S,
    PullProgress,
    ServerSettings,
    ServerStatus,
    never,
)
from evaluations.adapters.connections import Network, excerpt, no_model, transport
from evaluations.adapters.ollama_context import count_prompt, count_text, is_too_long
from evaluations.adapters.ollama_models import OllamaModels, tagged
from evaluations.adapters.options import ollama_fields
from evaluations.adapters.thinking_options import ollama_thinking
from evaluations.adapters.whole_prompt import HINT
from evaluations.errors import AdapterError
from evaluations.records import Completion, ModelInfo, Piece, Prompt, Sampling, Think
from evaluations.tokens import TokenCount

NS_A_MS = 1e6
LONGEST_VERSION = 80  # characters
# Ollama answers an empty prompt with nothing; servers that only speak its protocol may ramble on to the context's end.
NOTHING = {"num_predict": 1}


class OllamaAdapter:
    """One Ollama server."""

    sets_context = True

    def __init__(
        self,
        base_url: str,
        api_key: str = "",
        settings: ServerSettings = DEFAULTS,
        networks: Sequence[Network] = (),
    ) -> None:
        self._api_key, self._networks = api_key, networks
        self.base_url, self.settings = ollama_url(base_url), settings
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._quick = self._client(SHORT_S, headers)
        # The answer's length is limited by tokens; this clock runs between two pieces, the first after a load.
        self._patient = self._client(LOAD_S, headers)
        self._steady = self._client(settings.silence_s, headers)
        self._models = OllamaModels(self._quick._client, self.base_url)
        self._contexts: dict[tuple[str, int | None], int | None] = {}

    def _client(self, read_s: float, headers: Mapping[str, str]) -> ollama.Client:
        limits = httpx.Timeout(read_s, connect=CONNECT_S)
        client = ollama.Client(
            host=self.base_url,
            timeout=limits,
            headers=headers,
            trust_env=False,
            transport=transport(self._networks),
            follow_redirects=False,
        )
        if not headers:  # the package sends OLLAMA_API_KEY of the environment to every server
            client._client.headers.pop("authorization", None)
        return client

    def status(self) -> ServerStatus:
        """Answers when it lists its models."""
        with self._ours():
            n = len(self._models.rows())
        return ServerStatus(version=self.version(), n_models=n, message=f"{n} model{'' if n == 1 else 's'}")

    def version(self) -> str | None:
        """By /api/version."""
        with contextlib.suppress(httpx.HTTPError, ValueError, AttributeError):
            response = self._quick._client.get("/api/version")
            return str(response.json().get("version", ""))[:LONGEST_VERSION] or None
        return None

    def list_models(self, known: Mapping[str, ModelInfo] = NOTHING_KNOWN) -> list[ModelInfo]:
        """Everything pulled; what is loaded is marked."""
        with self._ours():
            return self._models.read(known)

    def show(self, name: str) -> ModelInfo:
        """One of the pulled."""
        for info in self.list_models():
            if info.name == name:
                return info
        raise no_model(self.base_url, name)

    def load(
        self, name: str, context_tokens: int | None = None, should_stop: Callable[[], bool] = never
    ) -> float | None:
        """An empty request loads the model, with the options that its questions will have: others start it anew."""
        with self._ours(name):
            before = (self._models.loaded() or {}).get(tagged(name))
            begun = time.perf_counter()
            options = NOTHING | self._runner_options(context_tokens)
            self._patient.generate(model=name, prompt="", keep_alive=self.settings.keep_alive_s, options=options)
            took_ms = round((time.perf_counter() - begun) * 1000, 1)
        is_there = before is not None and before.get("context_length") in (None, context_tokens)
        return None if is_there else took_ms

    def _runner_options(self, context_tokens: int | None) -> dict[str, int]:
        """Options with which Ollama starts the process that holds the model; a request with others starts another."""
        options = {"num_ctx": context_tokens, "num_thread": self.settings.n_threads}
        return {name: value for name, value in options.items() if value is not None}

    def unload(self, name: str) -> None:
        """keep_alive 0."""
        with self._ours(name):
            self._quick.generate(model=name, prompt="", keep_alive=0, options=NOTHING)

    def pull(self, name: str) -> Iterator[PullProgress]:
        """Downloads; closing the iterator closes the connection, and Ollama stops."""
        with self._ours():
            for step in self._steady.pull(name, stream=True):
                yield PullProgress(status=step.status or "", completed=step.completed, total=step.total)

    def n_slots(self) -> int:
        """Ollama does not tell OLLAMA_NUM_PARALLEL: one request at a time is never too many."""
        return 1

    def count_tokens(self, name: str, text: str) -> TokenCount:
        """By the vocabulary that Ollama shows, else an estimate: it has no tokenizer endpoint."""
        return count_text(self._quick._client, self.base_url, name, text)

    def count_prompt(self, name: str, prompt: Prompt) -> TokenCount:
        """Like the above, with room for the template."""
        return count_prompt(self._quick._client, self.base_url, name, prompt)

    def _context(self, name: str, asked: int | None) -> int | None:
        """Tokens of context that the server used; asked once for each size, because it changes by a load alone."""
        key = (name, asked)
        if key not in self._contexts:
            context = None
            with contextlib.suppress(httpx.HTTPError):  # the answer is there, whatever this says
                context = (self._models.loaded() or {}).get(tagged(name), {}).get("context_length")
            self._contexts[key] = context if type(context) is int and context > 0 else None
        return self._contexts[key]

    def generate(
        self,
        name: str,
        prompt: Prompt,
        sampling: Sampling,
        on_piece: Callable[[Piece], None],
        should_stop: Callable[[], bool],
    ) -> Completion:
        """Streams /api/chat, or /api/generate with a suffix; the last message carries counts and times."""
        fields = ollama_fields(sampling)
        options = fields["options"] | self._runner_options(sampling.context_tokens)
        fields |= {"options": options, "keep_alive": self.settings.keep_alive_s}
        answer = Answer(on_piece)
        with self._ours(name):
            for step in self._ask(name, prompt, fields, sampling.think):
                if should_stop():
                    return replace(answer.completion("cancelled"), options=options)
                if prompt.suffix is None:
                    answer.add("thinking", step.message.thinking or "")
                    answer.add("text", step.message.content or "")
                else:
                    answer.add("thinking", step.thinking or "")
                    answer.add("text", step.response or "")
                if step.done:
                    completion = _completion(step, answer, options)
                    return replace(completion, context_tokens=self._context(name, sampling.context_tokens))
        raise AdapterError(f"{self.base_url} ended in the middle of an answer.", retryable=True)

    def _ask(self, name: str, prompt: Prompt, fields: dict[str, Any], think: Think | None) -> Iterator[Any]:
        """With a suffix the server puts both into the model's own template, and refuses where there is none for it.

        Not by the client's `chat` and `generate`: they know no truncate and no shift.
        """
        body = {"model": name, "stream": True, **fields}
        if prompt.suffix is not None:
            body |= {"prompt": prompt.messages[0].content, "suffix": prompt.suffix}
            return self._steady._request(ollama.GenerateResponse, "POST", "/api/generate", json=body, stream=True)
        body |= ollama_thinking(think) | {"messages": [{"role": m.role, "content": m.content} for m in prompt.messages]}
        return self._steady._request(ollama.ChatResponse, "POST", "/api/chat", json=body, stream=True)

    def close(self) -> None:
        """Gives connections back."""
        for client in (self._quick, self._patient, self._steady):
            client._client.close()

    @contextlib.contextmanager
    def _ours(self, name: str = "") -> Iterator[None]:
        """Foreign exceptions become ours. name: the model that is asked for."""
        start = "Start it with `ollama serve`, or set OLLAMA_HOST."
        try:
            yield
        except ollama.ResponseError as exc:
            if 300 <= exc.status_code < 400:
                said = f"{self.base_url} answered {exc.status_code}, a redirect. It is not followed. Correct the URL."
                raise AdapterError(said) from exc
            if exc.status_code == 404 and name:
                raise no_model(self.base_url, name) from exc
            if is_too_long(str(exc.error)):
                said = f"refused the prompt as longer than its context ({excerpt(str(exc.error))})"
                raise AdapterError(f"Ollama at {self.base_url} {said}. {HINT}") from exc
            retryable = exc.status_code in (408, 429) or exc.status_code >= 500 or exc.status_code < 0
            message = f"Ollama at {self.base_url} refused: {excerpt(exc.error, self._api_key)}"
            raise AdapterError(message, retryable=retryable) from exc
        except ConnectionError as exc:
            raise AdapterError(f"No Ollama at {self.base_url}. {start}", retryable=True) from exc
        except httpx.ReadTimeout as exc:
            raise AdapterError(f"Ollama at {self.base_url} was silent too long.", retryable=True) from exc
        except httpx.ConnectError as exc:
            raise AdapterError(f"No Ollama at {self.base_url}. {start}", retryable=True) from exc
        except httpx.HTTPError as exc:
            message = f"Ollama at {self.base_url}: the connection broke ({type(exc).__name__})."
            raise AdapterError(message, retryable=True) from exc
        except (ValueError, TypeError, AttributeError) as exc:  # what its client says to foreign JSON
            message = f"{self.base_url} did not answer as Ollama does: {excerpt(str(exc), self._api_key)}"
            raise AdapterError(message) from exc


def _completion(step: Any, answer: Answer, options: dict[str, Any]) -> Completion:
    measured = answer.completion("length" if step.done_reason == "length" else "stop")
    return replace(
        measured,
        prompt_tokens=step.prompt_eval_count,
        completion_tokens=step.eval_count,
        load_ms=round(step.load_duration / NS_A_MS, 1) if step.load_duration is not None else None,
        generation_ms=round(step.eval_duration / NS_A_MS, 1) if step.eval_duration else None,
        options=options,
    )
