"""Keeps the site's processes running until it is stopped, and then ends all of them.

One thread, no event loop: signals are waited for with a timeout, everything else happens between two waits.
honcho is not used because it stops all processes when one ends; here a killed worker comes back (docs/decisions/0001).
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import time
from collections.abc import Callable, Iterable
from pathlib import Path

from scripts.console import echo
from scripts.processes import LONGEST_DELAY_S, Process, adopt_orphans, children_of, started_by

TICK_S = 0.2
GRACE_S = 4.0
STOP_SIGNALS = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
ERROR_MARKS = (" ERROR ", " CRITICAL ", "ERROR:", "ERROR/", "CRITICAL/", '"level": "ERROR"', '"level": "CRITICAL"')
LONGEST_LINE = 300


class Supervisor:
    """Processes in the order of starting; the first is stopped last (the broker, which the others talk to)."""

    def __init__(self, processes: Iterable[Process], root: Path) -> None:
        self.processes = list(processes)
        self.root = root
        self._at_next_tick: list[Callable[[], bool]] = []
        signal.pthread_sigmask(signal.SIG_BLOCK, STOP_SIGNALS | {signal.SIGCHLD})
        adopt_orphans()

    def each_tick(self, act: Callable[[], bool]) -> None:
        """Call `act` between two waits until it returns True."""
        self._at_next_tick.append(act)

    def run(self) -> None:
        """Run until a stop signal or an error; then end everything."""
        try:
            while not self._stop_was_asked():
                self._reap()
                for process in list(self.processes):
                    if process.due_at is not None and time.monotonic() >= process.due_at:
                        self._start(process)
                    self._show_trouble(process)
                self._at_next_tick = [act for act in self._at_next_tick if not act()]
        finally:
            self.stop()

    def _start(self, process: Process) -> None:
        try:
            process.start(self.root)
        except OSError as exc:  # disk full, folder gone, no more processes: this may be repaired while we wait
            why = f"{exc.strerror}: {exc.filename}" if exc.filename else exc.strerror
            echo(f"{process.name} cannot be started ({why}); tried again in {process.ended():g} s")

    def _stop_was_asked(self) -> bool:
        signal_info = signal.sigtimedwait(STOP_SIGNALS | {signal.SIGCHLD}, TICK_S)
        return signal_info is not None and signal_info.si_signo in STOP_SIGNALS

    def _reap(self) -> None:
        """Note every child that ended, adopted grandchildren included."""
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            for process in self.processes:
                if process.popen is not None and process.popen.pid == pid:
                    process.popen.returncode = os.waitstatus_to_exitcode(status)
                    self._note_end(process, process.popen.returncode)

    def _note_end(self, process: Process, code: int) -> None:
        process.signal(signal.SIGKILL)  # processes that it left in its own group
        self._show_trouble(process)
        delay_s = process.ended()
        how = f"was ended by {signal.Signals(-code).name}" if code < 0 else f"ended with exit status {code}"
        last = process.last_line()[:LONGEST_LINE]
        if process.is_once:
            if code:
                echo(f"{process.name} {how}: {last}")
        elif delay_s < LONGEST_DELAY_S or process.last_trouble != last:
            echo(f"{process.name} {how} and starts again in {delay_s:g} s: {last}")
        process.last_trouble = last
        self._end_orphans(process_name=process.name)

    def _show_trouble(self, process: Process) -> None:
        if not process.has_started:
            return
        for line in process.new_lines():
            if any(mark in line for mark in ERROR_MARKS):
                echo(f"{process.name}: {line[:LONGEST_LINE]}")
        with contextlib.suppress(OSError):  # a disk that is full or read-only: until that ends, the log keeps growing
            process.rotate()

    def stop(self) -> None:
        """SIGTERM, a few seconds, SIGKILL; the first process (the broker) after the others."""
        echo("Stopping …")
        for group in (self.processes[1:], self.processes[:1]):
            for process in group:
                process.signal(signal.SIGTERM)
            self._wait_for(group, GRACE_S)
            for process in group:
                process.signal(signal.SIGKILL)
            self._wait_for(group, 1.0)
        self._end_orphans()
        echo("Everything is stopped.")

    def _wait_for(self, group: list[Process], seconds: float) -> None:
        end = time.monotonic() + seconds
        while any(p.popen is not None for p in group) and time.monotonic() < end:
            signal_info = signal.sigtimedwait(STOP_SIGNALS | {signal.SIGCHLD}, TICK_S)
            if signal_info is not None and signal_info.si_signo in STOP_SIGNALS:
                return  # the second signal: stop at once
            self._reap_quietly(group)

    def _reap_quietly(self, group: list[Process]) -> None:
        for process in group:
            if process.popen is not None and process.popen.poll() is not None:
                process.popen = None

    def _end_orphans(self, process_name: str | None = None) -> None:
        """Kills the processes that a dead process left behind (None: any), and their children, until none is left."""
        for _ in range(20):
            ours = {process.popen.pid for process in self.processes if process.popen is not None}
            orphans = [pid for pid in children_of(os.getpid()) if pid not in ours]
            orphans = [pid for pid in orphans if process_name is None or started_by(pid) == process_name]
            if not orphans:
                return
            for pid in orphans:
                os.kill(pid, signal.SIGKILL)
                os.waitpid(pid, 0)


def http_status(host: str, port: int) -> int | None:
    """Status of GET /healthz, None while there is no answer."""
    try:
        with socket.create_connection((host, port), timeout=2) as connection:
            connection.sendall(f"GET /healthz HTTP/1.0\r\nHost: {host}:{port}\r\n\r\n".encode())
            words = connection.recv(64).split(None, 2)
            return int(words[1])
    except (OSError, ValueError, IndexError):
        return None
