"""Databases of earlier releases: they are migrated, every page opens, and they can be backed up.

`python -m bench.release_database VERSION` makes the database of this release for tests of the next one.
"""

from __future__ import annotations

import gzip
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.processes import ROOT

RELEASES = sorted((ROOT / "tests" / "fixtures" / "releases").glob("*.sqlite3.gz"))
COUNTED = {
    "runs": "SELECT count(*) FROM evaluations_run",
    "gradings": "SELECT count(*) FROM evaluations_grading",
    "verdicts": "SELECT verdict, count(*) FROM evaluations_candidate GROUP BY verdict ORDER BY verdict",
    "passed": "SELECT sum(n_passed), sum(n) FROM evaluations_tally",
    "people": "SELECT count(*) FROM auth_user",
    "workbooks": "SELECT count(*) FROM evaluations_workbook",
    "comments": "SELECT count(*) FROM evaluations_comment",
    "links": "SELECT count(*) FROM evaluations_sharelink",
}
# Others begin with the same column.
REMOVED = (
    *(f"evaluations_{table}_run_id" for table in ("candidate", "tally", "causetally")),
    *("evaluations_tally_task_id", "evaluations_grading_screenshot_id"),
)
LOOK = """
import json, django; django.setup()
from django.conf import settings; settings.ALLOWED_HOSTS = ["*"]
from django.contrib.auth.models import User
from django.test import Client
from evaluations.models import Candidate, Grading, Run
client = Client()
client.force_login(User.objects.get(username="admin"))
run, answers = Run.objects.first(), list(Candidate.objects.order_by("pk")[:5])
paths = ["/", "/runs/", "/suites/", "/compare/", "/compare/leaderboard/", "/workbooks/", "/models/", "/audit/"]
paths += ["/storage/", "/people/", "/changes/", f"/runs/{run.pk}/", *(f"/candidates/{row.pk}/" for row in answers)]
statuses = {path: client.get(path, follow=True).status_code for path in paths}
codes = sum(bool(row.files) and bool(row.rule) for row in Grading.objects.all())
is_right = User.objects.get().check_password("correct horse battery")
print(json.dumps({"statuses": statuses, "codes": codes, "password": is_right}))
"""


def run(home: Path, *command: str) -> str:
    """Run a command of the product with this home."""
    env = {
        **os.environ,
        "BAKEOFF_HOME": str(home),
        "DJANGO_SETTINGS_MODULE": "webapp.settings",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def schema(path: Path) -> dict[str, set[str]]:
    """Return the names of indexes and triggers."""
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    return {kind: {name for each, name in rows if each == kind} for kind in ("index", "trigger")}


def counts(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as database:
        return {name: database.execute(query).fetchall() for name, query in COUNTED.items()}


def test_database_of_an_earlier_release_exists() -> None:
    assert RELEASES


@pytest.mark.timeout(240)
@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_database_of_an_earlier_release_is_upgraded_whole(release: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    database = home / "bakeoff.sqlite3"
    database.write_bytes(gzip.decompress(release.read_bytes()))
    before = counts(database)
    assert all(before.values())
    run(home, "manage.py", "migrate", "--noinput")
    assert counts(database) == before
    names = schema(database)
    assert not {name for name in names["index"] if name.startswith(REMOVED)}
    assert len([name for name in names["trigger"] if name.startswith("tally")]) > 3, names["trigger"]
    looked = json.loads(run(home, "-c", LOOK).splitlines()[-1])
    assert set(looked["statuses"].values()) == {200}, looked["statuses"]
    assert looked["codes"] > 20
    assert looked["password"]
    run(home, "manage.py", "migrate", "--check")
    shown = run(home, "manage.py", "free_space", "--gradings", "1")
    assert "older gradings would be removed" in shown
