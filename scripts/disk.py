"""Explains why a disk cannot be written to, and what to do about it. Standard library only."""

from __future__ import annotations

import errno
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

LEAST_FREE_BYTES = 2**20  # with less, a disk counts as full: SQLite alone needs more for its log


@dataclass(frozen=True, slots=True)
class DiskFault:
    """state: what comes after the name of a folder. hint: an imperative sentence without its full stop."""

    state: str
    hint: str


DISK_FULL = DiskFault("is on a disk that is full", "make room on it, or set BAKEOFF_HOME to a folder on another disk")
READ_ONLY = DiskFault(
    "is on a disk that is mounted read-only",
    "mount it writable again (Linux itself mounts a disk read-only after an error of it; dmesg shows that), "
    "or set BAKEOFF_HOME to a folder on another disk",
)
OF_ERROR = {errno.ENOSPC: DISK_FULL, errno.EDQUOT: DISK_FULL, errno.EROFS: READ_ONLY}


def fault_of(exc: BaseException | None) -> DiskFault | None:
    """Return the fault of a disk behind an error of the system; None for any other error."""
    return OF_ERROR.get(exc.errno or 0) if isinstance(exc, OSError) else None


def look_at(folder: Path) -> DiskFault | None:
    """Return why a folder cannot be written to now; None when it can, or when that is unknown."""
    try:
        if os.statvfs(folder).f_flag & os.ST_RDONLY:
            return READ_ONLY
        return DISK_FULL if shutil.disk_usage(folder).free < LEAST_FREE_BYTES else None
    except OSError:
        return None


def unwritable_reason(folder: Path, exc: OSError) -> str:
    """Return the sentences for somebody who wants to start the site in this folder."""
    if fault := fault_of(exc):
        return f"{folder} {fault.state}: {fault.hint}."
    return f"The folder {folder} cannot be written ({exc.strerror}). Set BAKEOFF_HOME to a folder you own."
