"""Ollama, by its own Python client."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import httpx
import ollama

from evaluations.adapters.addresses import ollama_url
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
from evaluations.adapters.connections import (
    Network,
    body_of,
    broken,
    check_status,
    excerpt,
    is_web_page,
    moved,
    no_model,
    refused_request,
    transport,
)
from evaluations.adapters.cut_off import CutOff, OllamaRunner, wait_until_idle
from evaluations.adapters.fields import LONGEST_VERSION, count
from evaluations.adapters.ollama_context import count_prompt, count_text
from evaluations.adapters.ollama_models import OllamaModels, tagged
from evaluations.adapters.ollama_stream import OllamaAnswer, request_of
from evaluations.adapters.options import ignored_options, ollama_fields
from evaluations.adapters.patience import AnswerStopped, CutConnection, Patience, SilentServer, waiting
from evaluations.adapters.stream import Chunk, read_answer, read_chunks
from evaluations.adapters.thinking_options import ollama_thinking
from evaluations.adapters.whole_prompt import is_too_long, refused_as_too_long
from evaluations.errors import AdapterError
from evaluations.records import Completion, ModelInfo, Piece, Prompt, Sampling
from evaluations.tokens import TokenCount

START = "Start it with `ollama serve`, or set OLLAMA_HOST."
# Ollama answers an empty prompt with nothing; servers that only speak its protocol may ramble on to the context's end.
ONE_TOKEN = {"num_predict": 1}


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
        self.refused: dict[str, frozenset[str]] = {}
        self._api_key, self._networks = api_key, networks
        self.base_url, self.settings = ollama_url(base_url), settings
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        self._package = self._client(headers)
        self._http = self._package._client
        self._models = OllamaModels(self._http, self.base_url)
        self._cut_off: CutOff | None = None
        self._contexts: dict[tuple[str, int | None], int | None] = {}

    def _client(self, headers: Mapping[str, str]) -> ollama.Client:
        limits = httpx.Timeout(SHORT_S, connect=CONNECT_S)
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
        """Ask for the list of models."""
        with self._translate_errors():
            n = len(self._models.rows())
        return ServerStatus(version=self.version(), n_models=n, message=f"{n} model{'' if n == 1 else 's'}")

    def version(self) -> str | None:
        """Read it from /api/version."""
        with contextlib.suppress(httpx.HTTPError, ValueError, AttributeError):
            response = self._http.get("/api/version")
            return str(response.json().get("version", ""))[:LONGEST_VERSION] or None
        return None

    def list_models(self, known: Mapping[str, ModelInfo] = NOTHING_KNOWN) -> list[ModelInfo]:
        """Return all downloaded models; loaded ones are marked."""
        with self._translate_errors():
            return self._models.read(known)

    def show(self, name: str) -> ModelInfo:
        """Return one downloaded model."""
        for info in self.list_models():
            if info.name == name:
                return info
        raise no_model(self.base_url, name)

    def load(
        self, name: str, context_tokens: int | None = None, should_stop: Callable[[], bool] = never
    ) -> float | None:
        """Load the model by an empty request with the options of later requests: other options would restart it."""
        patience = Patience(self.base_url, LOAD_S, LOAD_S, should_stop, self._api_key)
        with self._translate_errors(name):
            before = (self._models.loaded() or {}).get(tagged(name))
            begun = time.perf_counter()
            options = ONE_TOKEN | self._runner_options(context_tokens)
            with waiting(patience):
                self._package.generate(model=name, prompt="", keep_alive=self.settings.keep_alive_s, options=options)
            took_ms = round((time.perf_counter() - begun) * 1000, 1)
        is_there = before is not None and before.get("context_length") in (None, context_tokens)
        return None if is_there else took_ms

    def _runner_options(self, context_tokens: int | None) -> dict[str, int]:
        """Return options with which Ollama starts the model's process; a request with other options starts another
        process.
        """
        options = {"num_ctx": context_tokens, "num_thread": self.settings.n_threads}
        return {name: value for name, value in options.items() if value is not None}

    def unload(self, name: str) -> None:
        """Unload by a request with keep_alive 0."""
        with self._translate_errors(name):
            self._package.generate(model=name, prompt="", keep_alive=0, options=ONE_TOKEN)

    def delete(self, name: str) -> None:
        """Delete the model from the server's disk."""
        with self._translate_errors(name):
            self._package.delete(name)

    def pull(self, name: str) -> Iterator[PullProgress]:
        """Download a model. Closing the iterator closes the connection, and Ollama stops."""
        patience = Patience(
            self.base_url, self.settings.silence_s, self.settings.silence_s, lambda: False, self._api_key
        )
        with self._stream("/api/pull", {"model": name, "stream": True}, name) as response:
            for step in read_chunks(response, patience):
                if step is None or not step:
                    continue
                if step.get("error"):
                    raise _failed_pull(self.base_url, name, step, self._api_key)
                patience.heard()
                status = step.get("status")
                yield PullProgress(
                    status=status if isinstance(status, str) else "",
                    completed=count(step.get("completed")),
                    total=count(step.get("total")),
                )

    def n_slots(self) -> int:
        """Return 1. Ollama does not report OLLAMA_NUM_PARALLEL; one request at a time is always allowed."""
        return 1

    def known_slots(self) -> int | None:
        """Return None: Ollama does not report it."""
        return None

    def settle(self, should_stop: Callable[[], bool]) -> None:
        """Wait by /api/ps, which says when a model's runner was last released."""
        cut_off, self._cut_off = self._cut_off, None
        if cut_off:
            runner = OllamaRunner(self._http, tagged(cut_off.model), self.settings.keep_alive_s, cut_off)
            wait_until_idle(runner.is_busy, should_stop)

    def count_tokens(self, name: str, text: str) -> TokenCount:
        """Count by the vocabulary that Ollama shows, else an estimate: it has no tokenizer endpoint."""
        return count_text(self._http, self.base_url, name, text)

    def count_prompt(self, name: str, prompt: Prompt) -> TokenCount:
        """Count as count_tokens does, plus the template."""
        return count_prompt(self._http, self.base_url, name, prompt)

    def _context(self, name: str, requested: int | None) -> int | None:
        """Return tokens of context that the server used; asked once for each size, because only a load changes it."""
        key = (name, requested)
        if key not in self._contexts:
            context = None
            with contextlib.suppress(httpx.HTTPError):  # the answer is complete, so an error here changes nothing
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
        """Stream /api/chat, or /api/generate with a suffix; the last message carries counts and times."""
        fields = ollama_fields(sampling)
        options = fields["options"] | self._runner_options(sampling.context_tokens)
        patience = Patience(
            self.base_url, self.settings.first_token_s, self.settings.silence_s, should_stop, self._api_key
        )
        answer = OllamaAnswer(on_piece, self.base_url, self._api_key)
        path, request_body = request_of(name, prompt)
        thinking = ollama_thinking(sampling.think) if prompt.suffix is None else {}
        body = {**request_body, **thinking, **fields, "stream": True, "options": options}
        body["keep_alive"] = self.settings.keep_alive_s
        begun = time.time()
        try:
            with waiting(patience), self._stream(path, body, name) as response:
                read_answer(response, answer, patience)
        except (SilentServer, CutConnection):
            self._cut_off = CutOff(name, begun, time.time())
            raise
        except AnswerStopped:
            self._cut_off = CutOff(name, begun, time.time())
            return answer.finished(options, is_cancelled=True)
        completion = answer.finished(options)
        return replace(
            completion,
            not_taken=ignored_options(sampling, completion),
            context_tokens=self._context(name, sampling.context_tokens),
        )

    @contextlib.contextmanager
    def _stream(self, path: str, body: dict[str, Any], name: str) -> Iterator[httpx.Response]:
        """Send the request by HTTP.

        The package's reader takes a blank line, or a line end inside a text, for an error.
        """
        try:
            limits = httpx.Timeout(self.settings.silence_s, connect=CONNECT_S)
            with self._http.stream("POST", path, json=body, timeout=limits) as response:
                if response.status_code == 400 and is_too_long(body_of(response)):
                    raise self._too_long(body_of(response))
                check_status(self.base_url, response, name, self._api_key)
                yield response
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise broken(self.base_url, exc, START) from exc

    def _too_long(self, text: str) -> AdapterError:
        return refused_as_too_long(self.base_url, excerpt(text, self._api_key))

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    @contextlib.contextmanager
    def _translate_errors(self, name: str = "") -> Iterator[None]:
        """Convert exceptions of the package to ours. name: the requested model."""
        try:
            yield
        except ollama.ResponseError as exc:
            if exc.status_code == 404 and name and not is_web_page(str(exc.error)):
                raise no_model(self.base_url, name) from exc
            if is_too_long(str(exc.error)):
                raise self._too_long(str(exc.error)) from exc
            if 300 <= exc.status_code < 400:
                raise moved(self.base_url, exc.status_code) from exc
            raise refused_request(self.base_url, _text_of(exc), exc.status_code, self._api_key) from exc
        except ConnectionError as exc:
            raise AdapterError(f"{self.base_url} cannot be reached. {START}", retryable=True) from exc
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise broken(self.base_url, exc, START) from exc
        except (ValueError, TypeError, AttributeError) as exc:  # the package's error for unexpected JSON
            raise AdapterError(f"{self.base_url} did not answer as Ollama does. Is it an Ollama server?") from exc


def _text_of(exc: ollama.ResponseError) -> str:
    """Return the server's error; the package hands over the value of `error` as it is, an object too."""
    return exc.error if isinstance(exc.error, str) else json.dumps(exc.error)


def _failed_pull(base_url: str, name: str, step: Chunk, secret: str) -> AdapterError:
    return AdapterError(
        f"{base_url} could not pull {name}: {excerpt(json.dumps(step), secret)} Check the name and the server's "
        "connection to the internet, or make the model from a file with `ollama create`."
    )
