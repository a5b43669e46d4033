"""Write a team into an archive while the site runs."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import now

from evaluations.backup.archive import ArchiveWriter, Manifest, new_archive
from evaluations.errors import BackupError, StoredFileError
from evaluations.models import Installation, Run, StoredFile, Team
from evaluations.models.installation import BACKUP_STEP
from evaluations.transfer.tables import END_STATES, Row, archive_row, files_of, members, model_rows

KIND = "team"  # in the place of the database's kind, so that no archive is taken for a backup
MODELS = "database/languagemodel"


@dataclass(slots=True, kw_only=True)
class TeamExport:
    """A written archive. n_open_runs: runs that were left out because they have not ended."""

    rows: dict[str, int] = field(default_factory=dict)
    n_files: int = 0
    n_open_runs: int = 0


def origin() -> str:
    """Return the name of this installation in keys of moved runs."""
    return hashlib.sha256(Installation.objects.ensure().storage_mark.encode()).hexdigest()[:16]


def export_team(team: Team, path: Path, *, overwrite: bool = False) -> TeamExport:
    """Write the archive; its name ends in .tar or .tar.gz. Raises BackupError, and OSError when the disk refuses."""
    if path.exists() and not overwrite:
        raise BackupError(f"{path} exists. Give another name, or --overwrite.")
    result = TeamExport(n_open_runs=Run.objects.filter(team=team).exclude(state__in=END_STATES).count())
    with _files_kept(), new_archive(path) as archive:
        files: set[str] = set()
        with _one_moment():
            _add_rows(archive, MODELS, model_rows(team), path.parent, result, files)
            for name, tables in members().items():
                rows = (
                    archive_row(table, row) for table in tables for row in table.rows(team).iterator(chunk_size=200)
                )
                _add_rows(archive, name, rows, path.parent, result, files)
        for digest in sorted(files):
            _add_file(archive, digest)
        result.n_files = len(files)
        archive.finish(
            Manifest(
                version=settings.VERSION,
                made_at=now().isoformat(timespec="seconds"),
                database=KIND,
                migrations=[],
                origin=origin(),
                rows=result.rows,
                n_files=result.n_files,
            )
        )
    return result


@contextmanager
def _files_kept() -> Iterator[None]:
    """Keep all stored files meanwhile."""
    Installation.objects.ensure()
    Installation.objects.keep_files(BACKUP_STEP)
    try:
        yield
    finally:
        Installation.objects.keep_files(None)


@contextmanager
def _one_moment() -> Iterator[None]:
    """Read all rows as they are at one moment; other processes continue to write."""
    with transaction.atomic():
        if connection.vendor == "postgresql" and not connection.savepoint_ids:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def _add_rows(
    archive: ArchiveWriter, name: str, rows: Iterable[Row], folder: Path, result: TeamExport, files: set[str]
) -> None:
    with tempfile.TemporaryFile(dir=folder) as lines:
        n = 0
        for row in rows:
            files |= files_of(row)
            lines.write(json.dumps(row).encode() + b"\n")
            n += 1
        result.rows[name.partition("/")[2]] = n
        size = lines.tell()
        lines.seek(0)
        archive.add(name, lines, size)


def _add_file(archive: ArchiveWriter, digest: str) -> None:
    stored = StoredFile.objects.get(pk=digest)
    try:
        with stored.open() as file:
            result = archive.add(f"files/{stored.storage_name}", file, stored.size_bytes)
    except StoredFileError as exc:
        raise BackupError(f"{exc} Nothing was written.") from exc
    if result != digest:
        raise BackupError(f"The stored file {digest[:12]}… has other bytes than were stored. Nothing was written.")
