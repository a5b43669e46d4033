"""The contract of all adapters, tested on each one with a real server."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import pytest

from evaluations.adapters import Adapter, ServerSettings, make_adapter
from evaluations.adapters import answer as answer_module
from evaluations.adapters import stream as stream_module
from evaluations.errors import AdapterError
from evaluations.records import Message, Piece, Prompt, Sampling

Served = tuple[Adapter, str]
ASK = Prompt(messages=(Message(role="user", content="Write a JavaScript function add(a, b) that returns the sum."),))
SHORT = Sampling(temperature=0.0, seed=1, max_tokens=24)


def test_server_lists_its_models_with_their_details(served: Served) -> None:
    adapter, name = served
    status = adapter.status()
    assert status.n_models >= 1, "It lists no model."
    info = next(model for model in adapter.list_models() if model.name == name)
    assert adapter.show(name) == info, "What it lists of its model, and what it says of it alone, differ."
    assert adapter.n_slots() >= 1


def test_streams_what_it_returns(served: Served) -> None:
    adapter, name = served
    adapter.load(name)
    pieces: list[Piece] = []
    completion = adapter.generate(name, ASK, SHORT, pieces.append, lambda: False)
    streamed = "".join(piece.text for piece in pieces if piece.channel == "text")
    assert streamed == completion.text, "The pieces of the stream are not the answer."
    assert len(pieces) > 1, "The answer came in one piece: it is not streamed."
    assert completion.text.strip(), "The answer is empty."
    assert completion.stop_reason in ("stop", "length"), f"Its reason to end is {completion.stop_reason}."
    assert completion.first_token_ms is not None
    assert completion.generation_ms is not None


def test_generation_stops_when_it_is_cancelled(served: Served) -> None:
    adapter, name = served
    pieces: list[Piece] = []
    completion = adapter.generate(name, ASK, SHORT, pieces.append, lambda: len(pieces) >= 2)
    assert completion.stop_reason == "cancelled", f"It could not be stopped; it ended with {completion.stop_reason}."
    assert len(pieces) <= 4, f"Stopped after 2 pieces, {len(pieces)} came."


def test_an_unknown_model_is_named(served: Served) -> None:
    adapter, _ = served
    with pytest.raises(AdapterError, match="no-such-model"):
        adapter.show("no-such-model")


def test_counts_tokens(served: Served) -> None:
    adapter, name = served
    n = adapter.count_tokens(name, "hello world").n
    assert 1 <= n <= 6, f"“hello world” is counted as {n} tokens."


def test_embedded_server_reports_all_details_of_its_model(embedded_server: str) -> None:
    adapter = make_adapter("openai", embedded_server)
    info = adapter.show("smollm2:135m")
    assert (info.family, info.parameter_size, info.quantisation, info.context_tokens) == (
        "smollm2",
        "135M",
        "Q4_1",
        8192,
    )
    assert info.digest is not None
    assert len(info.digest) == 64
    assert adapter.count_tokens("smollm2:135m", "hello world").is_exact
    completion = adapter.generate("smollm2:135m", ASK, SHORT, lambda _: None, lambda: False)
    assert completion.stop_reason == "length"
    assert completion.completion_tokens == 24
    assert completion.prompt_tokens
    adapter.close()


@contextmanager
def bad_server(*answers: bytes, is_silent: bool = False) -> Iterator[str]:
    """Answer each connection with the next of these bytes, then hang up (or stay silent)."""
    listener = socket.create_server(("127.0.0.1", 0))
    ended = threading.Event()

    def serve() -> None:
        for answer in answers * 20:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            with client:
                client.settimeout(5)
                with suppress(OSError):  # the client hangs up when it has heard enough
                    client.recv(65536)
                    client.sendall(answer)
                    if is_silent:
                        ended.wait(3)
                    # Closing with unread bytes would reset the connection and lose the answer.
                    client.shutdown(socket.SHUT_WR)
                    while client.recv(65536):
                        pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        ended.set()
        with suppress(OSError):  # it has ended by itself
            listener.shutdown(socket.SHUT_RDWR)  # close alone would not wake a thread that waits in accept
        listener.close()
        thread.join(5)
        assert not thread.is_alive()


def stream(*lines: str) -> bytes:
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"
    return (head + "".join(lines)).encode()


HALF = 'data: {"choices":[{"index":0,"delta":{"content":"half"}}]}\n\n'
OLLAMA_HALF = '{"model":"m","message":{"role":"assistant","content":"half"},"done":false}\n'


@pytest.mark.parametrize(
    ("kind", "answer"),
    [("openai", stream(HALF)), ("ollama", stream(OLLAMA_HALF)), ("openai", stream("")), ("ollama", stream(""))],
)
def test_cut_answer_is_an_error_that_may_be_retried(kind: str, answer: bytes) -> None:
    with bad_server(answer) as url:
        adapter = make_adapter(kind, url)
        with pytest.raises(AdapterError) as caught:
            adapter.generate("m", ASK, SHORT, lambda _: None, lambda: False)
        assert caught.value.retryable
        adapter.close()


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_missing_server_is_reported_in_one_sentence_with_what_to_do(kind: str) -> None:
    adapter = make_adapter(kind, "http://127.0.0.1:9")
    with pytest.raises(AdapterError, match=r"127\.0\.0\.1:9.*(Start|start)") as caught:
        adapter.status()
    assert caught.value.retryable
    adapter.close()


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_silent_server_is_given_up_after_its_limit(kind: str) -> None:
    with bad_server(stream(HALF if kind == "openai" else OLLAMA_HALF), is_silent=True) as url:
        adapter = make_adapter(kind, url, settings=ServerSettings(silence_s=0.5))
        with pytest.raises(AdapterError, match="silent") as caught:
            adapter.generate("m", ASK, SHORT, lambda _: None, lambda: False)
        assert caught.value.retryable
        adapter.close()


@pytest.mark.parametrize("kind", ["openai", "ollama"])
@pytest.mark.parametrize("body", ["<html>hello</html>", "[1, 2]", "", "data: no json\n\n", "\0\0\0"])
def test_other_program_at_the_address_is_reported(kind: str, body: str) -> None:
    answer = f"HTTP/1.1 200 OK\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n{body}".encode()
    with bad_server(answer) as url:
        adapter = make_adapter(kind, url)
        with pytest.raises(AdapterError):
            adapter.list_models()
        with pytest.raises(AdapterError):
            adapter.generate("m", ASK, SHORT, lambda _: None, lambda: False)
        adapter.close()


def test_a_flood_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (stream_module, answer_module):
        monkeypatch.setattr(module, "LARGEST_ANSWER", 10_000)
    with bad_server(stream(HALF * 5000)) as url:
        adapter = make_adapter("openai", url)
        with pytest.raises(AdapterError, match="longer than"):
            adapter.generate("m", ASK, SHORT, lambda _: None, lambda: False)
        adapter.close()
    with bad_server(stream("data: " + "x" * 50_000)) as url:
        adapter = make_adapter("openai", url)
        with pytest.raises(AdapterError, match="without an end"):
            adapter.generate("m", ASK, SHORT, lambda _: None, lambda: False)
        adapter.close()


def test_refused_key_is_reported_and_not_retried() -> None:
    answer = b"HTTP/1.1 401 Unauthorized\r\nContent-Length: 2\r\nConnection: close\r\n\r\nno"
    with bad_server(answer) as url:
        adapter = make_adapter("openai", url, "wrong")
        with pytest.raises(AdapterError, match="key") as caught:
            adapter.status()
        assert not caught.value.retryable
        adapter.close()


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(AdapterError, match="telepathy"):
        make_adapter("telepathy", "http://127.0.0.1:9")
