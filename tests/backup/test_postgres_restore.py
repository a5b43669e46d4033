"""Restore on PostgreSQL: what is removed to copy rows quickly is there again, and a failure changes nothing."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest

from tests.backup.test_round_trip import run
from tests.databases import create_postgres_database
from tests.environment import needs_time

pytestmark = pytest.mark.timeout(300)
DEFINITIONS = """
    SELECT 'index', tablename || '.' || indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT concat_ws(' ', 'constraint', contype, convalidated), conrelid::regclass || '.' || conname,
           pg_get_constraintdef(oid) FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND conrelid <> 0
    UNION ALL
    SELECT concat_ws(' ', 'trigger', tgenabled), tgrelid::regclass || '.' || tgname, pg_get_triggerdef(t.oid)
    FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
    WHERE NOT tgisinternal AND c.relnamespace = 'public'::regnamespace
    UNION ALL
    SELECT concat_ws(' ', 'trigger of a foreign key', tgenabled), tgrelid::regclass::text, count(*)::text
    FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid
    WHERE tgisinternal AND c.relnamespace = 'public'::regnamespace GROUP BY tgenabled, tgrelid
    UNION ALL
    SELECT 'column', attrelid::regclass || '.' || attname,
           concat_ws(' ', format_type(atttypid, atttypmod), attnotnull, attidentity)
    FROM pg_attribute a JOIN pg_class c ON c.oid = attrelid
    WHERE attnum > 0 AND NOT attisdropped AND relkind = 'r' AND c.relnamespace = 'public'::regnamespace
    ORDER BY 1, 2, 3
"""
KILLED = """
import os, signal, sys, django; django.setup()
from evaluations.backup import postgres
postgres.make_indexes = lambda statements: os.kill(os.getpid(), signal.SIGKILL)
from django.core.management import call_command
call_command("restore", *sys.argv[1:])
"""
ALL_TABLES = """
import django; django.setup()
from django.db import connection, transaction
from evaluations.backup import postgres
with transaction.atomic(), connection.cursor() as cursor:
    statements = postgres.drop_indexes()
    cursor.execute("SELECT count(*) FROM pg_indexes WHERE schemaname = 'public'")
    print(len(statements), cursor.fetchone()[0])
    postgres.make_indexes(statements)
"""
USERS = "import django; django.setup(); from django.contrib.auth.models import User; print(User.objects.get().username)"


def query(url: str, sql: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url) as connection:
        return connection.execute(sql).fetchall()


@pytest.fixture(scope="module")
def filled(migrated_postgres: str, postgres: str, tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """A database with rows, and an archive of it."""
    home = tmp_path_factory.mktemp("filled")
    archive = home / "backup.tar.gz"
    url = create_postgres_database(postgres, "filled", template="migrated")
    created = run("tests/backup/fill_and_backup.py", str(archive), home=home, url=url)
    assert created.returncode == 0, created.stderr
    return url, archive


@pytest.fixture
def other(postgres: str, migrated_postgres: str, tmp_path: Path) -> Iterator[tuple[str, Path]]:
    """A database with one person, and its home."""
    url = create_postgres_database(postgres, "other", template="migrated")
    home = tmp_path / "other"
    make = "import django; django.setup(); from tests.factories import make_person; make_person('olga')"
    made = run("-c", make, home=home, url=url)
    assert made.returncode == 0, made.stderr
    yield url, home
    with psycopg.connect(postgres, autocommit=True) as connection:
        connection.execute("DROP DATABASE other WITH (FORCE)")


def with_other_rows(archive: Path, to: Path, table: str, change: Any) -> Path:
    """Copy an archive with the rows of one table changed; its digests are right."""
    with tarfile.open(archive) as old, tarfile.open(to, "w:gz") as new:
        contents = {info.name: file.read() for info in old if (file := old.extractfile(info))}
        name = f"database/{table}"
        contents[name] = change(contents[name])
        manifest = json.loads(contents.pop("manifest.json"))
        manifest["members"][name] = [sha256(contents[name]).hexdigest(), len(contents[name])]
        for member, content in (*contents.items(), ("manifest.json", json.dumps(manifest).encode())):
            info = tarfile.TarInfo(member)
            info.size = len(content)
            new.addfile(info, io.BytesIO(content))
    return to


def test_all_indexes_and_keys_are_made_again_as_they_were(other: tuple[str, Path]) -> None:
    before = query(other[0], DEFINITIONS)
    program = run("-c", ALL_TABLES, home=other[1], url=other[0])
    assert program.returncode == 0, program.stderr
    n_removed, n_left = map(int, program.stdout.split())
    assert n_removed > 300
    assert n_left == 0
    assert query(other[0], DEFINITIONS) == before


@needs_time
def test_indexes_keys_and_triggers_are_the_same_after_a_restore(
    filled: tuple[str, Path], other: tuple[str, Path]
) -> None:
    before = query(filled[0], DEFINITIONS)
    assert {kind.split()[0] for kind, _, _ in before} == {"index", "constraint", "trigger", "column"}
    restored = run("manage.py", "restore", str(filled[1]), "--overwrite", home=other[1], url=other[0])
    assert restored.returncode == 0, restored.stderr
    assert query(other[0], DEFINITIONS) == before
    assert query(other[0], "SELECT nspname FROM pg_namespace WHERE nspname LIKE '%restore%'") == []
    same = "SELECT id, run_id, verdict FROM evaluations_candidate ORDER BY id"
    assert query(other[0], same) == query(filled[0], same)
    with psycopg.connect(other[0]) as connection, pytest.raises(psycopg.errors.ForeignKeyViolation):
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE; UPDATE evaluations_candidate SET run_id = 99999")
    with psycopg.connect(other[0]) as connection:
        connection.execute("UPDATE evaluations_candidate SET verdict = 'timeout', state = 'done'")
        assert connection.execute("SELECT sum(n_timeout) FROM evaluations_tally").fetchone() == (2,)


@needs_time
def test_rows_that_contradict_each_other_leave_the_database_as_it_was(
    filled: tuple[str, Path], other: tuple[str, Path], tmp_path: Path
) -> None:
    before = query(other[0], DEFINITIONS)
    archive = with_other_rows(filled[1], tmp_path / "bad.tar.gz", "evaluations_run", lambda rows: b"")
    refused = run("manage.py", "restore", str(archive), "--overwrite", home=other[1], url=other[0])
    assert refused.returncode == 1
    assert "violates foreign key constraint" in refused.stderr
    assert "The database is as it was." in refused.stderr
    assert query(other[0], DEFINITIONS) == before
    assert run("-c", USERS, home=other[1], url=other[0]).stdout.strip() == "olga"


@needs_time
def test_restore_that_was_killed_is_undone_by_the_next_one(filled: tuple[str, Path], other: tuple[str, Path]) -> None:
    killed = run("-c", KILLED, str(filled[1]), "--overwrite", home=other[1], url=other[0])
    assert killed.returncode == -9
    refused = run("manage.py", "restore", str(filled[1]), home=other[1], url=other[0])
    assert "An earlier restore was interrupted. The tables from before it are back." in refused.stderr
    assert "This installation contains people or runs." in refused.stderr
    assert run("-c", USERS, home=other[1], url=other[0]).stdout.strip() == "olga"
