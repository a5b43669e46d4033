"""The style sheets of all pages as one file, css/all_pages.css: seven requests before the first paint take longer.

Each process writes its own copy, because processes of two releases run side by side in a rolling restart.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from functools import cache, lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from threading import get_ident
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.files.storage import FileSystemStorage

Signature = tuple[int, int, int]
SOURCES = Path(settings.BASE_DIR) / "static" / "css"
# In the order in which later rules override earlier ones.
PARTS = ("base", "frame", "components", "runs", "answer", "start", "responsive")
NAME = "css/all_pages.css"
IN_MEMORY = "/dev/shm"  # where the disk is full


class JoinedStyles(BaseFinder):
    """Finds css/all_pages.css for StaticFilesMiddleware and for collectstatic."""

    def check(self, **kwargs: Any) -> list[Any]:
        """Return no complaints: there is nothing to configure."""
        return []

    def find(self, path: str, find_all: bool = False, **kwargs: Any) -> str | list[str]:  # type: ignore[override]
        """Return where the joined file is. Empty for other paths."""
        if path != NAME:
            return []
        joined = str(joined_file())
        return [joined] if find_all else joined

    def list(self, ignore_patterns: Any) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield the joined file with the storage that it is in."""
        yield NAME, FileSystemStorage(location=joined_file().parents[1])


def joined_file() -> Path:
    """Return the joined file; write it if it is missing or a part has changed. Raises OSError."""
    return _joined(SOURCES, tuple(signature_of(SOURCES / f"{part}.css") for part in PARTS))


def signature_of(path: str | Path) -> Signature:
    """Return what differs once a file has changed: its time in ns, its size in bytes and its number. Raises OSError."""
    status = os.stat(path)
    return status.st_mtime_ns, status.st_size, status.st_ino


@lru_cache(maxsize=1)
def _joined(sources: Path, versions: tuple[Signature, ...]) -> Path:
    """Write the joined file. versions: of the parts; other ones are joined again.

    It gets the time of the newest part: a browser that has it need not load it again from another process.
    """
    content = b"".join((sources / f"{part}.css").read_bytes() for part in PARTS)
    changed_at = max(time_ns for time_ns, _, _ in versions)
    with suppress(OSError):
        return _write(_folder(gettempdir()), content, changed_at)
    return _write(_folder(IN_MEMORY), content, changed_at)


@cache
def _folder(parent: str) -> TemporaryDirectory[str]:
    """Return a folder of this process, which is removed at its end."""
    return TemporaryDirectory(prefix="bakeoff-static-", dir=parent)


def _write(folder: TemporaryDirectory[str], content: bytes, changed_at: int) -> Path:
    path = Path(folder.name) / NAME
    path.parent.mkdir(exist_ok=True)
    unfinished = path.with_name(f"{get_ident()}.css")  # two threads may write it at once
    unfinished.write_bytes(content)
    os.utime(unfinished, ns=(changed_at, changed_at))
    os.replace(unfinished, path)
    return path
