"""Finds files of the site that other users of the machine could read, and corrects their modes.

Standard library only: the set-up runs before the packages are installed.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

UMASK = 0o077
# In BAKEOFF_HOME. That folder itself stays as it is: it may be one that somebody else set up. Stored files are behind
# the closed `files`.
NAMES = (
    "bakeoff.sqlite3*",
    "secret_key",
    "running",
    "migrating",
    "beat-schedule*",
    "valkey.sock",
    "files",
    "logs",
    "logs/*",
)


def open_to_others(home: Path, database: Path | None = None) -> list[Path]:
    """Return the site's files and folders that others than their owner may use. database: SQLite's file elsewhere."""
    return [path for path in _files(home, database) if _is_open(path)]


def close_to_others(paths: Iterable[Path]) -> list[Path]:
    """Remove all rights of others; return the changed files. Files of another owner stay as they are."""
    closed = []
    for path in paths:
        with suppress(OSError):
            path.chmod(stat.S_IMODE(path.lstat().st_mode) & ~UMASK)
            closed.append(path)
    return closed


def private_folder(path: Path) -> None:
    """Make a folder, with its parents, that only its owner may use. Raises OSError."""
    for folder in reversed([path, *path.parents]):
        if not folder.exists():
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700)


def private_opener(path: str, flags: int) -> int:
    """For `open(…, opener=…)`: only the owner may use a new file."""
    return os.open(path, flags, 0o600)


def _files(home: Path, database: Path | None) -> Iterator[Path]:
    for pattern in NAMES:
        yield from home.glob(pattern)
    if database is not None and database.parent != home:
        yield from database.parent.glob(f"{database.name}*")


def _is_open(path: Path) -> bool:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return False
    return not stat.S_ISLNK(mode) and bool(mode & UMASK)
