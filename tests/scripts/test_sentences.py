"""A start that fails gives one sentence with what to do and exit status 2, never a stack trace."""

from __future__ import annotations

import fcntl
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from scripts import console, up
from scripts.console import Log, SetupError
from tests.environment import free_ports

ROOT = Path(__file__).resolve().parents[2]


def start(home: Path, env: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run the second half of `make up` with an own home and ports. It ends by itself because it cannot start."""
    port, embedded_port = free_ports(2)
    own = {"BAKEOFF_HOME": str(home), "PORT": str(port), "EMBEDDED_PORT": str(embedded_port)}
    return subprocess.run(
        [sys.executable, "-m", "scripts.up"],
        cwd=ROOT,
        env={**os.environ, **own, **env},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def assert_sentence(done: subprocess.CompletedProcess[str], *parts: str) -> None:
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    for part in parts:
        assert part in done.stderr


@pytest.mark.parametrize("name", ["PORT", "EMBEDDED_PORT"])
def test_taken_port_names_another(tmp_path: Path, name: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
        done = start(tmp_path, {name: str(port)})
    assert_sentence(done, f"Port {port} ", "already in use", f"make up {name}=")


def test_second_start_in_one_home_says_where_the_first_is(tmp_path: Path) -> None:
    with (tmp_path / "running").open("w+") as lock:
        lock.write("http://127.0.0.1:8000/")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = start(tmp_path, {})
    assert_sentence(done, "running already", "http://127.0.0.1:8000/", "BAKEOFF_HOME")


def test_home_that_cannot_be_written(tmp_path: Path) -> None:
    done = start(Path("/proc/bakeoff"), {})
    assert_sentence(done, "/proc/bakeoff cannot be written", "Set BAKEOFF_HOME")


@pytest.mark.parametrize(
    ("name", "value", "part"),
    [
        ("PORT", "http", 'PORT="http" is not a whole number from 1 to 65534'),
        ("EMBEDDED_MODEL", "maybe", 'EMBEDDED_MODEL="maybe" is neither 1 nor 0'),
        ("HOST_ROLES", "web,worker", 'HOST_ROLES: "worker" is not one of web, generate, execute, beat'),
        ("REDIS_URL", "http://x", "does not start with redis://"),
        ("SANDBOX_SLOTS", "-1", "SANDBOX_SLOTS"),
        ("BACKGROUND_NICENESS", "20", "BACKGROUND_NICENESS"),
    ],
)
def test_wrong_setting_is_named(tmp_path: Path, name: str, value: str, part: str) -> None:
    assert_sentence(start(tmp_path, {name: value}), part, "unset it" if name != "REDIS_URL" else "Correct it")


def test_damaged_database_is_named(tmp_path: Path) -> None:
    (tmp_path / "bakeoff.sqlite3").write_text("not a database at all, " * 100)
    done = start(tmp_path, {})
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "move it away and run it again" in done.stderr


def test_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=0))
    with pytest.raises(SetupError, match=r"has 0 MB free; at least 200 are needed. Make room"):
        up.check_disk(tmp_path)


def test_old_python_is_refused_with_its_version(tmp_path: Path) -> None:
    for name in ("python3", "python3.11", "python3.12", "python3.13", "python3.14"):
        fake = tmp_path / name
        fake.write_text('#!/bin/sh\n[ "$1" = --version ] && echo Python 3.9.2\nexit 1\n')
        fake.chmod(0o755)
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "scripts/python"), "-m", "scripts.setup"],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert_sentence(done, "Python 3.11 or newer", "Python 3.9.2", "apt-get install")


def test_failing_program_shows_its_last_lines_and_what_to_do(tmp_path: Path) -> None:
    log = Log(tmp_path / "setup.log")
    with pytest.raises(SetupError) as caught:
        log.call(["sh", "-c", "seq 1 100; exit 3"], cwd=tmp_path, hint="Count less.")
    message = str(caught.value)
    assert "  | 100" in message
    assert "  | 10\n" not in message
    assert "sh failed (exit 3). Count less." in message
    assert str(log.path) in message


def test_missing_program_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match=r"no-such-program cannot be run \(No such file or directory\)\. Get it\."):
        Log(tmp_path / "setup.log").call(["no-such-program"], cwd=tmp_path, hint="Get it.")


def test_sentence_goes_to_stderr_with_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert console.fail(SetupError("The fact. The fix.")) == 2
    assert capsys.readouterr().err.strip() == "The fact. The fix."


def test_wrong_setting_is_a_sentence_from_manage_too(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "manage.py", "doctor"],
        cwd=ROOT,
        env={**os.environ, "BAKEOFF_HOME": str(tmp_path), "PORT": "http"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert_sentence(done, 'PORT="http" is not a whole number')
