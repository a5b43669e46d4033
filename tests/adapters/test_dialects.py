"""vLLM's and LM Studio's dialects of OpenAI's protocol. The bodies follow their sources, documentation and issues."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from evaluations.adapters import ServerSettings, make_adapter
from evaluations.adapters.whole_prompt import check_whole
from evaluations.errors import AdapterError
from evaluations.records import Completion, Message, Prompt, Sampling
from evaluations.tokens import TokenCount, estimate_tokens
from tests.adapters.page_server import serving
from tests.adapters.test_server_bodies import BODIES, CODE, THOUGHT, ask

MODELS = json.loads((BODIES / "vllm_models.json").read_text())
ASK = Prompt(messages=(Message(role="user", content="Write add."),))
LM_STUDIO_ODD: tuple[int, dict[str, str], str] = (
    200,
    {},
    json.dumps({"error": "Unexpected endpoint or method. (GET /props)"}),
)


def body_of(name: str) -> bytes:
    return (BODIES / name).read_bytes()


def ask_body(name: str) -> Completion:
    return ask("openai", body_of(f"{name}.txt"))


@pytest.mark.parametrize(
    ("name", "thought", "n_tokens", "n_thinking"),
    [
        ("vllm_chat", "", 21, None),
        ("vllm_reasoning", THOUGHT, 63, None),
        ("vllm_reasoning-new-field", THOUGHT, 63, None),
        ("vllm_continuous-usage", "", 21, None),
        ("lmstudio_chat", "", 21, None),
        ("lmstudio_reasoning", THOUGHT, 63, 42),
    ],
)
def test_answer_thought_and_counts_are_stored_whole(
    name: str, thought: str, n_tokens: int, n_thinking: int | None
) -> None:
    completion = ask_body(name)
    assert (completion.text, completion.thinking, completion.stop_reason) == (CODE, thought, "stop")
    assert (completion.prompt_tokens, completion.completion_tokens) == (41, n_tokens)
    assert completion.thinking_tokens == n_thinking


def test_last_piece_that_reaches_the_limit_is_kept() -> None:
    completion = ask_body("vllm_length")
    assert (completion.text, completion.stop_reason) == ("```js\nexport function", "length")


@pytest.mark.parametrize(
    ("name", "sentence", "is_retryable"),
    [
        ("vllm_error-in-stream", "EngineCore encountered an issue", True),
        ("lmstudio_error-too-long", "longer than its context.*n_keep.*Shorten the prompt", False),
        ("lmstudio_error-context", "longer than its context.*Shorten the prompt", False),
        ("lmstudio_error-unloaded", "Model is unloaded", True),
        ("lmstudio_error-crashed", "model has crashed", True),
        ("lmstudio_error-template", "Error rendering prompt with jinja template", False),
    ],
)
def test_error_in_a_stream_is_reported_and_retried_where_that_helps(
    name: str, sentence: str, is_retryable: bool
) -> None:
    with pytest.raises(AdapterError, match=sentence) as caught:
        ask_body(name)
    assert caught.value.retryable is is_retryable


@pytest.mark.parametrize(
    ("status", "name", "sentence"),
    [
        (400, "vllm_error-too-long", "longer than its context.*maximum context length is 4096.*Shorten the prompt"),
        (400, "vllm_error-old-form", "longer than its context.*maximum context length is 4096.*Shorten the prompt"),
        (404, "vllm_error-no-model", 'has no model "m".*choose another model'),
        (404, "lmstudio_error-no-models-loaded", "no model in memory.*did not load m by itself.*just-in-time"),
        (404, "lmstudio_error-load", "Failed to load model"),
    ],
)
def test_refusal_says_what_to_do_and_is_not_retried(status: int, name: str, sentence: str) -> None:
    n_asked = []

    def refuse(_: Any) -> Any:
        n_asked.append(1)
        return status, {}, body_of(f"{name}.json")

    with pytest.raises(AdapterError, match=sentence) as caught:
        ask("openai", refuse)
    assert not caught.value.retryable
    assert len(n_asked) == 1, "no option is left out for a prompt that is too long"


def test_empty_stream_for_a_prompt_above_the_context_is_an_error() -> None:
    """LM Studio ends the stream at once without an error. Only its count of prompt tokens shows the reason."""
    completion = ask_body("lmstudio_empty-too-long")
    assert completion.text == ""
    text = "x " * 36_000
    with pytest.raises(AdapterError, match="filled its context of 32,768 tokens"):
        check_whole("box/m", text, estimate_tokens(text), completion.prompt_tokens, 32_768)
    with pytest.raises(AdapterError, match="does not say how much of the prompt it took"):
        check_whole("box/m", text, TokenCount(n=36_000, is_exact=False), None, 32_768)


def test_vllm_lists_its_models_with_context_and_counts_by_request() -> None:
    answers = {
        "/v1/models": MODELS,
        "/version": {"version": "0.11.2"},
        "/tokenize": lambda body: {"count": 2, "max_model_len": 40960, "tokens": [1, 2]},
    }
    with serving(answers) as page, closing(make_adapter("openai", page.url)) as adapter:
        infos = adapter.list_models()
        assert [(info.name, info.context_tokens, info.is_loaded) for info in infos] == [
            ("Qwen/Qwen3-8B", 40_960, True),
            ("sql-lora", None, True),
        ]
        assert adapter.version() == "0.11.2"
        assert adapter.count_prompt("Qwen/Qwen3-8B", ASK) == TokenCount(n=2, is_exact=True)


def test_lm_studio_answers_unknown_paths_with_200_and_is_not_taken_for_another_server() -> None:
    chat: tuple[int, dict[str, str], bytes] = (200, {}, body_of("lmstudio_chat.txt"))
    answers: dict[str, Any] = dict.fromkeys(("/props", "/version", "/tokenize", "/slots"), LM_STUDIO_ODD)
    listed = {"data": [{"id": "qwen/qwen3-8b", "object": "model", "owned_by": "organization_owner"}]}
    answers |= {"/v1/models": listed, "/v1/chat/completions": chat}
    with serving(answers) as page, closing(make_adapter("openai", page.url)) as adapter:
        assert [info.name for info in adapter.list_models()] == ["qwen/qwen3-8b"]
        assert adapter.version() is None
        assert not adapter.count_prompt("qwen/qwen3-8b", ASK).is_exact
        completion = adapter.generate("qwen/qwen3-8b", ASK, Sampling(max_tokens=64), lambda _: None, lambda: False)
    assert completion.text == CODE


def slow(seconds: float, body: bytes) -> Callable[[Any], Any]:
    def answer(_: Any) -> Any:
        time.sleep(seconds)
        return 200, {}, body

    return answer


def test_model_that_is_loaded_just_in_time_is_waited_for() -> None:
    """The first token arrives after the model is loaded, so the limit between two tokens does not apply yet."""
    settings = ServerSettings(first_token_s=10, silence_s=0.3)
    answers = {"/v1/chat/completions": slow(0.8, body_of("lmstudio_chat.txt"))}
    with serving(answers) as page, closing(make_adapter("openai", page.url, settings=settings)) as adapter:
        completion = adapter.generate("m", ASK, Sampling(max_tokens=64), lambda _: None, lambda: False)
    assert completion.text == CODE
    assert completion.first_token_ms
    assert completion.first_token_ms >= 700


def test_fixtures_have_their_sources() -> None:
    readme = (BODIES / "README.md").read_text()
    for path in [*Path(BODIES).glob("vllm_*"), *Path(BODIES).glob("lmstudio_*")]:
        assert path.stem in readme, path.name
