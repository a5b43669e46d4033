"""Any OpenAI-compatible server: vLLM, LM Studio, llama.cpp's own (whose extras are used when they are there)."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import httpx

from evaluations.adapters.base import (
    CONNECT_S,
    LARGEST_ANSWER,
    SHORT_S,
    SILENCE_S,
    PullProgress,
    ServerStatus,
    TokenCount,
    estimate_tokens,
)
from evaluations.adapters.gguf import describe_file
from evaluations.errors import AdapterError
from evaluations.records import Completion, ModelInfo, Prompt, Sampling, to_plain


class OpenAiAdapter:
    """Speaks /v1 over HTTP. base_url with or without /v1."""

    def __init__(self, base_url: str, api_key: str = "") -> None:
        self.base_url = base_url.rstrip("/").removesuffix("/v1")
        headers = {"Authorization": f"Bearer {api_key}"} if api_key else {}
        limits = httpx.Timeout(SHORT_S, connect=CONNECT_S)
        # A local server is never behind a proxy.
        self._http = httpx.Client(base_url=self.base_url, headers=headers, timeout=limits, trust_env=False)
        self._props: dict[str, Any] | None = None

    def status(self) -> ServerStatus:
        """Answers when /v1/models does."""
        n = len(self._get("/v1/models").get("data", []))
        return ServerStatus(version=None, n_models=n, message=f"{n} model{'' if n == 1 else 's'}")

    def list_models(self) -> list[ModelInfo]:
        """From /v1/models; llama.cpp's server says more."""
        return [self._info(row) for row in self._get("/v1/models").get("data", [])]

    def show(self, name: str) -> ModelInfo:
        """One of the listed."""
        for info in self.list_models():
            if info.name == name:
                return info
        raise AdapterError(f'{self.base_url} does not serve "{name}". Choose one it lists on the models page.')

    def _info(self, row: dict[str, Any]) -> ModelInfo:
        meta, props = row.get("meta") or {}, self._extras()
        # vLLM says max_model_len; llama.cpp says what a slot has.
        context = row.get("max_model_len") or meta.get("n_ctx") or (props.get("n_ctx") if props else None)
        n_params = meta.get("n_params")
        file = describe_file(Path(props["model_path"])) if props.get("model_path") else None
        return ModelInfo(
            name=row["id"],
            family=(file.family if file else None) or row.get("owned_by"),
            parameter_size=_size(n_params) if n_params else None,
            size_bytes=meta.get("size"),
            quantisation=meta.get("ftype") or props.get("model_ftype"),
            context_tokens=int(context) if context else None,
            digest=_digest(props.get("model_path", "")),
            template=props.get("chat_template"),
            is_loaded=True,
        )

    def _extras(self) -> dict[str, Any]:
        """llama.cpp's /props; empty for other servers."""
        if self._props is None:
            try:
                response = self._http.get("/props")
                self._props = response.json() if response.status_code == 200 else {}
            except (httpx.HTTPError, ValueError):
                self._props = {}
        return self._props or {}

    def load(self, name: str) -> float | None:
        """These servers hold their models."""
        return None

    def unload(self, name: str) -> None:
        """Nothing to do."""

    def pull(self, name: str) -> Iterator[PullProgress]:
        """Not offered by this kind of server."""
        raise AdapterError(f"{self.base_url} cannot download models. Start it with the model you want.")

    def n_slots(self) -> int:
        """llama.cpp says how many; others queue by themselves, two keep them busy."""
        return int(self._extras().get("total_slots", 2))

    def count_tokens(self, name: str, text: str) -> TokenCount:
        """By llama.cpp's /tokenize, else an estimate."""
        try:
            response = self._http.post("/tokenize", json={"content": text})
            if response.status_code == 200:
                return TokenCount(n=len(response.json()["tokens"]), is_exact=True)
        except (httpx.HTTPError, ValueError, KeyError):
            pass
        return estimate_tokens(text)

    def generate(
        self,
        name: str,
        prompt: Prompt,
        sampling: Sampling,
        on_text: Callable[[str], None],
        should_stop: Callable[[], bool],
    ) -> Completion:
        """Streams /v1/chat/completions."""
        body = _body(name, prompt, sampling)
        limits = httpx.Timeout(SILENCE_S, connect=CONNECT_S)
        begun = time.perf_counter()
        answer = _Answer(on_text, begun)
        try:
            with self._http.stream("POST", "/v1/chat/completions", json=body, timeout=limits) as response:
                self._check(response)
                for line in _lines(response):
                    if should_stop():
                        return answer.completion(body, "cancelled")
                    if answer.take(line):
                        break
        except httpx.HTTPError as exc:
            raise self._trouble(exc) from exc
        if not answer.is_complete:
            raise AdapterError(f"{self.base_url} ended in the middle of an answer.", retryable=True)
        return answer.completion(body, answer.stop_reason)

    def close(self) -> None:
        """Gives connections back."""
        self._http.close()

    def _get(self, path: str) -> dict[str, Any]:
        try:
            response = self._http.get(path)
            self._check(response)
            plain = response.json()
        except httpx.HTTPError as exc:
            raise self._trouble(exc) from exc
        except ValueError as exc:
            raise AdapterError(f"{self.base_url}{path} did not answer with JSON. Is it a model server?") from exc
        if not isinstance(plain, dict):
            raise AdapterError(f"{self.base_url}{path} answered with something else. Is it a model server?")
        return plain

    def _check(self, response: httpx.Response) -> None:
        if response.status_code < 400:
            return
        response.read()
        said = response.text[:300]
        if response.status_code in (401, 403):
            raise AdapterError(
                f"{self.base_url} refused the key ({response.status_code}). Correct the server's API key."
            )
        retryable = response.status_code in (408, 429) or response.status_code >= 500
        raise AdapterError(f"{self.base_url} answered {response.status_code}: {said}", retryable=retryable)

    def _trouble(self, exc: httpx.HTTPError) -> AdapterError:
        if isinstance(exc, httpx.ReadTimeout):
            return AdapterError(f"{self.base_url} was silent for {SILENCE_S:.0f} s.", retryable=True)
        if isinstance(exc, httpx.ConnectError | httpx.ConnectTimeout):
            return AdapterError(
                f"{self.base_url} cannot be reached. Start the server, or correct its URL.", retryable=True
            )
        if isinstance(exc, httpx.UnsupportedProtocol | httpx.InvalidURL):
            return AdapterError(f'"{self.base_url}" is not a URL. It starts with http:// or https://.')
        return AdapterError(f"{self.base_url}: the connection broke ({type(exc).__name__}).", retryable=True)


class _Answer:
    """Puts the streamed pieces together."""

    def __init__(self, on_text: Callable[[str], None], begun: float) -> None:
        self.on_text, self.begun = on_text, begun
        self.parts: list[str] = []
        self.length = 0
        self.first_at: float | None = None
        self.stop_reason: str = ""
        self.usage: dict[str, Any] = {}
        self.timings: dict[str, Any] = {}
        self.is_complete = False

    def take(self, line: str) -> bool:
        """One line of the stream; True at its end."""
        if not line.startswith("data:"):
            return False
        data = line[5:].strip()
        if data == "[DONE]":
            self.is_complete = bool(self.stop_reason)
            return True
        try:
            chunk = json.loads(data)
        except ValueError as exc:
            raise AdapterError(f"The server sent a line that is not JSON: {data[:100]}", retryable=True) from exc
        if "error" in chunk:
            raise AdapterError(f"The server refused: {str(chunk['error'])[:300]}")
        self.usage = chunk.get("usage") or self.usage
        self.timings = chunk.get("timings") or self.timings
        for choice in chunk.get("choices", []):
            self._piece((choice.get("delta") or {}).get("content") or "")
            self.stop_reason = choice.get("finish_reason") or self.stop_reason
        self.is_complete = bool(self.stop_reason)
        return False

    def _piece(self, text: str) -> None:
        if not text:
            return
        self.first_at = self.first_at or time.perf_counter()
        self.parts.append(text)
        self.length += len(text)
        if self.length > LARGEST_ANSWER:
            raise AdapterError(f"The answer is longer than {LARGEST_ANSWER} characters. Lower the token limit.")
        self.on_text(text)

    def completion(self, options: dict[str, Any], reason: str) -> Completion:
        """The record; times by the server where it says them."""
        now = time.perf_counter()
        first = self.first_at or now
        return Completion(
            text="".join(self.parts),
            stop_reason="cancelled" if reason == "cancelled" else "length" if reason == "length" else "stop",
            prompt_tokens=self.usage.get("prompt_tokens"),
            completion_tokens=self.usage.get("completion_tokens"),
            first_token_ms=round((first - self.begun) * 1000, 1),
            generation_ms=round(self.timings.get("predicted_ms") or (now - first) * 1000, 1),
            options={key: value for key, value in options.items() if key != "messages"},
        )


def _body(name: str, prompt: Prompt, sampling: Sampling) -> dict[str, Any]:
    wanted = {key: getattr(sampling, key) for key in ("temperature", "top_p", "top_k", "seed", "max_tokens")}
    return {
        "model": name,
        "messages": to_plain(prompt.messages),
        "stream": True,
        "stream_options": {"include_usage": True},
        **{key: value for key, value in wanted.items() if value is not None},
    }


def _lines(response: httpx.Response) -> Iterator[str]:
    """Lines of the stream; one without an end is refused before it fills the memory."""
    rest = ""
    for text in response.iter_text():
        *whole, rest = (rest + text).split("\n")
        yield from whole
        if len(rest) > LARGEST_ANSWER:
            raise AdapterError("The server sent a line without an end. Is it a model server?")
    if rest:
        yield rest


def _size(n_params: int) -> str:
    """134515008 → 135M."""
    return f"{n_params / 1e9:.1f}B" if n_params >= 1e9 else f"{n_params / 1e6:.0f}M"


def _digest(path: str) -> str | None:
    file = Path(path)
    try:
        stat = file.stat()
    except OSError:
        return None
    return _sha256(path, stat.st_size, stat.st_mtime_ns) if path else None


@lru_cache(maxsize=8)
def _sha256(path: str, size: int, mtime_ns: int) -> str:
    """Of a model file on this machine; 0.2 s for 100 MB, once per process."""
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
