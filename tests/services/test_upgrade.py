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

import psycopg
import pytest
from django.apps import apps
from django.conf import settings

from tests.databases import create_postgres_database
from tests.environment import needs_time
from tests.processes import ROOT
from tests.services.rows_to_postgres import copy_rows

RELEASES = sorted((ROOT / "tests" / "fixtures" / "releases").glob("*.sqlite3.gz"))
MOST_KB = 300
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
from evaluations import models
from webapp.urls import urlpatterns
client = Client()
client.force_login(User.objects.get(username="admin"))
run = models.Run.objects.get(title="release")
paths = ["/", "/runs/", "/suites/", "/compare/", "/compare/leaderboard/", "/workbooks/", "/models/", "/audit/"]
paths += ["/storage/", "/people/", "/changes/", "/models/queue/", "/review/", "/deleted/", "/share/", "/webhooks/"]
suite = f"/suites/{run.suite_version.suite.slug}/"
paths += [f"/runs/{run.pk}/", suite]
if run.suite_version.suite.versions.count() > 1:
    paths.append(f"{suite}versions/")
for model, path in (
    (models.GradingTrial, "changes/trials"), (models.BulkChange, "changes"), (models.Campaign, "review"),
    (models.EditedAnswer, "edits"), (models.PromptTemplate, "prompt/templates"),
):
    paths += [f"/{path}/{row.pk}/" for row in model.objects.order_by("pk")]
paths += [f"/candidates/{pk}/" for pk in run.candidates.order_by("pk").values_list("pk", flat=True)[:5]]
paths += [f"/conversations/{row.pk}/" for row in models.Suite.objects.filter(origin="prompt")]
statuses = {path: client.get(path, follow=True).status_code for path in paths}
simple = [f"/{pattern.pattern}" for pattern in urlpatterns if "<" not in str(pattern.pattern)]
broken = {path: status for path in simple if (status := client.get(path).status_code) >= 500}
gradings = models.Grading.objects.filter(candidate__run=run)
codes = sum(bool(row.files) and bool(row.rule) for row in gradings)
is_right = User.objects.get(username="admin").check_password("correct horse battery")
print(json.dumps({"statuses": statuses, "broken": broken, "codes": codes, "password": is_right}))
"""


def run(home: Path, *command: str, url: str = "") -> str:
    """Run a command of the product with this home. url: of the database; empty: SQLite in the home."""
    env = {
        **os.environ,
        "BAKEOFF_HOME": str(home),
        "DATABASE_URL": url,
        "REDIS_URL": settings.REDIS_URL,
        "DJANGO_SETTINGS_MODULE": "webapp.settings",
        "PYTHONPATH": str(ROOT),
    }
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, timeout=240, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def unpacked(release: Path, home: Path) -> Path:
    """Write the database of a release into a home; return its path."""
    home.mkdir()
    database = home / "bakeoff.sqlite3"
    database.write_bytes(gzip.decompress(release.read_bytes()))
    return database


def schema(path: Path) -> dict[str, set[str]]:
    """Return the names of indexes and triggers."""
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute("SELECT type, name FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'").fetchall()
    return {kind: {name for row_kind, name in rows if row_kind == kind} for kind in ("index", "trigger")}


def counts(database: sqlite3.Connection | psycopg.Connection) -> dict[str, list[tuple[object, ...]]]:
    return {name: database.execute(query).fetchall() for name, query in COUNTED.items()}


def counts_in(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with closing(sqlite3.connect(path)) as database:
        return counts(database)


def leaf_of(path: Path) -> str:
    """Return the newest migration of a database."""
    query = "SELECT max(name) FROM django_migrations WHERE app = 'evaluations'"
    with closing(sqlite3.connect(path)) as database:
        return str(database.execute(query).fetchone()[0])


def assert_pages_open(home: Path, url: str = "") -> None:
    looked = json.loads(run(home, "-c", LOOK, url=url).splitlines()[-1])
    assert {path: status for path, status in looked["statuses"].items() if status != 200} == {}
    assert looked["broken"] == {}
    assert looked["codes"] > 20
    assert looked["password"]


def test_newest_stored_database_is_small_and_has_a_row_in_every_table(tmp_path: Path) -> None:
    release = RELEASES[-1]
    assert release.stat().st_size < MOST_KB * 1000
    database = unpacked(release, tmp_path / "home")
    models = apps.get_app_config("evaluations").get_models(include_auto_created=True)
    with closing(sqlite3.connect(database)) as connection:
        tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        known = {model._meta.db_table for model in models} & tables
        empty = {name for name in known if not connection.execute(f"SELECT 1 FROM {name} LIMIT 1").fetchone()}
    assert len(known) > 70
    assert empty == set()


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    "release",
    [pytest.param(path, id=path.name, marks=[] if path == RELEASES[-1] else [needs_time]) for path in RELEASES],
)
def test_database_of_an_earlier_release_is_upgraded_whole(release: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    database = unpacked(release, home)
    before = counts_in(database)
    assert all(before.values())
    run(home, "manage.py", "migrate", "--noinput")
    assert counts_in(database) == before
    names = schema(database)
    assert not {name for name in names["index"] if name.startswith(REMOVED)}
    assert len([name for name in names["trigger"] if name.startswith("tally")]) > 3, names["trigger"]
    assert_pages_open(home)
    run(home, "manage.py", "migrate", "--check")
    shown = run(home, "manage.py", "free_space", "--gradings", "1")
    assert "older gradings would be removed" in shown


@needs_time
@pytest.mark.timeout(400)
@pytest.mark.parametrize("release", RELEASES, ids=lambda path: path.name)
def test_rows_of_an_earlier_release_are_upgraded_on_postgres(release: Path, tmp_path: Path, postgres: str) -> None:
    """PostgreSQL is migrated as far as the release, gets its rows, and is migrated to the end."""
    database = unpacked(release, tmp_path / "sqlite")
    home, leaf = tmp_path / "home", leaf_of(database)
    url = create_postgres_database(postgres, f"upgrade_{leaf[:4]}")
    for app, name in (("contenttypes", ""), ("auth", ""), ("sessions", ""), ("evaluations", leaf)):
        run(home, "manage.py", "migrate", "--noinput", app, *([name] if name else []), url=url)
    with psycopg.connect(url) as connection:
        left_out = copy_rows(database, connection)
        assert {name for name in left_out if not name.startswith("evaluations_fulltext")} == {"django_migrations"}
        before = counts(connection)
    assert before == counts_in(database)
    run(home, "manage.py", "migrate", "--noinput", url=url)
    with psycopg.connect(url) as connection:
        assert counts(connection) == before
    run(home, "manage.py", "migrate", "--check", url=url)
    assert_pages_open(home, url)
    assert "older gradings would be removed" in run(home, "manage.py", "free_space", "--gradings", "1", url=url)
