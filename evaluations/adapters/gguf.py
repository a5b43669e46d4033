"""Reads the header of a GGUF model file: what the weights say of themselves.

Source: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO

SIMPLE = {0: "<B", 1: "<b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "<?", 10: "<Q", 11: "<q", 12: "<d"}
TEXT, ARRAY = 8, 9
MOST_KEYS, LONGEST = 4096, 1_000_000


@dataclass(frozen=True, slots=True)
class ModelFile:
    """What the header says; None where it does not."""

    family: str | None
    name: str | None


@lru_cache(maxsize=16)
def describe_file(path: Path) -> ModelFile | None:
    """The header's names; None for a file that is not there or not GGUF."""
    try:
        with path.open("rb") as file:
            keys = _general(file)
    except (OSError, struct.error, ValueError, KeyError, RecursionError):
        return None
    family = keys.get("general.basename") or keys.get("general.architecture")
    return ModelFile(family=family.lower() if family else None, name=keys.get("general.name"))


@lru_cache(maxsize=2)
def read_tokenizer(path: Path) -> dict[str, object] | None:
    """Return the header's `tokenizer.` keys with the vocabulary; None for a file that is not there or not GGUF."""
    try:
        with path.open("rb") as file:
            return {key: value for key, value in _keys(file) if key.startswith("tokenizer.")}
    except (OSError, struct.error, ValueError, KeyError, RecursionError):
        return None


def _general(file: BinaryIO) -> dict[str, str]:
    """Text values under `general.`; they come first, so reading stops at the first other key after them."""
    found: dict[str, str] = {}
    for key, value in _keys(file):
        if key.startswith("tokenizer."):
            break
        if key.startswith("general.") and isinstance(value, str):
            found[key] = value
    return found


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
        raise ValueError("a text longer than the header can hold")
    return file.read(length).decode()


def _value(file: BinaryIO, kind: int) -> object:
    if kind == TEXT:
        return _text(file)
    if kind == ARRAY:
        item, n = struct.unpack("<IQ", file.read(12))
        if n > LONGEST:
            raise ValueError("an array longer than the header can hold")
        return [_value(file, item) for _ in range(n)]
    form = SIMPLE[kind]
    return struct.unpack(form, file.read(struct.calcsize(form)))[0]
