"""Files of the site are private to its owner under each umask. Open ones are reported and closed."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import private_files
from scripts.console import Log
from tests.processes import ROOT


def wide(home: Path) -> list[str]:
    """Return all files below a home that other users may read, write or run."""
    return sorted(
        f"{path.relative_to(home)} {stat.S_IMODE(path.lstat().st_mode):o}"
        for path in home.rglob("*")
        if path.lstat().st_mode & 0o077 and not path.is_symlink()
    )


def manage(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a command of manage.py with the usual umask."""
    return subprocess.run(
        [sys.executable, "manage.py", *words],
        cwd=ROOT,
        env={**os.environ, "BAKEOFF_HOME": str(home), "DATABASE_URL": "", "SECRET_KEY": ""},
        capture_output=True,
        text=True,
        check=False,
        umask=0o022,
    )


def test_files_of_manage_py_are_readable_by_their_owner_only(tmp_path: Path) -> None:
    home = tmp_path / "home"
    assert manage(home, "migrate", "contenttypes", "-v", "0").returncode == 0
    written = {path.name for path in home.rglob("*")}
    assert {"bakeoff.sqlite3", "secret_key", "files", "logs"} <= written
    assert wide(home) == []
    assert stat.S_IMODE(home.stat().st_mode) == 0o700

    (home / "bakeoff.sqlite3").chmod(0o644)
    (home / "files").chmod(0o755)
    [part] = json.loads(manage(home, "doctor", "--json", "--only", "private-files").stdout)
    assert part["state"] == "note"
    assert "bakeoff.sqlite3" in part["found"]
    assert "files" in part["found"]
    assert "make up" in part["hint"]
    private_files.close_to_others(private_files.open_to_others(home))
    assert wide(home) == []
    [part] = json.loads(manage(home, "doctor", "--json", "--only", "private-files").stdout)
    assert part["state"] == "ok"


def test_too_open_files_are_closed_but_files_of_others_are_left_alone(tmp_path: Path) -> None:
    for name in ("bakeoff.sqlite3", "bakeoff.sqlite3-wal", "secret_key", "logs/web.log", "notes-of-somebody.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
        path.chmod(0o664)
    (tmp_path / "logs").chmod(0o775)
    elsewhere = tmp_path / "elsewhere.txt"
    elsewhere.write_text("x")
    elsewhere.chmod(0o644)
    (tmp_path / "running").symlink_to(elsewhere)
    tmp_path.chmod(0o755)
    open_files = private_files.open_to_others(tmp_path)
    assert len(private_files.close_to_others(open_files)) == 5
    assert private_files.open_to_others(tmp_path) == []
    assert stat.S_IMODE((tmp_path / "logs").stat().st_mode) == 0o700
    assert wide(tmp_path) == ["elsewhere.txt 644", "notes-of-somebody.txt 664"]
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755


def test_database_in_another_folder_is_closed_too(tmp_path: Path) -> None:
    home, database = tmp_path / "home", tmp_path / "data" / "site.db"
    home.mkdir()
    database.parent.mkdir()
    for name in ("site.db", "site.db-wal"):
        (database.parent / name).touch(mode=0o644)
        (database.parent / name).chmod(0o644)
    assert len(private_files.open_to_others(home, database)) == 2


def test_the_log_of_the_set_up_is_private(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        Log(tmp_path / "home" / "logs" / "setup.log").call(["true"], cwd=tmp_path, hint="")
    finally:
        os.umask(before)
    assert wide(tmp_path) == []


@pytest.mark.parametrize("place", ["Dockerfile", "docker-compose.yml"])
def test_containers_start_every_process_through_a_program_that_sets_the_umask(place: str) -> None:
    text = (ROOT / place).read_text()
    assert "umask" not in text, "the settings set it, for every way to start"
    assert "uvicorn webapp" not in text
