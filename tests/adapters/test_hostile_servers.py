"""A model server cannot make a worker read files, follow redirects or reach link-local addresses."""

from __future__ import annotations

import hashlib
import json
import os
import socket
from pathlib import Path

import pytest

from evaluations.adapters import make_adapter, model_files
from evaluations.errors import AdapterError
from evaluations.records import Message, Prompt, Sampling
from tests.adapters.page_server import serving

MODELS = {"data": [{"id": "m"}]}
GGUF = b"GGUF" + bytes(60)
PAGE = "<!doctype html>" + "secret " * 100
OLLAMA = {"models": [{"model": "m", "name": "m"}]}
ADMIN_PAGE = "/internal-secret"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A configured folder of model files."""
    models = tmp_path / "models"
    models.mkdir()
    return models


def digest_of(model_path: object, *folders: Path) -> str | None:
    """Return the digest of the model, for a server whose /props names this file."""
    with serving({"/v1/models": MODELS, "/props": {"model_path": model_path}}) as page:
        return make_adapter("openai", page.url, model_folders=folders).list_models()[0].digest


def test_model_file_below_a_configured_folder_has_a_digest(folder: Path) -> None:
    (folder / "m.gguf").write_bytes(GGUF)
    assert digest_of(str(folder / "m.gguf"), folder) == hashlib.sha256(GGUF).hexdigest()


def test_a_model_file_in_no_configured_folder_has_no_digest(folder: Path) -> None:
    (folder / "m.gguf").write_bytes(GGUF)
    assert digest_of(str(folder / "m.gguf")) is None


def test_file_outside_the_configured_folders_is_not_read(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.gguf"
    outside.write_bytes(GGUF)
    (folder / "link.gguf").symlink_to(outside)
    (folder / "notes.txt").write_text("not a model")
    os.mkfifo(folder / "pipe.gguf")
    for path in (
        outside,
        folder / "link.gguf",
        folder / ".." / "outside.gguf",
        folder / "notes.txt",
        folder,
        folder / "pipe.gguf",
        "/etc/passwd",
        "/",
        "/dev/zero",
        "",
        "m.gguf",
        "a\0b",
        "x" * 5000,
    ):
        assert digest_of(str(path), folder) is None, path


@pytest.mark.parametrize("path", [5, [], {}, None, True])
def test_model_path_that_is_not_text_is_ignored(path: object) -> None:
    assert digest_of(path) is None


def test_path_from_a_remote_server_is_not_read_here(folder: Path) -> None:
    (folder / "m.gguf").write_bytes(GGUF)
    for host in ("10.0.0.5", "models.example", "127.0.0.1.example", "[2001:db8::1]", "0.0.0.0"):
        assert model_files.local_file(f"http://{host}:8000", str(folder / "m.gguf"), [folder]) is None, host
    for host in ("127.0.0.1", "127.8.0.1", "localhost", "[::1]"):
        assert model_files.local_file(f"http://{host}:8000", str(folder / "m.gguf"), [folder]), host


def test_a_file_that_is_too_large_or_too_slow_has_no_digest(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "large.gguf").write_bytes(GGUF)
    (folder / "slow.gguf").write_bytes(GGUF + b"slow")
    monkeypatch.setattr(model_files, "LARGEST_BYTES", 10)
    assert digest_of(str(folder / "large.gguf"), folder) is None
    monkeypatch.undo()
    monkeypatch.setattr(model_files, "DIGEST_S", -1.0)
    assert digest_of(str(folder / "slow.gguf"), folder) is None


def ask_everything(kind: str, url: str) -> list[str]:
    """Return the errors of status, list and generate."""
    adapter, errors = make_adapter(kind, url), []
    prompt = Prompt(messages=(Message(role="user", content="hi"),))
    for question in (
        adapter.status,
        adapter.list_models,
        lambda: adapter.generate("m", prompt, Sampling(), lambda _: None, lambda: False),
    ):
        with pytest.raises(AdapterError) as caught:
            question()
        errors.append(str(caught.value))
    adapter.close()
    return errors


ASKED = ("/v1/models", "/v1/chat/completions", "/api/tags", "/api/chat", "/api/version", "/api/ps")


@pytest.mark.parametrize("kind", ["openai", "ollama"])
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(kind: str, status: int) -> None:
    with serving({ADMIN_PAGE: {**OLLAMA, **MODELS, "version": "secret"}}) as inner:
        moved = (status, {"Location": inner.url + ADMIN_PAGE}, "")
        with serving(dict.fromkeys(ASKED, moved)) as page:
            errors = ask_everything(kind, page.url)
    assert inner.requests == []
    for error in errors:
        assert "redirect" in error
        assert "secret" not in error


@pytest.mark.parametrize("kind", ["openai", "ollama"])
@pytest.mark.parametrize("status", [200, 404, 500])
def test_errors_show_80_characters_of_an_answer_and_nothing_of_a_page(kind: str, status: int) -> None:
    for body, most in (("secret " * 100, 80 // len("secret ")), (PAGE, 0), (json.dumps({"error": PAGE}), 0)):
        with serving(dict.fromkeys(ASKED, (status, {}, body))) as page:
            for error in ask_everything(kind, page.url):
                assert error.count("secret") <= most
                assert "<" not in error


def test_errors_inside_a_stream_are_short_too() -> None:
    for line in ("secret " * 100, '{"error": "' + "secret " * 100 + '"}'):
        with serving({"/v1/chat/completions": (200, {}, f"data: {line}\n\n")}) as page:
            adapter = make_adapter("openai", page.url)
            prompt = Prompt(messages=(Message(role="user", content="hi"),))
            with pytest.raises(AdapterError) as caught:
                adapter.generate("m", prompt, Sampling(), lambda _: None, lambda: False)
        assert 0 < str(caught.value).count("secret") <= 11


def test_the_message_of_an_api_error_is_shown_instead_of_its_json() -> None:
    body = '{"error": {"code": 400, "type": "invalid", "message": "the prompt is too long"}}'
    with serving({"/v1/models": (400, {}, body)}) as page, pytest.raises(AdapterError, match="400: the prompt is too"):
        make_adapter("openai", page.url).status()


@pytest.mark.parametrize("kind", ["openai", "ollama"])
@pytest.mark.parametrize(
    "host", ["169.254.169.254", "[fe80::1]", "[::ffff:169.254.169.254]", "2852039166", "0xa9.0xfe.0xa9.0xfe"]
)
def test_link_local_addresses_are_refused(kind: str, host: str) -> None:
    for error in ask_everything(kind, f"http://{host}"):
        assert "link-local" in error


@pytest.mark.parametrize("kind", ["openai", "ollama"])
def test_a_name_of_a_link_local_address_is_refused(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    real = socket.getaddrinfo

    def resolve(host: str, *more: object, **kwargs: object) -> object:
        return real("169.254.169.254" if host == "metadata.example" else host, *more, **kwargs)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    for error in ask_everything(kind, "http://metadata.example"):
        assert "link-local" in error


def test_a_key_of_the_environment_is_sent_to_no_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OLLAMA_API_KEY", "sk-of-the-host")
    with serving({"/api/tags": OLLAMA, "/api/version": {"version": "1"}}) as page:
        make_adapter("ollama", page.url).status()
        make_adapter("ollama", page.url, "sk-of-the-server").status()
    assert {key for _, key in page.requests} == {"", "Bearer sk-of-the-server"}


@pytest.mark.parametrize(("total", "expected"), [(10**9, 64), (-5, 1), (4, 4), ("many", 2), ({}, 2), (True, 2)])
def test_slots_are_bounded(total: object, expected: int) -> None:
    with serving({"/props": {"total_slots": total}}) as page:
        assert make_adapter("openai", page.url).n_slots() == expected


def test_a_nul_in_an_error_is_left_out() -> None:
    with serving({"/v1/models": (500, {}, "a\0b")}) as page, pytest.raises(AdapterError, match=r"500: a b$"):
        make_adapter("openai", page.url).status()
