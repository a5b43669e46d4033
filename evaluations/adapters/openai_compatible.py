"""Any OpenAI-compatible server: vLLM, LM Studio, llama.cpp's own (whose extras are used when they are there)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx

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
from evaluations.adapters.connections import LoadingModel, Network, body_of, broken, check_status, excerpt, transport
from evaluations.adapters.cut_off import LlamaSlots, wait_until_idle
from evaluations.adapters.fields import LONGEST_VERSION, mapping, text
from evaluations.adapters.gguf import describe_file
from evaluations.adapters.model_files import digest_of, local_file
from evaluations.adapters.openai_models import read_models
from evaluations.adapters.openai_stream import INFILL, OpenAiAnswer, request_of
from evaluations.adapters.openai_tokens import ServerTokens
from evaluations.adapters.options import (
    MOST_TRIES,
    RefusedOptions,
    ignored_options,
    not_taken_by_openai,
    refused_fields,
)
from evaluations.adapters.patience import AnswerStopped, CutConnection, Patience, SilentServer, pause, waiting
from evaluations.adapters.stream import read_answer
from evaluations.adapters.whole_prompt import is_too_long, refused_as_too_long
from evaluations.errors import AdapterError
from evaluations.records import Completion, ModelInfo, Piece, Prompt, Sampling
from evaluations.server_addresses import server_url
from evaluations.tokens import TokenCount

START = "Start the server, or correct its URL."
LOADING_PAUSE_S = 1.0
PROPS, USAGE = "/props", "stream_options"
CLOSE_CONNECTION = {"Connection": "close"}
UNKNOWN_SLOTS, MOST_SLOTS = 2, 64  # each slot is a thread of the worker
# The answers of llama.cpp servers to an attempt; an attempt takes a slot, so each model is tried once per process.
_can_insert: dict[tuple[str, str], bool] = {}


class OpenAiAdapter:
    """Speaks /v1 over HTTP. base_url with or without /v1."""

    sets_context = False

    def __init__(
        self,
        base_url: str,
        api_key: str = "",
        model_folders: Sequence[Path] = (),
        settings: ServerSettings = DEFAULTS,
        networks: Sequence[Network] = (),
    ) -> None:
        self.model_folders, self.settings = model_folders, settings
        self._api_key = api_key
        self.base_url = server_url(base_url).removesuffix("/v1")
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        limits = httpx.Timeout(SHORT_S, connect=CONNECT_S)
        # A local server is never behind a proxy.
        self._http = httpx.Client(
            base_url=self.base_url,
            headers=headers,
            timeout=limits,
            trust_env=False,
            transport=transport(networks),
            follow_redirects=False,
        )
        self._tokens = ServerTokens(self._http, self.base_url)
        self.refused: dict[str, frozenset[str]] = {}
        self._props: dict[str, Any] | None = None
        self._n_under_way, self._is_cut_off, self._lock = 0, False, threading.Lock()
        self._n_streams = 0  # that were read to their end
        self._hangs_up = False  # the server closes a connection after a stream, without notice

    def status(self) -> ServerStatus:
        """Ask /v1/models."""
        n = len(read_models(self._listed(), lambda _: {}))
        return ServerStatus(version=None, n_models=n, message=f"{n} model{'' if n == 1 else 's'}")

    def version(self) -> str | None:
        """Return the version. llama.cpp reports it in /props, vLLM at /version; others do not report it."""
        version = self._extras().get("build_info") or self._extra("/version").get("version")
        return text(version, LONGEST_VERSION)

    def list_models(self, known: Mapping[str, ModelInfo] = NOTHING_KNOWN) -> list[ModelInfo]:
        """List the models of /v1/models, and of one more list of servers that have one: two requests, whatever is
        known.
        """
        return [self._with_file(info) for info in read_models(self._listed(), self._extra)]

    def _listed(self) -> dict[str, Any]:
        answer = self._get("/v1/models")
        if not isinstance(answer.get("data", 0), list | None):
            raise AdapterError(f"{self.base_url}/v1/models has no list of models. Is it a model server?")
        return answer

    def show(self, name: str) -> ModelInfo:
        """Return one listed model."""
        for info in self.list_models():
            if info.name == name:
                return info
        raise AdapterError(f'{self.base_url} does not serve "{name}". Choose one it lists on the models page.')

    def _with_file(self, info: ModelInfo) -> ModelInfo:
        """Return the family and digest from the model's file, when it is here and may be read."""
        path = local_file(self.base_url, self._extras().get("model_path"), self.model_folders) if self._props else None
        file = describe_file(path) if path else None
        return replace(
            info,
            family=(file.family if file else None) or info.family,
            digest=digest_of(path) if path else info.digest,
            file_options=file.sampling if file else {},
            can_insert=self._can_insert() if self._props else None,
        )

    def _extra(self, path: str) -> dict[str, Any]:
        """Return one more list; empty if the server does not offer it."""
        if path == PROPS:
            return self._extras()
        try:
            response = self._http.get(path)
            return mapping(response.json()) if response.status_code == 200 else {}
        except (httpx.HTTPError, ValueError):
            return {}

    def _extras(self) -> dict[str, Any]:
        """Return llama.cpp's /props; empty for other servers."""
        if self._props is None:
            try:
                response = self._http.get(PROPS)
                self._props = mapping(response.json()) if response.status_code == 200 else {}
            except (httpx.HTTPError, ValueError):
                self._props = {}
        return self._props

    @property
    def _is_llama_cpp(self) -> bool:
        return "total_slots" in self._extras()

    def _can_insert(self) -> bool | None:
        """Return whether the model can insert. Only llama.cpp can be asked before it counts: it refuses /infill
        where the model has no tokens for it.
        """
        if not self._is_llama_cpp:
            return None
        key = (self.base_url, str(self._extras().get("model_path")))
        if key not in _can_insert:
            try:
                body = {"input_prefix": "a", "input_suffix": "b", "n_predict": 1}
                response = self._http.post("/infill", json=body, timeout=CONNECT_S)
            except httpx.HTTPError:
                return None
            if response.status_code in (200, 501):
                _can_insert[key] = response.status_code == 200
        return _can_insert.get(key)

    def load(
        self, name: str, context_tokens: int | None = None, should_stop: Callable[[], bool] = never
    ) -> float | None:
        """Do nothing: these servers keep their models loaded."""
        return None

    def unload(self, name: str) -> None:
        """Do nothing."""

    def delete(self, name: str) -> None:
        """Refuse: this kind of server does not offer it."""
        raise AdapterError(f"{self.base_url} cannot delete models. Delete the file of {name} on its machine.")

    def pull(self, name: str) -> Iterator[PullProgress]:
        """Refuse: this kind of server does not offer it."""
        raise AdapterError(f"{self.base_url} cannot download models. Start it with the model you want.")

    def n_slots(self) -> int:
        """Return the number of slots that llama.cpp reports; others have their own queue, and two requests keep them
        busy.
        """
        return self.known_slots() or UNKNOWN_SLOTS

    def known_slots(self) -> int | None:
        """Return the number of slots; only llama.cpp reports it."""
        total = self._extras().get("total_slots")
        return min(MOST_SLOTS, max(1, total)) if type(total) is int else None

    def settle(self, should_stop: Callable[[], bool]) -> None:
        """Wait by llama.cpp's /slots; other servers do not report it."""
        with self._lock:
            is_cut_off, self._is_cut_off = self._is_cut_off, False
        if is_cut_off and self._is_llama_cpp:
            wait_until_idle(LlamaSlots(self._http, lambda: self._n_under_way).is_busy, should_stop)

    def count_tokens(self, name: str, text: str) -> TokenCount:
        """Count by /tokenize of llama.cpp or vLLM, else estimate."""
        return self._tokens.of_text(name, text)

    def count_prompt(self, name: str, prompt: Prompt) -> TokenCount:
        """Count with the model's template around it: llama.cpp applies it for us, vLLM counts messages as they are."""
        return self._tokens.of_prompt(name, prompt, is_llama_cpp=self._is_llama_cpp)

    def generate(
        self,
        name: str,
        prompt: Prompt,
        sampling: Sampling,
        on_piece: Callable[[Piece], None],
        should_stop: Callable[[], bool],
    ) -> Completion:
        """Stream /v1/chat/completions; to fill in, /infill of llama.cpp or /v1/completions with a suffix.

        Options that the server refuses are left out the next time; the completion says which.
        """
        refused = self.refused.get(name, frozenset())
        for tries_left in range(MOST_TRIES, 0, -1):
            path, body = request_of(name, prompt, sampling, is_llama_cpp=self._is_llama_cpp, refused=refused)
            try:
                completion = self._ask(name, path, body, on_piece, should_stop)
            except RefusedOptions as exc:
                if tries_left == 1:
                    raise
                refused |= exc.fields
                continue
            with self._lock:
                self.refused[name] = self.refused.get(name, frozenset()) | refused
            if path == INFILL and completion.stop_reason != "cancelled":
                self._tokens.check_whole(name, prompt, completion)
            not_taken = not_taken_by_openai(sampling, refused) | ignored_options(sampling, completion)
            return replace(completion, not_taken=not_taken, refused=tuple(sorted(refused)))
        raise AssertionError("the last try returns or raises")

    def _check_options(self, response: httpx.Response, body: dict[str, Any]) -> None:
        """Raise RefusedOptions if the server names an option; else check whether it cannot fill in."""
        if response.status_code in (400, 422):
            text = body_of(response)
            if is_too_long(text):
                raise refused_as_too_long(self.base_url, excerpt(text, self._api_key))
            if fields := refused_fields(text, body):
                message = f"{self.base_url} answered {response.status_code}: {excerpt(text, self._api_key)}"
                raise RefusedOptions(message, fields)
        if body.keys() & {"suffix", "input_suffix"}:
            self._check_fill(response)

    def _ask(
        self,
        name: str,
        path: str,
        body: dict[str, Any],
        on_piece: Callable[[Piece], None],
        should_stop: Callable[[], bool],
    ) -> Completion:
        """Ask, and note whether the connection ended while the server computed."""
        with self._lock:
            self._n_under_way += 1
        is_cut_off = True
        try:
            completion = self._ask_until_loaded(name, path, body, on_piece, should_stop)
            is_cut_off = completion.stop_reason == "cancelled"
            return completion
        except AdapterError as exc:
            is_cut_off = isinstance(exc, SilentServer | CutConnection)
            raise
        finally:
            with self._lock:
                self._n_under_way -= 1
                self._is_cut_off |= is_cut_off

    def _ask_until_loaded(
        self,
        name: str,
        path: str,
        body: dict[str, Any],
        on_piece: Callable[[Piece], None],
        should_stop: Callable[[], bool],
    ) -> Completion:
        """Ask once, and wait while the server loads the model."""
        begun = time.monotonic()
        load_ms = None
        answer = OpenAiAnswer(on_piece, self.base_url, self._api_key)
        try:
            while True:
                try:
                    self._stream(name, path, body, answer, should_stop)
                    return replace(answer.finished(body), load_ms=load_ms)
                except RefusedUsage:
                    body = {key: value for key, value in body.items() if key != USAGE}
                    continue
                except LoadingModel:
                    if time.monotonic() - begun > LOAD_S:
                        raise
                pause(LOADING_PAUSE_S, should_stop)
                load_ms = round((time.monotonic() - begun) * 1000, 1)
                answer = OpenAiAnswer(on_piece, self.base_url, self._api_key)  # with a clock that starts now
        except AnswerStopped:
            return answer.finished(body, is_cancelled=True)

    def _stream(
        self, name: str, path: str, body: dict[str, Any], answer: OpenAiAnswer, should_stop: Callable[[], bool]
    ) -> None:
        patience = Patience(
            self.base_url, self.settings.first_token_s, self.settings.silence_s, should_stop, self._api_key
        )
        while True:
            # llama.cpp promises to keep the connection but closes it after a stream: over that connection 12 of 30
            # questions got no answer (2026-11-29).
            headers = CLOSE_CONNECTION if self._hangs_up or self._is_llama_cpp else {}
            is_answered = False
            try:
                with waiting(patience), self._http.stream("POST", path, json=body, headers=headers) as response:
                    is_answered = True
                    _check_usage(response, body)
                    self._check_options(response, body)
                    check_status(self.base_url, response, name, self._api_key)
                    read_answer(response, answer, patience)
                self._n_streams += 1
                return
            except (httpx.RemoteProtocolError, httpx.ReadError, httpx.WriteError) as exc:
                if is_answered or headers or not self._n_streams:
                    raise broken(self.base_url, exc, START) from exc
                self._hangs_up = True  # it closed the kept connection; ask over a new one
            except httpx.HTTPError as exc:
                raise broken(self.base_url, exc, START) from exc

    def _check_fill(self, response: httpx.Response) -> None:
        if response.status_code in (400, 404, 405, 422, 501):
            hint = "Choose another strategy for it, or a model that can."
            raise AdapterError(
                f"{self.base_url} cannot fill in the middle: {excerpt(body_of(response), self._api_key)} {hint}"
            )

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _get(self, path: str) -> dict[str, Any]:
        try:
            response = self._http.get(path)
            check_status(self.base_url, response, secret=self._api_key)
            body = response.json()
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise broken(self.base_url, exc, START) from exc
        except ValueError as exc:
            raise AdapterError(f"{self.base_url}{path} did not answer with JSON. Is it a model server?") from exc
        if not isinstance(body, dict):
            raise AdapterError(f"{self.base_url}{path} answered with something else. Is it a model server?")
        return body


class RefusedUsage(AdapterError):
    """The server does not take `stream_options`, the field that asks for the count of tokens."""


def _check_usage(response: httpx.Response, body: dict[str, Any]) -> None:
    """Note that a server refused the usage field: Mistral's and older servers refuse it by name, or refuse the form
    of the whole request.
    """
    status = response.status_code
    if USAGE in body and (status == 422 or (status == 400 and USAGE in body_of(response))):
        raise RefusedUsage(f"{response.url} refused {USAGE}.")
