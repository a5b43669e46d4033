"""Run the reader in its own process, under limits. The caller gets plain data or one sentence.

The file is standard input, and the answer is written to an unnamed file, so nothing remains when either side dies.
The kernel limits memory, time and the size of the answer.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from evaluations.errors import WorkbookError
from evaluations.records import Json

ROOT = Path(__file__).resolve().parents[3]
Source = Path | bytes
WALL_PER_CPU = 4
REPORT_EVERY_S = 0.3
Tell = Callable[[float], None]
READER = "evaluations.workbooks.reading.reader"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one reading. cpu_s and memory_mb are for a small file; both grow with its size.

    The limit of wall time is WALL_PER_CPU times the limit of processor time, because a busy machine is not the file's
    fault.
    """

    size_mb: int = 50
    cpu_s: float = 8.0
    memory_mb: int = 1536
    answer_mb: int = 64

    def cpu_for(self, size_bytes: int) -> float:
        """Return seconds of processor time for a file of this size."""
        return self.cpu_s + 0.5 * size_bytes / 2**20

    def memory_for(self, size_bytes: int) -> int:
        """Return megabytes of address space for a file of this size."""
        return self.memory_mb + int(24 * size_bytes / 2**20)


DEFAULT_LIMITS = Limits()


def call(
    name: str,
    content: Source,
    request: dict[str, Json],
    limits: Limits = DEFAULT_LIMITS,
    *,
    reader: str = READER,
    pages: IO[bytes] | None = None,
    tell: Tell | None = None,
) -> Json:
    """Return the reader's answer. Raises WorkbookError with the reader's message, or with one for the limit reached.

    reader: the module that is started; it sets its limits before it reads a byte. pages: an open file that the reader
    may write a sheet's rows into (`row_pages`). tell: is given the share of the file that has been read, in [0, 1],
    from time to time.
    """
    size = len(content) if isinstance(content, bytes) else content.stat().st_size
    if size > limits.size_mb * 2**20:
        raise WorkbookError(
            f"{name} has {size / 2**20:.1f} MB; the limit is {limits.size_mb} MB. Take sheets out of it, or raise "
            "UPLOAD_MAX_MB.",
            reason="too_large",
        )
    cpu_s, memory_mb = limits.cpu_for(size), limits.memory_for(size)
    order = request | {
        "name": name,
        "size": size,
        "cpu_s": cpu_s,
        "memory_mb": memory_mb,
        "answer_mb": limits.answer_mb,
        "pages_fd": pages.fileno() if pages is not None else None,
    }
    with _open(content) as file, tempfile.TemporaryFile() as answer:
        code = _run(reader, order, file, answer, tell)
        answer.seek(0)
        text = answer.read()
    return _parse_result(name, text, code, memory_mb, cpu_s)


@contextmanager
def _open(content: Source) -> Iterator[IO[bytes]]:
    if isinstance(content, Path):
        with content.open("rb") as file:
            yield file
        return
    with tempfile.TemporaryFile() as file:
        file.write(content)
        file.seek(0)
        yield file


def _run(reader: str, order: dict[str, Json], file: IO[bytes], answer: IO[bytes], tell: Tell | None) -> int:
    cpu_s = float(order["cpu_s"])
    command = [sys.executable, "-s", "-m", reader, json.dumps(order)]
    # An almost empty environment: the reader does not need the site's secrets.
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MALLOC_ARENA_MAX": "2"}
    if sys.dont_write_bytecode:
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
    handle = order["pages_fd"]
    child = subprocess.Popen(
        command,
        stdin=file,
        stdout=answer,
        stderr=subprocess.DEVNULL,
        cwd=ROOT,
        env=environment,
        start_new_session=True,
        pass_fds=(handle,) if isinstance(handle, int) else (),
    )
    try:
        return _wait(child, max(cpu_s * WALL_PER_CPU, 1.0), file, tell)
    except subprocess.TimeoutExpired as exc:
        raise _too_slow(str(order["name"]), cpu_s) from exc
    finally:
        if child.poll() is None:
            child.kill()
            child.wait(timeout=30)


def _wait(child: subprocess.Popen[bytes], limit_s: float, file: IO[bytes], tell: Tell | None) -> int:
    """Return the exit code. The position in the file shows how far the child has read: both share the open file."""
    if tell is None:
        return child.wait(timeout=limit_s)
    size, end, furthest = max(1, os.fstat(file.fileno()).st_size), time.monotonic() + limit_s, 0.0
    while True:
        try:
            return child.wait(timeout=min(REPORT_EVERY_S, max(0.0, end - time.monotonic())))
        except subprocess.TimeoutExpired:
            if time.monotonic() >= end:
                raise
        furthest = max(furthest, os.lseek(file.fileno(), 0, os.SEEK_CUR) / size)
        tell(min(1.0, furthest))


def _parse_result(name: str, text: bytes, code: int, memory_mb: int, cpu_s: float) -> Json:
    if code == -signal.SIGXCPU:
        raise _too_slow(name, cpu_s)
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


def _too_slow(name: str, cpu_s: float) -> WorkbookError:
    return WorkbookError(
        f"{name} takes more than {cpu_s:.0f} s of work to read: the reader was ended. Save a smaller copy with "
        "fewer sheets, rows or formatted empty cells.",
        reason="over_time",
    )
