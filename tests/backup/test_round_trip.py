"""Backup while rows are written, and restore into an empty installation: on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from tests.databases import copy_migrated_database, create_postgres_database
from tests.environment import needs_time
from tests.processes import ROOT

COUNTS = """
import django; django.setup()
from evaluations.models import *
from django.contrib.auth.models import User
from django.contrib.auth import authenticate
files = list(StoredFile.objects.all())
print("files whole", len(files), not any(f.damage() for f in files))
print("pairs", Team.objects.filter(slug__startswith="pair-").count(), Suite.objects.filter(slug="pair").count())
total = lambda name: sum(Tally.objects.values_list(name, flat=True))
print("tallies", total("n_passed"), total("n_failed"))
print("candidates", Candidate.objects.count(), Grading.objects.count(), Generation.objects.count())
print("ada", authenticate(username="ada", password="correct horse battery") is not None)
print("fault", repr(Installation.objects.storage_fault()), Installation.objects.files_are_kept())
print("new pk", Team.objects.create(name="new", slug="new").pk > 3)
c = Candidate.objects.first(); c.verdict = "timeout"; c.save()
print("trigger", total("n_timeout"))
"""


def run(
    *command: str, home: Path, url: str = "", more: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a Python command on an installation. more: its other settings."""
    env = {**os.environ, "BAKEOFF_HOME": str(home), "DJANGO_SETTINGS_MODULE": "webapp.settings"}
    env |= {"DATABASE_URL": url, "PYTHONPATH": str(ROOT), **(more or {})}
    return subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, timeout=400, check=False
    )


# Two tallies would mean that the triggers counted something twice.
RESTORED = {
    "tallies": "1 1",
    "candidates": "2 2 2",
    "ada": "True",
    "fault": "'' False",
    "new": "pk True",
    "trigger": "1",
}


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=needs_time)])
@pytest.mark.timeout(180)
def test_restored_installation_shows_one_moment(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    first, second, archive = tmp_path / "first", tmp_path / "second", tmp_path / "backup.tar.gz"
    urls = ["", ""]
    if kind == "postgresql":
        server = request.getfixturevalue("postgres")
        urls = [create_postgres_database(server, name) for name in ("backed_up", "restored")]
    else:
        copy_migrated_database(first / "bakeoff.sqlite3")
    created = run("tests/backup/fill_and_backup.py", str(archive), home=first, url=urls[0])
    assert created.returncode == 0, created.stderr
    assert re.search(r"rows and \d+ files, [\d,]+ bytes in .* s\.\nSHA-256 [0-9a-f]{64}", created.stdout)
    assert "SECRET_KEY is not in it" in created.stderr

    restored = run("manage.py", "restore", str(archive), home=second, url=urls[1])
    assert restored.returncode == 0, restored.stderr
    result = run("-c", COUNTS, home=second, url=urls[1])
    assert result.returncode == 0, result.stderr
    lines = dict(line.split(" ", 1) for line in result.stdout.splitlines())
    n_teams, n_suites = lines["pairs"].split()
    assert n_teams == n_suites, "a pair that one transaction wrote is there as a whole"
    assert 3 <= int(n_teams) <= int(created.stdout.rpartition(":")[2])
    assert re.fullmatch("whole.*True", lines["files"])
    assert {name: lines[name] for name in RESTORED} == RESTORED

    again = run("manage.py", "restore", str(archive), home=second, url=urls[1])
    assert again.returncode == 1
    assert "Give --overwrite to replace them" in again.stderr
    replaced = run("manage.py", "restore", str(archive), "--overwrite", home=second, url=urls[1])
    assert replaced.returncode == 0, replaced.stderr
    if kind == "sqlite":
        with closing(sqlite3.connect(second / "bakeoff.sqlite3.before-restore")) as old:
            assert old.execute("SELECT count(*) FROM evaluations_team WHERE slug = 'new'").fetchone() == (1,)
        damaged = archive.read_bytes()
        archive.write_bytes(damaged[:4000] + b"\0" * 50 + damaged[4050:])
        refused = run("manage.py", "restore", str(archive), "--overwrite", home=second)
        assert refused.returncode == 1
        assert "Traceback" not in refused.stderr
        assert "ada True" in run("-c", COUNTS, home=second).stdout, "a refused archive changes nothing"
