"""The supervisor restarts processes that die, and ends all of them when it ends, for each kind of end."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from scripts.processes import Process, children_of, read_procfile
from tests.processes import ROOT, wait_until

# `worker` starts a grandchild in a session of its own, as a browser does.
SUPERVISED = """
import os, sys
from pathlib import Path
from scripts.processes import Process
from scripts.supervisor import Supervisor
logs = Path(sys.argv[1])
def process(name, command, **kind):
    return Process(name, ["sh", "-c", command], logs / f"{name}.log", dict(os.environ), **kind)
Supervisor([
    process("broker", "echo $$ >> broker.pid; exec sleep 300"),
    process("worker", "setsid sleep 300 & echo $! >> browser.pid; echo $$ >> worker.pid; exec sleep 300"),
    process("once", "echo ' ERROR something odd'; echo run >> once.runs", is_once=True),
], logs).run()
"""


class Running:
    """A supervisor in another process."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.output = folder / "output"
        with self.output.open("wb") as output:
            self.popen = subprocess.Popen(
                [sys.executable, "-c", SUPERVISED, str(folder)], cwd=ROOT, stdout=output, stderr=output
            )
        for name in ("broker", "worker", "browser"):
            wait_until(partial(self.pids, name))

    def pids(self, name: str) -> list[int]:
        """The process ids, in the order of the starts."""
        file = self.folder / f"{name}.pid"
        return [int(line) for line in file.read_text().split()] if file.exists() else []

    def everything(self) -> list[int]:
        """The ids of all processes that were started, except the supervisor's."""
        return [pid for name in ("broker", "worker", "browser") for pid in self.pids(name)]


def is_alive(pid: int) -> bool:
    """Return whether the process runs and is no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def running(tmp_path: Path) -> Iterator[Running]:
    """Start a supervisor. Afterwards it and its processes are killed."""
    started = Running(tmp_path)
    yield started
    if started.popen.poll() is None:
        started.popen.kill()
        started.popen.wait()
    for pid in started.everything():
        if is_alive(pid):
            os.kill(pid, signal.SIGKILL)


def gone(pids: list[int]) -> Callable[[], bool]:
    """Return a predicate that is true when none of them runs."""
    return lambda: not any(is_alive(pid) for pid in pids)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stop_signal_ends_everything(running: Running, number: signal.Signals) -> None:
    running.popen.send_signal(number)
    assert running.popen.wait(8) == 0
    assert gone(running.everything())()
    assert "Everything is stopped." in running.output.read_text()


def test_killed_process_comes_back_and_its_browser_does_not_stay(running: Running) -> None:
    [browser] = running.pids("browser")
    os.kill(running.pids("worker")[0], signal.SIGKILL)
    wait_until(lambda: len(running.pids("worker")) == 2)
    wait_until(gone([browser]))
    assert is_alive(running.pids("worker")[1])
    assert is_alive(running.pids("broker")[0])
    assert "worker was ended by SIGKILL and starts again in 0.5 s" in running.output.read_text()


def test_killed_supervisor_takes_its_processes_with_it(running: Running) -> None:
    running.popen.kill()
    running.popen.wait()
    wait_until(gone(running.pids("broker") + running.pids("worker")))


def test_errors_are_shown_and_a_command_runs_once(running: Running) -> None:
    wait_until(lambda: "once:  ERROR something odd" in running.output.read_text())
    assert (running.folder / "once.runs").read_text() == "run\n"


def test_removed_logs_do_not_stop_the_supervisor(running: Running) -> None:
    for log in running.folder.glob("*.log"):
        log.unlink()
    os.kill(running.pids("worker")[0], signal.SIGKILL)
    wait_until(lambda: len(running.pids("worker")) == 2)
    assert running.popen.poll() is None


def test_closed_reader_of_the_output_is_not_an_error(tmp_path: Path) -> None:
    script = "from scripts.console import echo\nfor _ in range(3): echo('x' * 100000)\n"
    with subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE) as popen:
        assert popen.stdout is not None
        popen.stdout.close()
        assert popen.wait(10) == 0


def make(tmp_path: Path, command: str) -> Process:
    return Process("part", ["sh", "-c", command], tmp_path / "part.log", dict(os.environ))


def test_back_off_grows_while_a_process_ends_at_once(tmp_path: Path) -> None:
    process = make(tmp_path, "true")
    delays = []
    for _ in range(9):
        process.start(tmp_path)
        assert process.popen is not None
        process.popen.wait()
        delays.append(process.ended())
    assert delays == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]


def test_log_keeps_one_older_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scripts.processes.LOG_LIMIT_BYTES", 100)
    process = make(tmp_path, "echo fresh")
    process.log.write_text("old " * 100)
    process.start(tmp_path)
    assert process.popen is not None
    process.popen.wait()
    assert process.last_line() == "fresh"
    assert "old" not in process.log.read_text()
    assert process.log.with_suffix(".log.1").read_text().startswith("old ")


def test_lines_are_read_once_and_whole(tmp_path: Path) -> None:
    process = make(tmp_path, "true")
    process.log.write_text("one\ntwo\nthr")
    assert process.new_lines() == ["one", "two"]
    with process.log.open("a") as log:
        log.write("ee\n")
    assert process.new_lines() == ["three"]


def test_shortened_log_is_read_from_its_beginning(tmp_path: Path) -> None:
    process = make(tmp_path, "true")
    process.log.write_text("one\ntwo\n")
    assert process.new_lines() == ["one", "two"]
    process.log.write_text("new\n")
    assert process.new_lines() == ["new"]
    process.log.unlink()
    assert process.new_lines() == []
    assert process.last_line() == "its log was removed"


def test_children_of_this_process_are_found() -> None:
    with subprocess.Popen(["sleep", "30"]) as child:
        assert child.pid in children_of(os.getpid())
        child.kill()
    assert child.pid not in children_of(os.getpid())


def test_procfile_knows_every_process() -> None:
    variables = {"PORT": "9000", "HOST": "127.0.0.1", "EMBEDDED_PORT": "9001", "BAKEOFF_HOME": "/home/of/it"}
    commands = read_procfile(ROOT / "Procfile", variables)
    assert list(commands) == ["broker", "model", "web", "generate", "execute", "beat"]
    assert commands["web"][0] == sys.executable
    assert commands["web"][commands["web"].index("--port") + 1] == "9000"
    assert not any("$" in word for command in commands.values() for word in command)
