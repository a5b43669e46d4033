"""The archive of a backup: a tar file, gzipped where its name says so, whose last member lists all others' SHA-256.

database/bakeoff.sqlite3            SQLite: the whole database, or
database/<table>                    PostgreSQL: COPY's text, a line a row
files/<2 digits>/<sha256>           every stored file
manifest.json                       Manifest: versions, migrations, rows, and SHA-256 and size of each member
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import re
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any

from evaluations.errors import BackupError

FORMAT = 1
MANIFEST = "manifest.json"
MEMBER = re.compile(r"database/[a-z][a-z0-9_.]{0,62}|files/[0-9a-f]{2}/[0-9a-f]{64}")
ENDINGS = (".tar", ".tar.gz")
MOST_MANIFEST_BYTES = 2**30
READ_BYTES = 2**20
UNREADABLE = (tarfile.TarError, EOFError, OSError, zlib.error, ValueError, KeyError, TypeError)


@dataclass(slots=True, kw_only=True)
class Manifest:
    """An archive's contents. members: name to [sha256, bytes]. rows: table to number. columns: table to their names.

    origin: in a team's archive, the identifier of the installation that it comes from.
    """

    format: int = FORMAT
    version: str
    made_at: str
    database: str
    migrations: list[list[str]]
    rows: dict[str, int]
    columns: dict[str, list[str]] = field(default_factory=dict)
    n_files: int = 0
    origin: str = ""
    members: dict[str, list[Any]] = field(default_factory=dict)


class _DigestReader(io.RawIOBase):
    """Reads through to a file of known size, and keeps the SHA-256 of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self.digest = file, hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes."""
        block = self._file.read(size)
        self.digest.update(block)
        return block


class ArchiveWriter:
    """Adds members one after the other; the manifest comes last."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar
        self.members: dict[str, list[Any]] = {}

    def add(self, name: str, file: IO[bytes], size: int) -> str:
        """Add one member; return its SHA-256. Raises BackupError when the file is shorter than stated."""
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        reader = _DigestReader(file)
        try:
            self._tar.addfile(info, reader)
        except OSError as exc:
            if "unexpected end" in str(exc):
                raise BackupError(f"{name} ended before its {size:,} bytes.") from exc
            raise
        self.members[name] = [reader.digest.hexdigest(), size]
        return reader.digest.hexdigest()

    def finish(self, manifest: Manifest) -> None:
        """Write the manifest."""
        manifest.members = self.members
        content = json.dumps(asdict(manifest), indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(content), 0o600
        self._tar.addfile(info, io.BytesIO(content))


@contextmanager
def new_archive(path: Path) -> Iterator[ArchiveWriter]:
    """Open an archive that gets its name only when it is complete and on the disk."""
    if not path.name.endswith(ENDINGS):
        raise BackupError(f"{path.name} ends in neither .tar nor .tar.gz. Give the archive one of these endings.")
    unfinished = path.with_name(f".{path.name}.part")
    mode = "w:gz" if path.name.endswith(".gz") else "w:"
    options: dict[str, Any] = {"compresslevel": 1} if mode == "w:gz" else {}
    try:
        with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode=mode, format=tarfile.PAX_FORMAT, **options) as tar:  # type: ignore[call-overload]
                yield ArchiveWriter(tar)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
    except BaseException:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
        raise


def members(path: Path, most_bytes: int | None = None) -> Iterator[tuple[str, IO[bytes], int]]:
    """Yield each member's name, bytes and size in order, the manifest last. Raises BackupError for anything unexpected.

    most_bytes: of all members together, before they are read.
    """
    n_bytes = 0
    try:
        with tarfile.open(path, "r|*", bufsize=READ_BYTES) as tar:
            for info in tar:
                if not info.isreg() or not (info.name == MANIFEST or MEMBER.fullmatch(info.name)):
                    raise BackupError(f'{path.name} contains "{info.name}", which no backup has. It is not used.')
                n_bytes += info.size
                if most_bytes is not None and n_bytes > most_bytes:
                    raise BackupError(f"{path.name} unpacks to more than {most_bytes:,} bytes. It is not used.")
                file = tar.extractfile(info)
                assert file is not None
                yield info.name, file, info.size
    except UNREADABLE as exc:
        raise BackupError(f"{path.name} cannot be read to its end: {exc}. Use another copy of it.") from exc


def verify(path: Path, *, most_bytes: int | None = None) -> Manifest:
    """Read the whole archive and compare each member with the manifest. Raises BackupError."""
    read: dict[str, list[Any]] = {}
    manifest = None
    for name, file, size in members(path, most_bytes):
        if manifest is not None:
            raise BackupError(f"{path.name} has more data after its manifest. It is not used.")
        if name == MANIFEST:
            manifest = _manifest(path, file, size)
        else:
            read[name] = [_digest_of(path, name, file), size]
    if manifest is None:
        raise BackupError(f"{path.name} has no manifest: it is not a backup of Bakeoff, or was cut off.")
    _compare(path, read, manifest.members)
    return manifest


def _compare(path: Path, read: dict[str, list[Any]], listed: dict[str, list[Any]]) -> None:
    for name in sorted(read.keys() | listed.keys()):
        if read.get(name) != listed.get(name):
            raise BackupError(f"{name} in {path.name} is not what was backed up: another SHA-256 or size.")
        if name.startswith("files/") and read[name][0] != name.rpartition("/")[2]:
            raise BackupError(f"{name} in {path.name} has other bytes than its name says.")


def _manifest(path: Path, file: IO[bytes], size: int) -> Manifest:
    try:
        if size > MOST_MANIFEST_BYTES:
            raise ValueError("too large")
        manifest = Manifest(**json.loads(file.read()))
    except UNREADABLE as exc:
        raise BackupError(f"The manifest of {path.name} cannot be read: {exc}.") from exc
    if manifest.format != FORMAT:
        raise BackupError(f"{path.name} has format {manifest.format}; this release reads format {FORMAT}.")
    return manifest


def _digest_of(path: Path, name: str, file: IO[bytes]) -> str:
    try:
        return _sha256(file)
    except UNREADABLE as exc:
        raise BackupError(f"{name} in {path.name} cannot be read to its end: {exc}. Use another copy of it.") from exc


def _sha256(file: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while block := file.read(READ_BYTES):
        digest.update(block)
    return digest.hexdigest()


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of the archive itself, to keep beside it."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
