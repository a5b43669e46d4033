"""Write a backup while the site runs: the database as it is at one moment, then every file that it names."""

from __future__ import annotations

import sqlite3
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import now

from evaluations.backup.archive import ArchiveWriter, Manifest, new_archive, sha256_of
from evaluations.errors import BackupError, StoredFileError
from evaluations.models import Installation, StoredFile
from evaluations.models.installation import BACKUP_STEP

SQLITE_MEMBER = "database/bakeoff.sqlite3"
RENEW_S = 60.0
BLOCK_ROWS = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A written backup. sha256: of the archive."""

    n_files: int
    n_rows: int
    size_bytes: int
    seconds: float
    sha256: str


def make_backup(path: Path, *, overwrite: bool = False, progress: Callable[[str], None] = lambda _: None) -> Backup:
    """Write the archive. Raises BackupError, or OSError when the disk fails; no file is left then."""
    if path.exists() and not overwrite:
        raise BackupError(f"{path} exists. Give another name, or --overwrite.")
    begun = time.monotonic()
    Installation.objects.ensure()
    Installation.objects.keep_files(BACKUP_STEP)
    try:
        with new_archive(path) as archive:
            with _database(archive, path.parent, progress) as (manifest, files):
                manifest.n_files = _add_files(archive, files, progress)
            archive.finish(manifest)
    finally:
        Installation.objects.keep_files(None)
    return Backup(
        n_files=manifest.n_files,
        n_rows=sum(manifest.rows.values()),
        size_bytes=path.stat().st_size,
        seconds=time.monotonic() - begun,
        sha256=sha256_of(path),
    )


@contextmanager
def _database(
    archive: ArchiveWriter, folder: Path, progress: Callable[[str], None]
) -> Iterator[tuple[Manifest, Iterable[tuple[str, int]]]]:
    """Add the database; give the manifest, and (SHA-256, size) of the files that this copy of it names."""
    if connection.vendor == "sqlite":
        with tempfile.TemporaryDirectory(dir=folder, prefix=".backup-") as scratch:
            copy = Path(scratch) / "bakeoff.sqlite3"
            copy_sqlite(settings.DATABASES["default"]["NAME"], copy)
            progress("The database is copied.")
            with closing(sqlite3.connect(copy)) as snapshot:
                manifest = _manifest(snapshot.execute("SELECT app, name FROM django_migrations"))
                manifest.rows = {
                    table: snapshot.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
                    for (table,) in snapshot.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
                    if not table.startswith(("sqlite_", "evaluations_fulltext_"))
                }
                with copy.open("rb") as file:
                    archive.add(SQLITE_MEMBER, file, copy.stat().st_size)
                yield manifest, snapshot.execute("SELECT sha256, size_bytes FROM evaluations_storedfile")
        return
    from evaluations.backup import postgres

    with transaction.atomic():
        postgres.freeze()
        with connection.cursor() as cursor:
            cursor.execute("SELECT app, name FROM django_migrations")
            manifest = _manifest(cursor.fetchall())
        for table in postgres.tables():
            manifest.columns[table] = postgres.columns(table)
            with tempfile.TemporaryFile(dir=folder) as file:
                manifest.rows[table] = postgres.copy_out(table, manifest.columns[table], file)
                size = file.tell()
                file.seek(0)
                archive.add(f"database/{table}", file, size)
        progress("The database is copied.")
        files = list(StoredFile.objects.order_by("pk").values_list("pk", "size_bytes"))
    yield manifest, files


def copy_sqlite(source: Path | str, target: Path) -> None:
    """Copy a database that others write to, as it is at one moment; they go on meanwhile (WAL)."""
    live = sqlite3.connect(f"file:{source}?mode=ro", uri=True, timeout=60)
    with closing(live), closing(sqlite3.connect(target)) as copy:
        live.backup(copy)


def _manifest(migrations: Iterable[tuple[str, str]]) -> Manifest:
    return Manifest(
        version=settings.VERSION,
        made_at=now().isoformat(timespec="seconds"),
        database=connection.vendor,
        migrations=sorted([app, name] for app, name in migrations),
        rows={},
    )


def _add_files(archive: ArchiveWriter, files: Iterable[tuple[str, int]], progress: Callable[[str], None]) -> int:
    """Add the files; each is compared with its name. During this time no file is removed."""
    n, renew_at = 0, time.monotonic() + RENEW_S
    for sha256, size in files:
        stored = StoredFile(pk=sha256, size_bytes=size)
        try:
            with stored.open() as file:
                result = archive.add(f"files/{stored.storage_name}", file, size)
        except StoredFileError as exc:
            raise BackupError(f"{exc} Nothing was written.") from exc
        if result != sha256:
            raise BackupError(f"The stored file {sha256[:12]}… has other bytes than were stored. Nothing was written.")
        n += 1
        if time.monotonic() > renew_at:
            renew_at = time.monotonic() + RENEW_S
            Installation.objects.keep_files(BACKUP_STEP)
            progress(f"{n:,} files are copied.")
    return n
