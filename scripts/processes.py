"""One supervised process: started in a session of its own, its output in a log file, restarted with back-off.

Linux ends it when the supervisor itself is killed (PR_SET_PDEATHSIG), so nothing outlives a `kill -9`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import shlex
import signal
import string
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import partial
from pathlib import Path

from scripts.priority import give_way
from scripts.private_files import private_opener

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36
MARK = "BAKEOFF_ROLE"  # is set in the environment of each process and of its children
LOG_LIMIT_BYTES = 5 * 2**20
FIRST_DELAY_S, LONGEST_DELAY_S = 0.5, 30.0
STEADY_AFTER_S = 60.0
_libc = ctypes.CDLL(None)


def adopt_orphans() -> None:
    """Make grandchildren whose parent died children of this process, so that it can end them."""
    _libc.prctl(PR_SET_CHILD_SUBREAPER, 1)


def end_with_parent(signal_number: int) -> None:
    """Ask Linux to send this process the signal when its parent dies."""
    _libc.prctl(PR_SET_PDEATHSIG, signal_number)


def _in_child(niceness: int) -> None:
    end_with_parent(signal.SIGKILL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, signal.valid_signals())
    give_way(niceness)


def read_procfile(path: Path, variables: Mapping[str, str]) -> dict[str, list[str]]:
    """Name to command; `python` is the one that runs us, `$NAME` comes from the variables."""
    commands = {}
    for line in path.read_text().splitlines():
        name, _, command = line.partition(":")
        if command:
            words = shlex.split(string.Template(command).substitute(variables))
            commands[name] = [sys.executable if word == "python" else word for word in words]
    return commands


class Process:
    """A command to run. `popen` is None while it does not run."""

    def __init__(
        self,
        name: str,
        command: list[str],
        log: Path,
        env: Mapping[str, str],
        *,
        is_once: bool = False,
        niceness: int = 0,
    ):
        self.name = name
        self.command = command
        self.log = log
        self.env = {**env, MARK: name}
        self.is_once = is_once
        self.niceness = niceness
        self.popen: subprocess.Popen[bytes] | None = None
        self.due_at: float | None = 0.0
        self.last_trouble = ""
        self._started_at = 0.0
        self._delay_s = FIRST_DELAY_S
        self._read_to = 0

    def start(self, cwd: Path) -> None:
        """Start it with its log opened for appending."""
        self.rotate()
        with open(self.log, "ab", opener=private_opener) as output:
            if not self.is_once:
                output.write(f"--- {time.strftime('%Y-%m-%d %H:%M:%S')} start\n".encode())
                output.flush()
            self._read_to = output.tell()
            self.popen = subprocess.Popen(
                self.command,
                cwd=cwd,
                env=self.env,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=partial(_in_child, self.niceness),
            )
        self._started_at, self.due_at = time.monotonic(), None

    def ended(self) -> float:
        """Note that it ended. Return the seconds until its next start: more each time it ends early."""
        self.popen = None
        if time.monotonic() - self._started_at > STEADY_AFTER_S:
            self._delay_s = FIRST_DELAY_S
        delay_s, self._delay_s = self._delay_s, min(self._delay_s * 2, LONGEST_DELAY_S)
        self.due_at = None if self.is_once else time.monotonic() + delay_s
        return delay_s

    @property
    def has_started(self) -> bool:
        """Whether it has run, and so has a log."""
        return self._started_at > 0

    def signal(self, number: int) -> None:
        """Send a signal to everything in its session's first group."""
        if self.popen is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.popen.pid, number)

    def rotate(self) -> None:
        """Keep one older log. The log is copied and then emptied, because a running process has it open (for
        appending).
        """
        try:
            if self.log.stat().st_size > LOG_LIMIT_BYTES:
                with open(self.log.with_suffix(".log.1"), "wb", opener=private_opener) as older:
                    older.write(self.log.read_bytes())
                os.truncate(self.log, 0)
                self._read_to = 0
        except FileNotFoundError:
            pass

    def new_lines(self) -> list[str]:
        """Lines written since the last call; an unfinished line waits. None when the log was removed."""
        try:
            if self.log.stat().st_size < self._read_to:
                self._read_to = 0
            with self.log.open("rb") as file:
                file.seek(self._read_to)
                text = file.read(2**20)
        except FileNotFoundError:
            return []
        complete = text[: text.rfind(b"\n") + 1]
        self._read_to += len(complete)
        return complete.decode(errors="replace").splitlines()

    def last_line(self) -> str:
        """Return the last line of its log that is not empty."""
        try:
            with self.log.open("rb") as file:
                file.seek(max(0, self.log.stat().st_size - 4096))
                lines = [line for line in file.read().decode(errors="replace").splitlines() if line.strip()]
        except FileNotFoundError:
            return "its log was removed"
        return lines[-1] if lines else ""


def memory_file(name: str) -> Path:
    """Make a log in memory that nobody else can open, for output with a secret."""
    return Path(f"/proc/self/fd/{os.memfd_create(name)}")


def children_of(parent: int) -> list[int]:
    """Process ids of the direct children, from /proc."""
    children = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(after_name[1]) == parent:
            children.append(int(stat.parent.name))
    return children


def started_by(pid: int) -> str | None:
    """Name of the supervised process that started this one, at any distance; None when it is not known."""
    try:
        variables = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return None
    mark = f"{MARK}=".encode()
    return next((value.removeprefix(mark).decode() for value in variables if value.startswith(mark)), None)
