"""Django's storage on a disk, where a file either has all its bytes or does not exist."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.core.files.storage import FileSystemStorage

# No upload takes this long: an older file was left by a process that was killed while it wrote.
LEFTOVER_AGE_S = 3600.0


def leftovers(folder: Path, age_s: float = LEFTOVER_AGE_S) -> list[Path]:
    """Return the unfinished files below a storage's folder that were not written to for age_s seconds."""
    newest = time.time() - age_s
    return [path for path in folder.glob("*/.*.part") if _modified_at(path) < newest]


def remove_leftovers(folder: Path, age_s: float = LEFTOVER_AGE_S) -> int:
    """Delete them; return their number."""
    paths = leftovers(folder, age_s)
    for path in paths:
        path.unlink(missing_ok=True)
    return len(paths)


def _modified_at(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except FileNotFoundError:  # it was finished meanwhile
        return time.time()


class DiskStorage(FileSystemStorage):
    """Write under a temporary name, flush, rename: a full disk or a kill leaves no half file under the final name."""

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """Return the name itself: an existing file is replaced."""
        return name

    def names_before(self, folder: str, before: float) -> Iterator[str]:
        """Yield the names in a folder of files that were last written before a time, in seconds since 1970."""
        with suppress(FileNotFoundError):
            for entry in os.scandir(self.path(folder)):
                with suppress(FileNotFoundError):
                    if entry.is_file() and entry.stat().st_mtime < before:
                        yield entry.name

    def remove_unfinished(self, before: float) -> int:
        """Delete unfinished files that were last written before a time, in seconds since 1970; return how many."""
        return remove_leftovers(Path(self.location), time.time() - before)

    def _save(self, name: str, content: Any) -> str:
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(file.fileno())
            os.replace(temporary, path)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
        _flush_folder(path.parent)
        return name


def _flush_folder(folder: Path) -> None:
    """Make the new name survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
