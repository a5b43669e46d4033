"""Runs the reader in a process of its own, under limits. The caller gets plain data or one sentence.

The file goes in as standard input and the answer comes back in a file without a name: nothing is left behind when
either side dies, and the kernel itself bounds memory, time and the size of the answer.
"""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from evaluations.errors import WorkbookError
from evaluations.records import Json

ROOT = Path(__file__).resolve().parent.parent.parent
Source = Path | bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Bounds of one reading. wall_s and memory_mb hold for a small file; both grow with its size.

    Measured 2026-11 on 2 cores: a 10 MB workbook takes 3 s and 400 MB, so half a second and 24 MB per MB are ample.
    """

    size_mb: int = 50
    wall_s: float = 9.0
    memory_mb: int = 1536
    answer_mb: int = 64

    def wall_for(self, size_bytes: int) -> float:
        """Seconds for a file of this size."""
        return self.wall_s + 0.5 * size_bytes / 2**20

    def memory_for(self, size_bytes: int) -> int:
        """Megabytes of address space for a file of this size."""
        return self.memory_mb + int(24 * size_bytes / 2**20)


DEFAULT_LIMITS = Limits()


def call(name: str, content: Source, request: dict[str, Json], limits: Limits = DEFAULT_LIMITS) -> Json:
    """What the reader answers. Raises WorkbookError: its own sentence, or the one for the limit that was reached."""
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    if size > limits.size_mb * 2**20:
        raise WorkbookError(
            f"{name} has {size / 2**20:.1f} MB; the limit is {limits.size_mb} MB. Take sheets out of it, or raise "
            "UPLOAD_MAX_MB.",
            reason="too_large",
        )
    wall_s, memory_mb = limits.wall_for(size), limits.memory_for(size)
    order = request | {
        "name": name,
        "size": size,
        "wall_s": wall_s,
        "memory_mb": memory_mb,
        "answer_mb": limits.answer_mb,
    }
    with _opened(content) as file, tempfile.TemporaryFile() as answer:
        code = _run(name, order, file, answer, wall_s)
        answer.seek(0)
        text = answer.read()
    return _understood(name, text, code, memory_mb, wall_s)


@contextmanager
def _opened(content: Source) -> Iterator[IO[bytes]]:
    if isinstance(content, Path):
        with content.open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        yield file


def _run(name: str, order: dict[str, Json], file: IO[bytes], answer: IO[bytes], wall_s: float) -> int:
    command = [sys.executable, "-s", "-m", "evaluations.workbooks.reader", json.dumps(order)]
    # A bare environment: the reader has no use for the site's secrets.
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2", "PYTHONDONTWRITEBYTECODE": "1"}
    child = subprocess.Popen(
        command, stdin=file, stdout=answer, stderr=subprocess.DEVNULL, cwd=ROOT, env=environment, start_new_session=True
    )
    try:
        return child.wait(timeout=wall_s)
    except subprocess.TimeoutExpired as exc:
        raise _too_slow(name, wall_s) from exc
    finally:
        if child.poll() is None:
            child.kill()
            child.wait(timeout=30)


def _understood(name: str, text: bytes, code: int, memory_mb: int, wall_s: float) -> Json:
    if code == -signal.SIGXCPU:
        raise _too_slow(name, wall_s)
    try:
        answer: Any = json.loads(text) if text else None
    except ValueError:
        answer = None
    if not isinstance(answer, dict):
        raise WorkbookError(
            f"{name} could not be read within {memory_mb} MB of memory: the reader was ended (code {code}). Save a "
            "smaller copy with fewer sheets, rows or formatted empty cells.",
            reason="over_memory",
        )
    if "error" in answer:
        raise WorkbookError(str(answer["error"]), reason=str(answer["reason"]))
    return answer["ok"]


def _too_slow(name: str, wall_s: float) -> WorkbookError:
    return WorkbookError(
        f"{name} could not be read within {wall_s:.0f} s: the reader was ended. Save a smaller copy with fewer sheets, "
        "rows or formatted empty cells.",
        reason="over_time",
    )
