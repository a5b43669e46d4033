"""The faults. Each is a context manager that breaks something on entry and repairs it on exit.

To add one, write it and name it in FAULTS.
"""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis

from bench.chaos.processes import Process, descendants, read, send
from bench.chaos.site import ROOT, Site, until

FAKETIME = Path("/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1")
SKEW_S = 90
GONE_S = 3.0  # after the supervisor was killed


@dataclass(frozen=True, slots=True)
class Scene:
    """The site that a fault breaks. hold_s: how long the fault lasts."""

    site: Site
    dice: random.Random
    hold_s: float


Act = Callable[[Scene], AbstractContextManager[str]]


@dataclass(frozen=True, slots=True)
class Fault:
    """act: causes it. hold_s: possible durations in seconds, of which one is drawn.

    impossible: why a site cannot have it; empty when it can.
    """

    act: Act
    hold_s: tuple[float, ...] = (0.0,)
    impossible: Callable[[Site], str] = lambda site: ""


def process_of(scene: Scene, role: str) -> Process:
    """One process of the supervisor. Raises RuntimeError when it does not run."""
    process = scene.site.main().get(role)
    if process is None:
        raise RuntimeError(f"No process {role} runs.")
    return process


def kill(role: str) -> Act:
    """Kill (-9) one process of the supervisor."""

    @contextmanager
    def act(scene: Scene) -> Iterator[str]:
        process = process_of(scene, role)
        send([process], signal.SIGKILL)
        yield f"process {process.pid}"

    return act


def freeze(role: str) -> Act:
    """Stop one process of the supervisor by SIGSTOP, then continue it."""

    @contextmanager
    def act(scene: Scene) -> Iterator[str]:
        process = process_of(scene, role)
        send([process], signal.SIGSTOP)
        try:
            time.sleep(scene.hold_s)
            yield f"process {process.pid} for {scene.hold_s:g} s"
        finally:
            send([process], signal.SIGCONT)

    return act


def browser(kind: str, number: signal.Signals) -> Act:
    """Send a signal to one process of Chromium. A stopped process is continued afterwards."""

    @contextmanager
    def act(scene: Scene) -> Iterator[str]:
        until(lambda: scene.site.browser(kind), 60, f"Chromium has a process {kind}")
        process = scene.dice.choice(scene.site.browser(kind))
        send([process], number)
        try:
            time.sleep(scene.hold_s)
            yield f"process {process.pid} for {scene.hold_s:g} s"
        finally:
            if number == signal.SIGSTOP:
                send([process], signal.SIGCONT)

    return act


@contextmanager
def kill_supervisor(scene: Scene) -> Iterator[str]:
    """Kill (-9) the supervisor. All its processes must end with it. Then start the site again."""
    site = scene.site
    before = [process for process in site.tree() if process.state != "Z"]
    if site.popen is None:
        raise RuntimeError("The site does not run.")
    site.popen.kill()
    site.popen.wait()
    time.sleep(GONE_S)
    alive = [process for process in before if process.is_alive()]
    site.popen = None
    site.start()
    if alive:
        raise RuntimeError(f"{len(alive)} processes outlived the supervisor: {alive[0].command[:80]}")
    yield f"{len(before)} processes ended with it"


@contextmanager
def freeze_supervisor(scene: Scene) -> Iterator[str]:
    """Stop the supervisor by SIGSTOP, then continue it."""
    site = scene.site
    supervisor = read(site.popen.pid) if site.popen else None
    if supervisor is None:
        raise RuntimeError("The site does not run.")
    send([supervisor], signal.SIGSTOP)
    try:
        time.sleep(scene.hold_s)
        yield f"for {scene.hold_s:g} s"
    finally:
        send([supervisor], signal.SIGCONT)


@contextmanager
def fill_disk(scene: Scene) -> Iterator[str]:
    """Fill the disk of home and database with one file."""
    path = scene.site.folder / "fill"
    n = 0
    with suppress(OSError), path.open("wb", buffering=0) as file:
        while n := n + file.write(b"\0" * 2**20):
            pass
    try:
        with suppress(OSError), path.open("ab", buffering=0) as file:
            while file.write(b"\0" * 4096):
                pass
        time.sleep(scene.hold_s)
        yield f"0 bytes free for {scene.hold_s:g} s"
    finally:
        path.unlink()


@contextmanager
def make_read_only(scene: Scene) -> Iterator[str]:
    """Mount the home folder over itself as read-only. Open files stay open, but no new one can be written."""
    home = str(scene.site.home)
    subprocess.run(["mount", "--bind", home, home], check=True)
    try:
        subprocess.run(["mount", "-o", "remount,bind,ro", home], check=True)
        time.sleep(scene.hold_s)
        yield f"for {scene.hold_s:g} s"
    finally:
        subprocess.run(["umount", "-l", home], check=True)


@contextmanager
def lock_database(scene: Scene) -> Iterator[str]:
    """Let another process lock the database: the whole one on SQLite, the candidates on PostgreSQL."""
    if scene.site.database == "postgres":
        with psycopg.connect(os.environ["DATABASE_URL"]) as other:
            other.execute("LOCK TABLE evaluations_candidate IN ACCESS EXCLUSIVE MODE")
            time.sleep(scene.hold_s)
            other.rollback()
    else:
        lock = sqlite3.connect(scene.site.home / "bakeoff.sqlite3", timeout=20, isolation_level=None)
        try:
            lock.execute("BEGIN EXCLUSIVE")
            time.sleep(scene.hold_s)
            lock.rollback()
        finally:
            lock.close()
    yield f"for {scene.hold_s:g} s"


@contextmanager
def end_connections(scene: Scene) -> Iterator[str]:
    """Let PostgreSQL end every connection except this one."""
    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as own:
        others = "FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename IS NOT NULL"
        rows = own.execute(f"SELECT pg_terminate_backend(pid) {others}").fetchall()
    yield f"{len(rows)} connections"


@contextmanager
def restart_postgres(scene: Scene) -> Iterator[str]:
    """Stop PostgreSQL at once, as in a crash, and start it again after a while."""
    scene.site.postgres_control("-m", "immediate", "-w", "stop")
    try:
        time.sleep(scene.hold_s)
    finally:
        socket_folder = scene.site.postgres.get_postmaster_info().socket_dir
        scene.site.postgres_control("-w", "-o", f'-h "" -k {socket_folder}', "start")
    yield f"away for {scene.hold_s:g} s"


@contextmanager
def fill_broker(scene: Scene) -> Iterator[str]:
    """Let the broker refuse everything that needs more memory."""
    client = redis.Redis(unix_socket_path=str(scene.site.home / "valkey.sock"))
    before = str(client.config_get("maxmemory")["maxmemory"])
    client.config_set("maxmemory", "1mb")
    try:
        time.sleep(scene.hold_s)
        yield f"1 MB of memory for {scene.hold_s:g} s"
    finally:
        client.config_set("maxmemory", before)
        client.close()


def wrong_clock(role: str, skew_s: int) -> Act:
    """Replace a role's worker for a while by one whose clock is wrong from its start."""

    @contextmanager
    def act(scene: Scene) -> Iterator[str]:
        with _replaced(scene, role, skew_s):
            time.sleep(scene.hold_s)
            yield f"{role} {skew_s:+d} s for {scene.hold_s:g} s"

    return act


def clock_jump(role: str, jump_s: int) -> Act:
    """Replace a role's process by one whose clock is changed during its work and set right again."""

    @contextmanager
    def act(scene: Scene) -> Iterator[str]:
        with _replaced(scene, role, 0) as clock:
            time.sleep(scene.hold_s / 2)
            clock.write_text(f"{jump_s:+d}")
            time.sleep(scene.hold_s)
            clock.write_text("+0")
            time.sleep(scene.hold_s / 2)
            yield f"{role} {jump_s:+d} s after {scene.hold_s / 2:g} s, and back {scene.hold_s:g} s later"

    return act


@contextmanager
def _replaced(scene: Scene, role: str, skew_s: int) -> Iterator[Path]:
    """Let another process do a role's work. The file contains the present error of its clock."""
    process = scene.site.main().get(role)
    if process is None:
        raise RuntimeError(f"No process {role} runs.")
    command = [*filter(None, process.command.split(" "))]
    command = [word.replace(f"{role}@%h", f"{role}-skewed@%h") for word in command]
    clock = scene.site.folder / "clock"
    clock.write_text(f"{skew_s:+d}")
    clock.chmod(0o644)
    faketime = {"LD_PRELOAD": str(FAKETIME), "FAKETIME_TIMESTAMP_FILE": str(clock), "FAKETIME_NO_CACHE": "1"}
    monotonic = {"FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1"}
    send([process], signal.SIGSTOP)
    with (scene.site.folder / "skewed.log").open("ab") as log:
        skewed = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, "BAKEOFF_ROLE": role, **faketime, **monotonic},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    try:
        yield clock
    finally:
        below = descendants(skewed.pid)
        skewed.terminate()
        try:
            skewed.wait(20)
        except subprocess.TimeoutExpired:
            skewed.kill()
            skewed.wait()
        send(below, signal.SIGKILL)
        send([process], signal.SIGCONT)


def _no_disk(site: Site) -> str:
    return "" if site.has_disk else "no separate disk could be mounted (it needs root)"


def _no_postgres(site: Site) -> str:
    return "" if site.database == "postgres" else "SQLite has no server"


def _no_faketime(site: Site) -> str:
    return "" if FAKETIME.exists() else "libfaketime is not installed (apt-get install libfaketime)"


STOPS = (6.0, 15.0, 40.0)  # 40 s: longer than STALE_AFTER_S, so the others take over
SHORT = (6.0, 15.0)
FAULTS: dict[str, Fault] = {
    **{f"kill-{role}": Fault(kill(role)) for role in ("execute", "generate", "broker", "web", "model", "beat")},
    "kill-supervisor": Fault(kill_supervisor),
    "kill-chromium": Fault(browser("", signal.SIGKILL)),
    "kill-renderer": Fault(browser("renderer", signal.SIGKILL)),
    "kill-zygote": Fault(browser("zygote", signal.SIGKILL)),
    **{f"stop-{role}": Fault(freeze(role), STOPS) for role in ("execute", "generate")},
    **{f"stop-{role}": Fault(freeze(role), SHORT) for role in ("broker", "web", "model", "beat")},
    "stop-supervisor": Fault(freeze_supervisor, SHORT),
    "stop-chromium": Fault(browser("", signal.SIGSTOP), STOPS),
    "stop-renderer": Fault(browser("renderer", signal.SIGSTOP), STOPS),
    "disk-full": Fault(fill_disk, (5.0, 12.0), _no_disk),
    "read-only": Fault(make_read_only, (5.0, 12.0), _no_disk),
    "locked": Fault(lock_database, (24.0, 60.0)),
    "broker-full": Fault(fill_broker, SHORT),
    "connections": Fault(end_connections, (0.0,), _no_postgres),
    "database-restart": Fault(restart_postgres, (0.0, 2.0, 8.0, 60.0), _no_postgres),
    **{
        f"clock-{role}-{word}": Fault(wrong_clock(role, sign * SKEW_S), (25.0,), _no_faketime)
        for role in ("execute", "generate")
        for word, sign in (("ahead", 1), ("behind", -1))
    },
    **{
        f"clock-{role}-jumps-{word}": Fault(clock_jump(role, sign * SKEW_S), (16.0,), _no_faketime)
        for role in ("execute", "generate", "beat")
        for word, sign in (("ahead", 1), ("back", -1))
    },
}
