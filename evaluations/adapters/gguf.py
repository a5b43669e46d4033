"""Reads the header of a GGUF model file: names and options stored with the weights.

Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import math
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

from evaluations.records import Json
from evaluations.sampling import LIMITS, sampling_error

SIMPLE = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
TEXT, ARRAY = 8, 9
MOST_KEYS, LONGEST = 4096, 1_000_000
# Options that the author recommends, as llama.cpp's converter copies them from generation_config.json, by our names.
SAMPLING = {
    "general.sampling.temp": "temperature",
    "general.sampling.top_p": "top_p",
    "general.sampling.top_k": "top_k",
    "general.sampling.min_p": "min_p",
    "general.sampling.penalty_repeat": "repeat_penalty",
}
DIGITS = 6  # of a 32-bit number: 0.95 is stored as 0.949999988


@dataclass(frozen=True, slots=True)
class ModelFile:
    """Values of the header; None if missing. sampling: options that the author recommends, by our names."""

    family: str | None
    name: str | None
    sampling: Mapping[str, Json] = field(default_factory=dict)


def read_sampling_keys(keys: Mapping[str, object]) -> dict[str, Json]:
    """Return the sampling options among a header's keys, by our names; without those beyond our limits."""
    sampling: dict[str, Json] = {}
    for key, name in SAMPLING.items():
        value = keys.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
            continue
        number = max(0, round(value)) if LIMITS[name].is_whole else float(f"{value:.{DIGITS}g}")
        if not sampling_error({name: number}):
            sampling[name] = number
    return sampling


@lru_cache(maxsize=16)
def describe_file(path: Path) -> ModelFile | None:
    """Return the header's names; None for a file that is not there or not GGUF."""
    try:
        with path.open("rb") as file:
            keys = _general(file)
    except (OSError, struct.error, ValueError, KeyError, RecursionError):
        return None
    texts = {key: value for key, value in keys.items() if isinstance(value, str)}
    family = texts.get("general.basename") or texts.get("general.architecture")
    return ModelFile(
        family=family.lower() if family else None,
        name=texts.get("general.name"),
        sampling=read_sampling_keys(keys),
    )


@lru_cache(maxsize=2)
def read_tokenizer(path: Path) -> dict[str, object] | None:
    """Return the header's `tokenizer.` keys with the vocabulary; None for a file that is not there or not GGUF."""
    try:
        with path.open("rb") as file:
            return {key: value for key, value in _keys(file) if key.startswith("tokenizer.")}
    except (OSError, struct.error, ValueError, KeyError, RecursionError):
        return None


def _general(file: BinaryIO) -> dict[str, object]:
    """Return values under `general.`; they come before the tokenizer's, where reading stops."""
    values: dict[str, object] = {}
    for key, value in _keys(file):
        if key.startswith("tokenizer."):
            break
        if key.startswith("general."):
            values[key] = value
    return values


def _keys(file: BinaryIO) -> Iterator[tuple[str, object]]:
    if file.read(4) != b"GGUF":
        raise ValueError("not a GGUF file")
    _, _, n_keys = struct.unpack("<IQQ", file.read(20))
    for _ in range(min(n_keys, MOST_KEYS)):
        key, kind = _text(file), struct.unpack("<I", file.read(4))[0]
        yield key, _value(file, kind)


def _text(file: BinaryIO) -> str:
    (length,) = struct.unpack("<Q", file.read(8))
    if length > LONGEST:
        raise ValueError("a text that is longer than the header")
    return file.read(length).decode()


def _value(file: BinaryIO, kind: int) -> object:
    if kind == TEXT:
        return _text(file)
    if kind == ARRAY:
        item, n = struct.unpack("<IQ", file.read(12))
        if n > LONGEST:
            raise ValueError("an array that is longer than the header")
        return [_value(file, item) for _ in range(n)]
    form = SIMPLE[kind]
    return struct.unpack(form, file.read(struct.calcsize(form)))[0]
