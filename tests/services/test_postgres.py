"""The tests of the database again on PostgreSQL: a real server from a wheel, named by DATABASE_URL."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.databases import create_postgres_database
from tests.environment import needs_time
from tests.processes import ROOT

# A whole run on PostgreSQL is in test_cycle.py. These tests are for statements that are written for each database (the
# triggers of the tallies), for locks and bulk updates, and for queries with calculations. Django writes all others.
ON_POSTGRES = [
    "tests/models/test_tallies.py",
    "tests/models/test_standstill.py",
    "tests/actions/test_bulk_changes.py",
    "tests/queries/test_comparison.py",
    "tests/runner/test_run_end.py",
]
# These run in `make test` on SQLite only: pages with more than queries by primary key, and every page and operation for
# every role.
MORE_ON_POSTGRES = {
    "roles": ["site/test_access", "site/test_role_matrix", "site/test_role_sockets", "site/test_other_team"],
    "pages": [
        "compare/test_compare_page",
        "compare/test_leaderboard_page",
        "compare/test_compare_pages",
        "review/test_review_single_answers",
        "conversations/test_answers_elsewhere",
        "conversations/test_conversations",
        "api/test_ignored_params",
    ],
    "kept": ["items/test_items", "home/test_search", "share/test_share"],
}


def run(command: list[str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        timeout=580,
        check=False,
    )


@pytest.mark.timeout(600)
def test_database_part_passes_on_postgres(migrated_postgres: str) -> None:
    assert_passes(ON_POSTGRES, migrated_postgres)


@needs_time
@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", list(MORE_ON_POSTGRES))
def test_pages_and_role_matrix_pass_on_postgres(part: str, migrated_postgres: str) -> None:
    assert_passes([f"tests/webapp/{name}.py" for name in MORE_ON_POSTGRES[part]], migrated_postgres)


@needs_time
@pytest.mark.timeout(600)
def test_all_of_the_database_part_passes_on_postgres(migrated_postgres: str) -> None:
    assert_passes(
        ["tests/models", "tests/queries", "tests/actions", "tests/webapp/candidates/test_candidates_page.py"],
        migrated_postgres,
    )


def assert_passes(tests: list[str], url: str) -> None:
    """Run these tests over copies of the database at this URL."""
    env = {"TEST_DATABASE_URL": url, "TEST_DATABASE_TEMPLATE": "migrated"}
    done = run(["-m", "pytest", "-q", "-p", "no:cacheprovider", *tests], env)
    assert done.returncode == 0, done.stdout[-4000:]
    assert " passed" in done.stdout


def test_doctor_names_the_database_behind_the_setting(postgres: str, migrated_postgres: str, tmp_path: Path) -> None:
    def said_of(url: str) -> str:
        done = run(["manage.py", "doctor", "--only", "database"], {"DATABASE_URL": url, "BAKEOFF_HOME": str(tmp_path)})
        assert done.returncode == 0
        return done.stdout

    assert "postgresql, " in said_of(create_postgres_database(postgres, "empty"))
    assert "postgresql, all migrations applied" in said_of(migrated_postgres)


def test_doctor_says_when_the_database_is_away(tmp_path: Path) -> None:
    settings = {"DATABASE_URL": "postgres://nobody@127.0.0.1:1/none", "BAKEOFF_HOME": str(tmp_path)}
    done = run(["manage.py", "doctor", "--only", "database"], settings)
    assert done.returncode == 2
    assert "correct DATABASE_URL, or start it" in done.stdout
    assert "Traceback" not in done.stderr
