"""Each fault of a server is reported in one sentence that says what to do, without the name of a Python type."""

from __future__ import annotations

import json
from contextlib import closing

import pytest

from evaluations.adapters import make_adapter
from evaluations.errors import AdapterError
from evaluations.records import Message, Prompt, Sampling
from tests.adapters.page_server import HANG_UP, serving

ASK = Prompt(messages=(Message(role="user", content="Write a function."),))
REGISTRY = 'pull model manifest: Get "https://registry.ollama.ai/v2/library/nope": dial tcp: no such host'


@pytest.mark.parametrize("kind", ["ollama", "openai"])
def test_broken_connection_is_reported_in_a_sentence_and_retried(kind: str) -> None:
    with serving({"/api/chat": HANG_UP, "/v1/chat/completions": HANG_UP}) as page:
        with closing(make_adapter(kind, page.url)) as adapter, pytest.raises(AdapterError) as caught:
            adapter.generate("m", ASK, Sampling(), lambda _: None, lambda: False)
        message = str(caught.value)
        assert caught.value.retryable
        assert message.startswith(page.url)
        assert "ended in the middle of an answer. Look at the server's log" in message
    for word in ("Error", "httpx", "Remote", "See the log"):
        assert word not in message


@pytest.mark.parametrize("status", [200, 500])
def test_pull_that_failed_says_why_and_what_to_do(status: int) -> None:
    error = json.dumps({"error": REGISTRY})
    text = f'{{"status": "pulling manifest"}}\n{error}\n' if status == 200 else error
    with serving({"/api/pull": (status, {}, text)}) as page:
        with closing(make_adapter("ollama", page.url)) as adapter, pytest.raises(AdapterError) as caught:
            list(adapter.pull("nope:1b"))
        message = str(caught.value)
        assert message.startswith(page.url)
        assert "pull model manifest" in message
    assert "Error" not in message


@pytest.mark.parametrize("kind", ["ollama", "openai"])
@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "answered 404 (Not Found). The address may be wrong: no model server answers like this."),
        (502, "answered 502 (Bad Gateway). Look at the server's log, or at that of the proxy before it."),
        (599, "answered 599. Look at the server's log, or at that of the proxy before it."),
    ],
)
def test_web_page_or_empty_body_instead_of_an_answer_is_named_by_its_status(kind: str, status: int, words: str) -> None:
    not_found = "<html>\n<head><title>404 model not found</title></head><body><h1>Not Found</h1></body></html>"
    for body in (not_found, ""):
        answer: tuple[int, dict[str, str], str] = (status, {"Content-Type": "text/html"}, body)
        with (
            serving({"/api/chat": answer, "/v1/chat/completions": answer}) as page,
            closing(make_adapter(kind, page.url)) as adapter,
            pytest.raises(AdapterError) as caught,
        ):
            adapter.generate("m", ASK, Sampling(), lambda _: None, lambda: False)
        assert str(caught.value) == f"{page.url} {words}"
        assert caught.value.retryable == (status >= 500)


@pytest.mark.parametrize("kind", ["ollama", "openai"])
def test_missing_model_is_named_with_what_to_do(kind: str) -> None:
    gone: tuple[int, dict[str, str], str] = (404, {}, '{"error": "model \'gone:1b\' not found"}')
    with (
        serving({"/api/chat": gone, "/v1/chat/completions": gone}) as page,
        closing(make_adapter(kind, page.url)) as adapter,
        pytest.raises(AdapterError) as caught,
    ):
        adapter.generate("gone:1b", ASK, Sampling(), lambda _: None, lambda: False)
    assert "gone:1b" in str(caught.value)
    assert not caught.value.retryable


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"code": 404, "message": "File Not Found", "type": "not_found_error"}},  # llama-server
        {"detail": "Not Found"},  # vLLM
        {"error": "Unexpected endpoint or method. (GET /api/tags)"},  # LM Studio
    ],
)
def test_other_kind_of_server_is_not_taken_for_ollama(body: dict[str, object]) -> None:
    with (
        serving({"/api/tags": (404, {}, json.dumps(body))}) as page,
        closing(make_adapter("ollama", page.url)) as adapter,
        pytest.raises(AdapterError) as caught,
    ):
        adapter.status()
    assert str(caught.value) == (
        f"{page.url} answered 404 to /api/tags, so it is not an Ollama server. Correct the URL, or choose the kind "
        "“OpenAI-compatible”."
    )


def test_error_of_ollama_may_be_an_object() -> None:
    error = json.dumps({"error": {"code": 500, "message": "out of memory"}})
    with (
        serving({"/api/tags": (500, {}, error)}) as page,
        closing(make_adapter("ollama", page.url)) as adapter,
        pytest.raises(AdapterError) as caught,
    ):
        adapter.status()
    assert str(caught.value) == f"{page.url} answered 500: out of memory"
