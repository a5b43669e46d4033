"""Start real servers for tests and wait for them. They end with the tests, even when these are killed."""

from __future__ import annotations

import ctypes
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

ROOT = Path(__file__).resolve().parent.parent
Found = TypeVar("Found")
PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None)


def wait_until(predicate: Callable[[], Found | None], deadline_s: float = 10.0, interval_s: float = 0.02) -> Found:
    """Return the first true value of the predicate. Raises AssertionError with its name at the deadline."""
    end = time.monotonic() + deadline_s
    while not (value := predicate()):
        if time.monotonic() > end:
            what = getattr(predicate, "__name__", repr(predicate))
            raise AssertionError(f"{what} was not true within {deadline_s:g} s (last value: {value!r})")
        time.sleep(interval_s)
    return value


@contextmanager
def running(
    command: Sequence[str | Path], log: Path, env: Mapping[str, str] | None = None, cwd: Path = ROOT
) -> Iterator[subprocess.Popen[bytes]]:
    """Run a process in its own session, with its output in `log`. End it by SIGTERM, after 5 s by SIGKILL."""
    with log.open("ab") as output:
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env=dict(env) if env is not None else None,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=lambda: _libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL),
        )
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(5)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
