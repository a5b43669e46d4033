"""Runs migrations when they are needed. A cheap check comes first, because it happens at every start."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote, urlsplit

OWN_APPS = ("evaluations",)
DJANGOS = ("auth", "contenttypes", "sessions")


def is_current(database_url: str, root: Path) -> bool:
    """Whether every migration on disk is in the database. False, "look closer", for anything but SQLite."""
    path = sqlite_path(database_url)
    if path is None or not path.exists():
        return False
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as connection:
            applied = set(connection.execute("select app, name from django_migrations"))
    except sqlite3.Error:
        return False
    return on_disk(root) <= applied


def sqlite_path(database_url: str) -> Path | None:
    """File of a sqlite:/// address, None for other databases."""
    parts = urlsplit(database_url)
    return Path(unquote(parts.path[1:])) if parts.scheme == "sqlite" and len(parts.path) > 1 else None


def on_disk(root: Path) -> set[tuple[str, str]]:
    """(app, migration) of our apps and of Django's."""
    spec = find_spec("django")
    assert spec is not None
    assert spec.origin is not None
    contrib = Path(spec.origin).parent / "contrib"
    folders = [(app, root / app) for app in OWN_APPS] + [(app, contrib / app) for app in DJANGOS]
    return {
        (app, file.stem)
        for app, folder in folders
        for file in (folder / "migrations").glob("[0-9][0-9][0-9][0-9]_*.py")
    }
