"""Sampling options that a model file recommends: read from its header, and from Ollama's description of the file."""

from __future__ import annotations

import math
import struct
from contextlib import closing
from pathlib import Path

import pytest

from evaluations.adapters import make_adapter
from evaluations.adapters.gguf import describe_file, read_sampling_keys
from tests.adapters.ollama_server import ollama_serving
from tests.adapters.page_server import serving

FLOAT, INTEGER, TEXT = 6, 5, 8
# As llama.cpp's converter writes them for Qwen2.5-Coder-32B-Instruct.
QWEN = [
    ("general.sampling.top_k", INTEGER, 20),
    ("general.sampling.top_p", FLOAT, 0.8),
    ("general.sampling.temp", FLOAT, 0.7),
    ("general.sampling.penalty_repeat", FLOAT, 1.05),
]
OURS = {"temperature": 0.7, "top_p": 0.8, "top_k": 20, "repeat_penalty": 1.05}


def header(*keys: tuple[str, int, object]) -> bytes:
    """A GGUF file with no tensor and these keys."""
    parts = [b"GGUF", struct.pack("<IQQ", 3, 0, len(keys))]
    for key, kind, value in keys:
        parts.append(_text(key) + struct.pack("<I", kind))
        parts.append(_text(str(value)) if kind == TEXT else struct.pack("<f" if kind == FLOAT else "<i", value))
    return b"".join(parts)


def _text(value: str) -> bytes:
    return struct.pack("<Q", len(value.encode())) + value.encode()


def test_header_names_what_the_author_recommends(tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(header(("general.architecture", TEXT, "qwen2"), *QWEN, ("tokenizer.ggml.model", TEXT, "gpt2")))
    file = describe_file(path)
    assert file
    assert (file.family, dict(file.sampling)) == ("qwen2", OURS)


def test_header_of_an_older_file_has_no_recommendation(tmp_path: Path) -> None:
    path = tmp_path / "old.gguf"
    path.write_bytes(header(("general.architecture", TEXT, "llama")))
    file = describe_file(path)
    assert file
    assert file.sampling == {}


@pytest.mark.parametrize(
    ("key", "value", "expected"),
    [
        ("temp", 0.949999988079071, {"temperature": 0.95}),
        ("temp", 0, {"temperature": 0.0}),
        ("top_k", -1, {"top_k": 0}),
        ("temp", math.nan, {}),
        ("temp", math.inf, {}),
        ("top_p", 7, {}),
        ("top_k", 10**30, {}),
        ("min_p", True, {}),
        ("penalty_repeat", "1.1", {}),
        ("penalty_repeat", [1.1], {}),
        ("mirostat", 2, {}),
    ],
)
def test_values_beyond_the_limits_are_left_out(key: str, value: object, expected: dict[str, float]) -> None:
    assert read_sampling_keys({f"general.sampling.{key}": value}) == expected


def test_recommended_options_are_read_from_ollama() -> None:
    with ollama_serving() as server:
        server.add("coder:32b")
        server.shown["coder:32b"] = {"model_info": {"general.architecture": "qwen2"} | {key: v for key, _, v in QWEN}}
        with closing(make_adapter("ollama", server.url)) as adapter:
            (info,) = adapter.list_models()
    assert info.file_options == OURS


def test_file_beside_a_server_on_this_machine_is_read(tmp_path: Path) -> None:
    path = tmp_path / "m.gguf"
    path.write_bytes(header(("general.architecture", TEXT, "qwen2"), *QWEN))
    row = {"id": "m", "owned_by": "llamacpp"}
    pages = {"/v1/models": {"data": [row]}, "/props": {"model_path": str(path)}}
    with serving(pages) as page, closing(make_adapter("openai", page.url, model_folders=[tmp_path])) as adapter:
        (info,) = adapter.list_models()
    assert info.file_options == OURS
