"""Commands beside a running site use its addresses; those of a dead one are ignored."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import running_site
from tests.processes import ROOT

ADDRESSES = {"url": "http://127.0.0.1:8765/", "host": "0.0.0.0", "port": 8765, "embedded_url": "http://127.0.0.1:9999"}
OURS = ("PORT", "HOST", "EMBEDDED_PORT", "EMBEDDED_URL")
SHOWN = "import json; from webapp import settings as s; print(json.dumps([s.PORT, s.HOST, s.EMBEDDED_URL]))"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which this process has started a site."""
    with (tmp_path / "running").open("a+") as file:
        file.write("an older record")
        running_site.write(file, **ADDRESSES)  # type: ignore[arg-type]
    return tmp_path


def change(home: Path, **fields: object) -> None:
    """Change the record."""
    record = json.loads((home / "running").read_text()) | fields
    (home / "running").write_text(json.dumps(record))


def settings_of(home: Path, **given: str) -> list[object]:
    """Port, host and address of the embedded model in a command with this home and these settings."""
    env = {name: value for name, value in os.environ.items() if name not in OURS}
    command = [sys.executable, "-c", SHOWN]
    done = subprocess.run(
        command, cwd=ROOT, env=env | {"BAKEOFF_HOME": str(home), **given}, capture_output=True, text=True, check=True
    )
    return list(json.loads(done.stdout))


def test_record_is_read_back_and_forgotten(home: Path) -> None:
    site = running_site.read(home)
    assert site is not None
    assert (site.pid, site.port, site.url) == (os.getpid(), 8765, "http://127.0.0.1:8765/")
    with (home / "running").open("a+") as file:
        running_site.forget(file)
    assert running_site.read(home) is None
    assert (home / "running").exists(), "its lock would be lost with it"


def test_record_of_a_dead_process_is_ignored(home: Path) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    change(home, pid=ended.pid)
    assert running_site.read(home) is None
    change(home, pid=os.getpid(), started="1")  # a later process with the same number
    assert running_site.read(home) is None


def test_zombie_counts_as_dead(home: Path) -> None:
    ended = subprocess.Popen(["true"])
    os.waitid(os.P_PID, ended.pid, os.WEXITED | os.WNOWAIT)
    fields = Path(f"/proc/{ended.pid}/stat").read_text().rpartition(")")[2].split()
    change(home, pid=ended.pid, started=fields[19])
    assert running_site.read(home) is None
    ended.wait()


@pytest.mark.parametrize("text", ["", "http://127.0.0.1:8000/", "[]", '{"pid": 1}', "null"])
def test_other_text_is_no_record(tmp_path: Path, text: str) -> None:
    assert running_site.read(tmp_path) is None
    (tmp_path / "running").write_text(text)
    assert running_site.read(tmp_path) is None


def test_command_without_port_uses_the_running_sites_addresses(home: Path) -> None:
    assert settings_of(home) == [8765, "0.0.0.0", "http://127.0.0.1:9999"]
    change(home, pid=2**22 + 1)
    assert settings_of(home) == [8000, "127.0.0.1", "http://127.0.0.1:8001"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"PORT": "9000"}, [9000, "0.0.0.0", "http://127.0.0.1:9001"]),
        ({"PORT": "8765"}, [8765, "0.0.0.0", "http://127.0.0.1:9999"]),
        ({"HOST": "10.0.0.5"}, [8765, "10.0.0.5", "http://127.0.0.1:9999"]),
        ({"EMBEDDED_PORT": "7000"}, [8765, "0.0.0.0", "http://127.0.0.1:7000"]),
        ({"EMBEDDED_URL": "box:7000"}, [8765, "0.0.0.0", "http://box:7000"]),
    ],
)
def test_settings_of_the_environment_win(home: Path, given: dict[str, str], expected: list[object]) -> None:
    assert settings_of(home, **given) == expected
