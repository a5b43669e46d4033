"""Execute workers and the embedded model give way to the web process, with all that they start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.priority import COMPUTING, SESSION
from scripts.processes import Process, read_procfile
from tests.processes import ROOT

TELL = "nice; cat /proc/self/autogroup 2>/dev/null; setsid -w sh -c nice"


def told(tmp_path: Path, niceness: int) -> list[str]:
    """What a supervised process says of its niceness, its session's, and that of a browser in a session of its own."""
    process = Process(
        "part", ["sh", "-c", TELL], tmp_path / "part.log", dict(os.environ), is_once=True, niceness=niceness
    )
    process.start(tmp_path)
    assert process.popen is not None
    assert process.popen.wait(10) == 0
    return process.log.read_text().splitlines()


@pytest.mark.parametrize("niceness", [0, 7])
def test_process_and_its_children_get_a_lower_priority(tmp_path: Path, niceness: int) -> None:
    own = os.nice(0)
    first, *session, last = told(tmp_path, niceness)
    assert (first, last) == (str(own + niceness), str(own + niceness))
    if SESSION.exists():
        assert session[0].endswith(f" nice {niceness}")


def test_sessions_that_change_at_the_same_time_all_change(tmp_path: Path) -> None:
    """The kernel refuses a second change within 100 ms."""
    if not SESSION.exists():
        pytest.skip("This kernel does not group sessions.")
    processes = [
        Process(f"part{n}", ["sh", "-c", TELL], tmp_path / f"part{n}.log", dict(os.environ), niceness=3)
        for n in range(3)
    ]
    for process in processes:
        process.start(tmp_path)
    for process in processes:
        assert process.popen is not None
        process.popen.wait(10)
        assert " nice 3\n" in process.log.read_text()


def test_session_of_a_shell_keeps_its_priority() -> None:
    code = "from scripts.priority import give_way; give_way(5); import os; print(os.nice(0))"
    before = SESSION.read_text() if SESSION.exists() else ""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert int(done.stdout) == os.nice(0) + 5
    assert (SESSION.read_text() if SESSION.exists() else "") == before


def test_names_of_computing_processes_are_in_the_procfile() -> None:
    assert set(read_procfile(ROOT / "Procfile", {"PORT": "", "HOST": "", "EMBEDDED_PORT": ""})) >= COMPUTING
