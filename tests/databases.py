"""Databases with every migration, to copy. Migrations take seconds, so each test run applies them once to SQLite."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import psycopg

from tests.environment import RUN_HOME
from tests.processes import ROOT

# The row belongs to the files of one home. `migrate` makes another one in the home of a copy.
FORGET_HOME = "DELETE FROM evaluations_installation"


def migrate(home: Path, url: str) -> None:
    """Apply every migration to the database at this URL. home: BAKEOFF_HOME."""
    env = {**os.environ, "BAKEOFF_HOME": str(home), "DATABASE_URL": url}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v", "0"], cwd=ROOT, env=env, check=True)


def copy_migrated_database(to: Path) -> None:
    """Copy an empty SQLite database to this path. The first test process makes the original; the others wait."""
    folder = RUN_HOME / "migrated"
    folder.mkdir(exist_ok=True)
    file = folder / "bakeoff.sqlite3"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not file.exists():
            _make(folder / "unfinished.sqlite3").rename(file)
    to.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(file, to)


def _make(file: Path) -> Path:
    migrate(file.parent, f"sqlite:///{file}")
    with closing(sqlite3.connect(file)) as database, database:
        database.execute(FORGET_HOME)
    assert not file.with_name(f"{file.name}-wal").exists(), "the copy would lack what is in this file"
    return file


def create_postgres_database(server: str, name: str, template: str = "template1") -> str:
    """Create a database on this PostgreSQL server, as a copy of the template. Return its URL."""
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    path, _, query = server.partition("?")
    return f"{path.rpartition('/')[0]}/{name}" + (f"?{query}" if query else "")
