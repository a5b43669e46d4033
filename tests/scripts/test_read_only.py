"""A home on a disk that is read-only or full: start, doctor, commands, pages and workers report it."""

from __future__ import annotations

import errno
import json
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts import disk
from scripts.processes import LOG_LIMIT_BYTES, Process
from scripts.supervisor import Supervisor
from tests.processes import ROOT

READ_ONLY = "is on a disk that is mounted read-only"
Mounted = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A complete home."""
    folder = tmp_path_factory.mktemp("home")
    command = [sys.executable, "manage.py", "migrate", "contenttypes", "-v", "0"]
    subprocess.run(command, cwd=ROOT, env=environment(folder), check=True)
    return folder


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "BAKEOFF_HOME": str(home), "DATABASE_URL": "", "SECRET_KEY": "", "EMBEDDED_MODEL": "0"}


@pytest.fixture
def mounted() -> Mounted:
    """Run a command for which alone this folder is mounted read-only."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        pytest.skip("Only root mounts: sudo make test")

    def run(home: Path, *command: str) -> subprocess.CompletedProcess[str]:
        quoted_home = shlex.quote(str(home))
        mount = f"mount --bind {quoted_home} {quoted_home} && mount -o remount,bind,ro {quoted_home}"
        script = f"{mount} && exec {shlex.join(command)}"
        return subprocess.run(
            ["unshare", "-m", "sh", "-c", script],
            cwd=ROOT,
            env=environment(home),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    return run


def test_start_says_that_the_home_is_read_only(home: Path, mounted: Mounted) -> None:
    done = mounted(home, sys.executable, "-m", "scripts.up")
    assert done.returncode == 2
    output = done.stdout + done.stderr
    assert f"{home} {READ_ONLY}: mount it writable again" in output
    assert "Traceback" not in output


def test_first_start_in_a_read_only_folder_says_so(tmp_path: Path, mounted: Mounted) -> None:
    done = mounted(tmp_path, sys.executable, "-m", "scripts.up")
    assert done.returncode == 2
    assert f"{tmp_path} {READ_ONLY}" in done.stdout + done.stderr


def test_doctor_says_that_the_home_is_read_only(home: Path, mounted: Mounted) -> None:
    done = mounted(home, sys.executable, "manage.py", "doctor", "--json", "--only", "home", "database", "files")
    assert done.returncode == 2
    parts = {part["name"]: part for part in json.loads(done.stdout)}
    assert READ_ONLY in parts["Home folder"]["found"]
    for name in ("Home folder", "Database", "Stored files"):
        assert parts[name]["state"] == "missing"
        assert "mount it writable again" in parts[name]["hint"], name


def test_commands_say_that_the_disk_is_read_only(home: Path, mounted: Mounted) -> None:
    done = mounted(home, sys.executable, "manage.py", "sign_in_link")
    assert done.returncode == 2
    assert done.stderr.startswith("The disk is mounted read-only, so nothing can be stored.")
    assert "Traceback" not in done.stderr


def test_folder_of_another_user_gets_a_different_sentence(tmp_path: Path) -> None:
    denied = OSError(errno.EACCES, os.strerror(errno.EACCES))
    assert disk.unwritable_reason(tmp_path, denied) == (
        f"The folder {tmp_path} cannot be written (Permission denied). Set BAKEOFF_HOME to a folder you own."
    )
    full = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    assert disk.unwritable_reason(tmp_path, full).startswith(f"{tmp_path} is on a disk that is full: make room on it")


def test_disk_with_free_space_has_no_fault(tmp_path: Path) -> None:
    assert disk.look_at(tmp_path) is None
    assert disk.look_at(Path("/proc/self/fdinfo/none")) is None


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EROFS])
def test_log_that_cannot_be_rotated_ends_no_supervisor(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    process = Process("loud", ["true"], tmp_path / "loud.log", dict(os.environ))
    process.log.write_bytes(b" ERROR once\n" + b"x" * LOG_LIMIT_BYTES)
    process._started_at = 1.0

    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr("scripts.processes.open", refuse, raising=False)
    Supervisor._show_trouble(Supervisor.__new__(Supervisor), process)
    assert process.log.stat().st_size > LOG_LIMIT_BYTES
