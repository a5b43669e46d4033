"""Tests each layer of isolation between generated code and this machine, for `manage.py doctor`."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from evaluations.execution_records import Case
from evaluations.records import Checks, Verdict
from evaluations.sandbox.browser.chromium import is_sandbox_off
from evaluations.sandbox.browser.threads import descendants
from evaluations.sandbox.sandbox import Sandbox

ENDS_WITHIN_S = 5.0
NAMESPACES = "allow user namespaces (sysctl kernel.unprivileged_userns_clone=1; Debian, Ubuntu: README.md, Limits)"
MEMORY_HUNGRY = (
    "const kept: ArrayBuffer[] = []; for (let i = 0; i < 40; i++) kept.push(new Uint8Array(20e6).fill(1).buffer);"
)
NOSY = """const never = (begin: (done: () => void) => void) => new Promise<void>((done) => begin(done));
export const ask = (host: string) => Promise.allSettled([
  fetch(`http://${host}/`),
  never((done) => { new WebSocket(`ws://${host}/`).onerror = done; }),
  never((done) => { const image = new Image(); image.onerror = done; image.src = `http://${host}/i.png`; })]);"""
ORPHAN = """import sys, time
from evaluations.sandbox.sandbox import Sandbox
with Sandbox(slots=1) as sandbox:
    print(sandbox.browser_pid, flush=True)
    time.sleep(60)"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer of isolation. is_on: the result of the trial; observed: the same in words; hint: how to turn it on.

    is_needed: without it no generated code should run; the other layers are additional.
    """

    name: str
    is_on: bool
    observed: str
    hint: str = ""
    is_needed: bool = True


def try_layers() -> list[Layer]:
    """Start browsers, run greedy and spying code in them, look at their processes: 3 s. Raises SandboxError."""
    with Sandbox(slots=1) as sandbox:
        results = [step(sandbox) for step in (_user, _own_sandbox, _network, _profile, _memory)]
    return [*results[:3], _policy(), *results[3:], _end()]


def _user(sandbox: Sandbox) -> Layer:
    uids = {int(_status(pid, "Uid").split()[0]) for pid in _processes(sandbox)}
    return Layer(
        name="unprivileged user",
        is_on=0 not in uids,
        observed=f"user {', '.join(map(str, sorted(uids)))}",
        hint="start Bakeoff as another user than root",
    )


def _own_sandbox(sandbox: Sandbox) -> Layer:
    renderers = [p for p in _processes(sandbox) if b"--type=renderer" in Path(f"/proc/{p}/cmdline").read_bytes()]
    filtered = [pid for pid in renderers if _status(pid, "Seccomp") == "2"]
    apart = [pid for pid in renderers if _namespace(pid, "user") != _namespace(sandbox.browser_pid, "user")]
    return Layer(
        name="Chromium's own sandbox",
        is_on=bool(renderers) and len(filtered) == len(apart) == len(renderers),
        observed=f"of {len(renderers)} renderers {len(filtered)} with seccomp, {len(apart)} in a user namespace",
        hint="unset BAKEOFF_NO_SANDBOX" if is_sandbox_off() else NAMESPACES,
    )


def _network(sandbox: Sandbox) -> Layer:
    is_apart = _namespace(sandbox.browser_pid, "net") != _namespace(os.getpid(), "net")
    return Layer(
        name="network namespace",
        is_on=is_apart,
        hint=NAMESPACES,
        is_needed=False,
        observed="loopback only, and on it the harness only" if is_apart else "shares this machine's network",
    )


def _policy() -> Layer:
    """Try with this machine's own network, so that nothing but the policy is in the way."""
    with socket.create_server(("127.0.0.1", 0)) as listener, Sandbox(slots=1, own_network=False) as sandbox:
        listener.settimeout(0.3)
        port = listener.getsockname()[1]
        checks = f"import {{ ask }} from './a'; test('asks', () => ask('127.0.0.1:{port}'));"
        report = sandbox.execute(_case({"a.ts": NOSY}, checks))
        try:
            listener.accept()[0].close()
            observed = "generated code reached a listener"
        except TimeoutError:
            observed = "fetch, WebSocket and image reached nothing"
    if report.verdict != Verdict.PASSED:
        observed = f"the trial did not run: {report.verdict} ({report.cause})"
    return Layer(
        name="no network by policy",
        is_on="nothing" in observed,
        observed=observed,
        hint="report it: this must not happen",
    )


def _memory(sandbox: Sandbox) -> Layer:
    report = sandbox.execute(_case({"a.ts": MEMORY_HUNGRY}, "import './a'; test('eats', () => {});"))
    return Layer(
        name="memory watch",
        is_on=report.verdict == Verdict.OVER_LIMIT,
        observed=f"800 MB against a limit of 128 MB: {report.verdict}",
        hint="/proc must be readable",
    )


def _profile(sandbox: Sandbox) -> Layer:
    mounts = Path(f"/proc/{sandbox.browser_pid}/mountinfo").read_text().splitlines()
    is_on = any("bakeoff-browser-" in line and " - tmpfs " in line for line in mounts)
    return Layer(
        name="profile in memory",
        is_on=is_on,
        hint=NAMESPACES,
        is_needed=False,
        observed="its own tmpfs, which ends with the browser" if is_on else "a folder on the disk, removed afterwards",
    )


def _end() -> Layer:
    """Kill a worker of its own and wait for the browser's end."""
    root = Path(__file__).parents[2]
    with subprocess.Popen([sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE, text=True, cwd=root) as worker:
        assert worker.stdout is not None
        line = worker.stdout.readline().strip()
        worker.send_signal(signal.SIGKILL)
    pid, begun = int(line or 0), time.monotonic()
    is_over = pid > 0 and _within(ENDS_WITHIN_S, lambda: _is_gone(pid))
    took_ms = 1000 * (time.monotonic() - begun)
    return Layer(
        name="ends with its worker",
        is_on=is_over,
        hint="Linux is needed",
        observed=f"killed worker: browser gone after {took_ms:.0f} ms"
        if is_over
        else "killed worker: the browser still runs",
    )


def _case(files: dict[str, str], checks: str) -> Case:
    entry, source = next(iter(files)), checks
    return Case(
        id="trial",
        lane="page",
        files=files,
        entry=entry,
        checks=Checks(path="a.test.ts", source=source),
        timeout_ms=5000,
        memory_mb=128,
    )


def _processes(sandbox: Sandbox) -> list[int]:
    return [sandbox.browser_pid, *descendants(sandbox.browser_pid)]


def _status(pid: int, name: str) -> str:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return line.partition(":")[2].strip()
    return "-1"


def _namespace(pid: int, kind: str) -> str:
    try:
        return os.readlink(f"/proc/{pid}/ns/{kind}")
    except OSError:
        return "not readable"


def _is_gone(pid: int) -> bool:
    return _status(pid, "State")[:1] in ("Z", "X", "-")


def _within(limit_s: float, holds: Callable[[], bool]) -> bool:
    deadline = time.monotonic() + limit_s
    while not holds():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True
