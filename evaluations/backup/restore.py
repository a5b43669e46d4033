"""Restores an installation from an archive. The whole archive is checked before anything is changed."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from evaluations.backup.archive import Manifest, members, verify
from evaluations.backup.make import SQLITE_MEMBER
from evaluations.errors import BackupError
from evaluations.models import Installation, Run, StoredFile, Worker

OLD_SUFFIX = ".before-restore"
MOST_IN_MEMORY_BYTES = 8 * 2**20  # of one file


def check_archive(path: Path) -> Manifest:
    """Read the archive to its end, and compare every member with the SHA-256 in the manifest. Raises BackupError."""
    if not path.is_file():
        raise BackupError(f"There is no file {path}.")
    return verify(path)


def restore_backup(
    path: Path, *, overwrite: bool = False, progress: Callable[[str], None] = lambda _: None
) -> Manifest:
    """Replace this installation by that of the archive. Raises BackupError, and then nothing has changed."""
    with _site_stopped():
        _undo_interrupted(progress)
        if not overwrite and _holds_anything():
            raise BackupError("This installation contains people or runs. Give --overwrite to replace them.")
        manifest = check_archive(path)
        _refuse_unusable(manifest)
        progress("The archive is whole.")
        _restore_files(path, manifest)
        progress(f"{manifest.n_files:,} files are here.")
        if connection.vendor == "sqlite":
            _restore_sqlite(path)
        else:
            _restore_postgres(path, manifest, progress)
        _finish()
    return manifest


@contextmanager
def _site_stopped() -> Iterator[None]:
    """Hold the lock of `make up`; workers of other hosts are recognised by their signs of life."""
    with open(settings.BAKEOFF_HOME / "running", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupError("The site is running with this BAKEOFF_HOME. Stop it first.") from None
        if names := _living_workers():
            raise BackupError(f"Workers are running: {', '.join(names)}. Stop all hosts first.")
        yield


def _living_workers() -> list[str]:
    try:
        return sorted(Worker.objects.alive().values_list("name", flat=True))
    except DatabaseError:  # an empty database
        return []


def _holds_anything() -> bool:
    try:
        return get_user_model().objects.exists() or Run.objects.exists()
    except DatabaseError:
        return False


def _refuse_unusable(manifest: Manifest) -> None:
    if manifest.database != connection.vendor:
        raise BackupError(
            f"The backup is of {manifest.database}, and DATABASE_URL names {connection.vendor}. "
            "Restore it into the same kind."
        )
    known = set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)
    if newer := sorted({(app, name) for app, name in manifest.migrations} - known):
        raise BackupError(
            f"The backup was made by a newer release ({manifest.version}; migration {newer[-1][1]}). "
            "Install that one first."
        )


def _restore_files(path: Path, manifest: Manifest) -> None:
    """Restore the files. They are stored under their SHA-256: those of the present installation are not touched."""
    for name, file, size in members(path):
        if name.startswith("files/"):
            stored = StoredFile(pk=name.rpartition("/")[2], size_bytes=size)
            if stored.damage():
                _save(stored, file)


def _save(stored: StoredFile, file: IO[bytes]) -> None:
    """Save a member of the archive. An object storage reads each file twice, and an archive can be read once only."""
    with tempfile.SpooledTemporaryFile(MOST_IN_MEMORY_BYTES, dir=str(settings.BAKEOFF_HOME)) as copy:
        shutil.copyfileobj(file, copy)
        copy.seek(0)
        default_storage.save(stored.storage_name, File(copy, stored.storage_name))


def _restore_sqlite(path: Path) -> None:
    target = Path(settings.DATABASES["default"]["NAME"])
    restored = target.with_name(f".{target.name}.restoring")
    try:
        for name, file, _ in members(path):
            if name == SQLITE_MEMBER:
                with open(os.open(restored, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as copy:
                    shutil.copyfileobj(file, copy)
        with closing(sqlite3.connect(restored)) as database:
            if (result := database.execute("PRAGMA quick_check(1)").fetchone()[0]) != "ok":
                raise BackupError(f"The database in the archive is damaged: {result}")
        connection.close()
        _keep_old(target)
        os.replace(restored, target)
    finally:
        restored.unlink(missing_ok=True)


def _keep_old(target: Path) -> None:
    """Keep the previous database beside the new one, once."""
    if not target.exists():
        return
    with closing(sqlite3.connect(target)) as old:
        old.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    os.replace(target, target.with_name(f"{target.name}{OLD_SUFFIX}"))
    for suffix in ("-wal", "-shm"):
        target.with_name(f"{target.name}{suffix}").unlink(missing_ok=True)


def _restore_postgres(path: Path, manifest: Manifest, progress: Callable[[str], None]) -> None:
    from evaluations.backup import postgres

    postgres.set_aside()
    try:
        _migrate_to(manifest)
        with transaction.atomic():
            postgres.empty_all()
            indexes = postgres.drop_indexes()
            for table, file in _tables(path):
                postgres.copy_in(table, manifest.columns[table], file)
            progress("The rows are here. Their indexes are made.")
            postgres.make_indexes(indexes)
            for table, names in manifest.columns.items():
                postgres.finish(table, names)
            postgres.mark_replaced()
    except BaseException as exc:
        _put_back(exc)
        raise
    postgres.analyse()
    postgres.remove_replaced()


def _put_back(cause: BaseException) -> None:
    """Move the earlier tables back. Raises BackupError if the database is the cause, or does not let that happen."""
    from evaluations.backup import postgres

    reason = str(cause).strip().partition("\n")[0].rstrip(".")
    try:
        postgres.put_back()
    except DatabaseError as exc:
        raise BackupError(
            f"The restore failed: {reason}. The tables from before it are in the schema {postgres.OLD_SCHEMA}; "
            "the next `manage.py restore` puts them back first."
        ) from exc
    if isinstance(cause, DatabaseError):
        raise BackupError(f"PostgreSQL did not take the archive: {reason}. The database is as it was.") from cause


def _undo_interrupted(progress: Callable[[str], None]) -> None:
    """Move the earlier tables back if a restore was killed half way and nothing was entered since."""
    from evaluations.backup import postgres

    if connection.vendor == "postgresql" and postgres.is_interrupted() and not _holds_anything():
        postgres.put_back()
        progress("An earlier restore was interrupted. The tables from before it are back.")


def _tables(path: Path) -> Iterator[tuple[str, IO[bytes]]]:
    for name, file, _ in members(path):
        if name.startswith("database/"):
            yield name.removeprefix("database/"), file


def _migrate_to(manifest: Manifest) -> None:
    """Make the tables as the release that made the backup had them."""
    applied = {(app, name) for app, name in manifest.migrations}
    executor = MigrationExecutor(connection)
    graph = executor.loader.graph
    last = [
        key for key in applied if key in graph.nodes and not applied & {c.key for c in graph.node_map[key].children}
    ]
    executor.migrate(sorted(last))


def _finish() -> None:
    """Migrate to this release, remove earlier workers, and mark the files as those of this database."""
    call_command("migrate", verbosity=0, interactive=False)
    Worker.objects.all().delete()
    Installation.objects.keep_files(None)
    Installation.objects.ensure().write_mark()
