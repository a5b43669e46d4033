"""How many tokens a text has, as an OpenAI-compatible server counts them, and whether it took a whole prompt."""

from __future__ import annotations

from typing import Any

import httpx

from evaluations.adapters.base import text_of
from evaluations.errors import AdapterError
from evaluations.records import Completion, Prompt, to_json
from evaluations.tokens import TokenCount, estimate_tokens

FILL_IN_MARKS = 8  # tokens: prefix, suffix, middle, and what names repository and file
FEWEST_CUT = 120  # tokens; no server has a batch so small


class ServerTokens:
    """Counts by /tokenize of llama.cpp or vLLM; on a server without it, the count is an estimate."""

    def __init__(self, http: httpx.Client, base_url: str) -> None:
        self._http, self._base_url = http, base_url

    def of_text(self, name: str, text: str) -> TokenCount:
        """Return tokens of a text."""
        n = self._tokenize({"model": name, "content": text, "prompt": text})
        return estimate_tokens(text) if n is None else TokenCount(n=n, is_exact=True)

    def of_prompt(self, name: str, prompt: Prompt, *, is_llama_cpp: bool) -> TokenCount:
        """Return tokens of a prompt with the model's template around it."""
        messages = to_json(prompt.messages)
        if prompt.suffix is not None:
            n = self._tokenize({"model": name, "content": text_of(prompt), "prompt": text_of(prompt)})
            n = None if n is None else n + (FILL_IN_MARKS if prompt.suffix else 0)
        elif is_llama_cpp:
            templated = self._field("/apply-template", {"messages": messages}, "prompt")
            n = self._tokenize({"content": templated or text_of(prompt), "add_special": True, "parse_special": True})
        else:
            n = self._tokenize({"model": name, "messages": messages})
        return estimate_tokens(text_of(prompt)) if n is None else TokenCount(n=n, is_exact=True)

    def check_whole(self, name: str, prompt: Prompt, completion: Completion) -> None:
        """Raise AdapterError if llama.cpp dropped a part of the code around a gap.

        It keeps three quarters of a batch of the beginning and one quarter of the end, and silently drops the rest. A
        batch is 2,048 tokens where its start says nothing else; what it took is known only afterwards.
        """
        n_counted, rough = completion.prompt_tokens, estimate_tokens(text_of(prompt)).n
        if n_counted is None or rough < FEWEST_CUT:
            return
        counted = self.of_text(name, text_of(prompt))
        if counted.is_exact and n_counted < counted.n - FILL_IN_MARKS:
            raise AdapterError(
                f"{self._base_url} took only {n_counted:,} of {counted.n:,} tokens around the gap. Start llama.cpp "
                "with a larger --batch-size (and --ubatch-size), or shorten the code."
            )

    def _tokenize(self, body: dict[str, Any]) -> int | None:
        tokens = self._field("/tokenize", body, "tokens")
        return len(tokens) if isinstance(tokens, list) else None

    def _field(self, path: str, body: dict[str, Any], field: str) -> Any:
        """Return one field of the answer; None where the server has no such path."""
        try:
            response = self._http.post(path, json=body)
            return response.json()[field] if response.status_code == 200 else None
        except (httpx.HTTPError, ValueError, KeyError, TypeError):
            return None
