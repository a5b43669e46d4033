"""`make client`: the Python client of the API as a file."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.webapp.generated_client import source

ROOT = Path(__file__).resolve().parents[2]


def write_client(place: Path | str, **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scripts.api_client", str(place)],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_client_is_what_the_site_serves(tmp_path: Path) -> None:
    done = write_client(tmp_path / "bakeoff_client.py")
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "bakeoff_client.py").read_text() == source()


def test_place_that_cannot_be_written_is_named() -> None:
    done = write_client("/proc/client.py")
    assert (done.returncode, done.stderr.count("\n")) == (2, 2), done.stderr
    assert "/proc/client.py cannot be written" in done.stderr
    assert "Name a file in a folder that you own." in done.stderr


def test_wrong_setting_is_named_and_no_file_is_made(tmp_path: Path) -> None:
    done = write_client(tmp_path / "client.py", PORT="many")
    assert (done.returncode, "PORT" in done.stderr, "Traceback" in done.stderr) == (2, True, False), done.stderr
    assert not (tmp_path / "client.py").exists()
