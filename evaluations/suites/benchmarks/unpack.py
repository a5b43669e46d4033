"""Unpacks an uploaded zip archive into a folder. It may be hostile, so no name, size or type in it is trusted."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
import zlib
from pathlib import Path
from typing import BinaryIO

from evaluations.errors import SuiteError

MOST_ENTRIES = 5_000
MOST_BYTES = 256 << 20  # of all files together
DEEPEST, LONGEST = 12, 120  # levels of folders, characters of a name
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
PIECE = 1 << 18
HINT = "Zip the suite's folder again, with plain files only."
# Files that operating systems add and that people do not mean to send.
NOISE_FOLDERS, NOISE_FILES = ("__MACOSX",), (".DS_Store", "Thumbs.db", "desktop.ini")
DAMAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, struct.error, ValueError, NotImplementedError)


def unpack_zip(file: BinaryIO, name: str, folder: Path) -> None:
    """Unpack its files into the empty `folder`. Raises SuiteError with a message for the sender."""
    try:
        with zipfile.ZipFile(file) as archive:
            entries = [entry for entry in archive.infolist() if not _is_noise(entry.filename)]
            _check_all(name, entries)
            n_bytes_left = MOST_BYTES
            for entry in entries:
                n_bytes_left = _write(archive, entry, name, folder, n_bytes_left)
    except DAMAGE as exc:
        raise SuiteError(f"{name} is not a zip archive, or is damaged ({type(exc).__name__}). {HINT}") from exc


def _is_noise(path: str) -> bool:
    parts = path.split("/")
    return parts[0] in NOISE_FOLDERS or parts[-1] in NOISE_FILES


def _check_all(name: str, entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MOST_ENTRIES:
        raise SuiteError(f"{name} contains {len(entries):,} files; the limit is {MOST_ENTRIES:,}. Split the suite.")
    names: set[str] = set()
    for entry in entries:
        _check(name, entry)
        key = entry.filename.rstrip("/").casefold()
        if key in names:
            raise SuiteError(f"{name} contains “{_shown_name(entry)}” twice. {HINT}")
        names.add(key)
    declared = sum(entry.file_size for entry in entries)
    if declared > MOST_BYTES:
        raise _too_large(name, f"{declared / 2**20:.1f}")


def _check(name: str, entry: zipfile.ZipInfo) -> None:
    path = entry.filename
    parts = path.rstrip("/").split("/")
    if (
        not path.isprintable()
        or "\\" in path
        or ":" in path
        or len(parts) > DEEPEST
        or any(part in ("", ".", "..") or len(part) > LONGEST for part in parts)
    ):
        raise SuiteError(f"{name} contains a path that cannot be used: “{_shown_name(entry)}”. {HINT}")
    mode = entry.external_attr >> 16
    if stat.S_IFMT(mode) not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise SuiteError(f"{name}: “{_shown_name(entry)}” is not a plain file. {HINT}")
    if entry.flag_bits & 1:
        raise SuiteError(f"{name} is locked with a password. Zip the suite's folder again without one.")
    if entry.compress_type not in METHODS:
        raise SuiteError(
            f"{name}: “{_shown_name(entry)}” is compressed in a way that is not read. Use plain zip (deflate)."
        )


def _shown_name(entry: zipfile.ZipInfo) -> str:
    return "".join(c if c.isprintable() else "?" for c in entry.filename[:80])


def _write(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, folder: Path, n_bytes_left: int) -> int:
    """Write one file, made new; return the rest of MOST_BYTES by its real size."""
    target = folder.joinpath(*entry.filename.rstrip("/").split("/"))
    target_folder = target if entry.is_dir() else target.parent
    if not target_folder.resolve().is_relative_to(folder.resolve()):
        raise SuiteError(f"{name} contains a path that cannot be used: “{_shown_name(entry)}”. {HINT}")
    target_folder.mkdir(parents=True, exist_ok=True)
    if entry.is_dir():
        return n_bytes_left
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(descriptor, "wb") as out, archive.open(entry) as source:
        while piece := source.read(PIECE):
            n_bytes_left -= len(piece)
            if n_bytes_left < 0:
                raise _too_large(name, f"more than {MOST_BYTES >> 20}")
            out.write(piece)
    return n_bytes_left


def _too_large(name: str, mb: str) -> SuiteError:
    return SuiteError(f"{name} unpacks to {mb} MB; the limit is {MOST_BYTES >> 20} MB. Split the suite.")
