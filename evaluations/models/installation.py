"""The installation as a whole: one row, and the mark that ties its database to the place of its files."""

from __future__ import annotations

import secrets
from datetime import timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import models
from django.db.models.functions import Now

MARK_NAME = "installation"  # in the storage of files, beside the folders of files by SHA-256
BACKUP_STEP = timedelta(minutes=10)
OTHER_INSTALLATION = (
    "The files that this host sees are not those of the database: what other hosts uploaded is missing here. "
    "Share BAKEOFF_HOME between all hosts, or keep the files in object storage (S3_BUCKET)."
)


class InstallationManager(models.Manager["Installation"]):
    """A migrated database has exactly one row."""

    def ensure(self) -> Installation:
        """Return the row; make it, and write its mark beside the files, when there is none."""
        row, is_new = self.get_or_create(pk=1, defaults={"storage_mark": secrets.token_hex(16)})
        if is_new:
            row.write_mark()
        return row

    def storage_fault(self) -> str:
        """Return why this host does not see the files of the database; empty when it does, or when it is not
        known yet.
        """
        row = self.filter(pk=1).first()
        if row is None or row.storage_mark == _read_mark():
            return ""
        return OTHER_INSTALLATION

    def files_are_kept(self) -> bool:
        """Return whether a backup is reading the files, so that no file may be removed."""
        return self.filter(files_kept_until__gt=Now()).exists()

    def keep_files(self, for_more: timedelta | None) -> None:
        """Let no files be removed for this time. None: a backup has ended."""
        self.filter(pk=1).update(files_kept_until=Now() + for_more if for_more else None)


class Installation(models.Model):
    """storage_mark: content of the file MARK_NAME of the storage."""

    storage_mark = models.CharField(max_length=32)
    files_kept_until = models.DateTimeField(null=True, blank=True)

    objects = InstallationManager()

    def __str__(self) -> str:
        return f"installation {self.storage_mark[:8]}"

    def write_mark(self) -> None:
        """Write the mark into the storage of this host."""
        if default_storage.exists(MARK_NAME):
            default_storage.delete(MARK_NAME)
        default_storage.save(MARK_NAME, ContentFile(self.storage_mark.encode(), MARK_NAME))


def _read_mark() -> str:
    try:
        with default_storage.open(MARK_NAME) as file:
            return bytes(file.read(64)).decode(errors="replace")
    except OSError:  # FileNotFoundError also of object storage
        return ""
