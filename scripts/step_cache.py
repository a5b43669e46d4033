"""Remembers which step was done for which input. A step is repeated when its input has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def digest(paths: Iterable[Path], *words: str) -> str:
    """SHA-256 over names and contents of files and whole folders, and over the words. Missing files count too."""
    sum_ = hashlib.sha256("\0".join(words).encode())
    for path in sorted(_files(paths)):
        sum_.update(f"\0{path}\0".encode())
        sum_.update(path.read_bytes() if path.is_file() else b"missing")
    return sum_.hexdigest()


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    for path in paths:
        if path.is_dir():
            yield from (file for file in path.rglob("*") if file.is_file())
        else:
            yield path


def is_done(stamp: Path, digest: str) -> bool:
    """Whether the step was finished for exactly this input."""
    try:
        return stamp.read_text() == digest
    except OSError:
        return False


def mark_done(stamp: Path, digest: str) -> None:
    """Remember that the step was finished."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(digest)
