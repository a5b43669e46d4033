"""Files by content, and the workbooks people uploaded."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.timezone import now

from evaluations.errors import LimitReached, StoredFileError
from evaluations.models.json_column import JSONColumn
from evaluations.models.teams import Team
from evaluations.stored_json import JsonObject

HEAL = "Upload it again; manage.py doctor --files lists every such file."


def digest_of(content: bytes | Path) -> str:
    """Return the SHA-256 under which these bytes, or a file's, are stored."""
    with content.open("rb") if isinstance(content, Path) else io.BytesIO(content) as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Content-addressed storage."""

    def store(self, content: bytes | Path, media_type: str = "application/octet-stream") -> StoredFile:
        """Return the row for these bytes, or for a file's, which is read a piece at a time.

        The same bytes are stored once. A file that is already on the disk is trusted only when its SHA-256 is right;
        otherwise it is written again. Raises OSError when the disk refuses.
        """
        digest = digest_of(content)
        with content.open("rb") if isinstance(content, Path) else io.BytesIO(content) as opened:
            size = opened.seek(0, io.SEEK_END)
            stored = self.model(pk=digest, size_bytes=size, media_type=media_type)
            if stored.damage():
                opened.seek(0)
                default_storage.save(stored.storage_name, File(opened, stored.storage_name))
        return self.get_or_create(pk=digest, defaults={"size_bytes": size, "media_type": media_type})[0]


class StoredFile(models.Model):
    """Bytes under their SHA-256."""

    sha256 = models.CharField(primary_key=True, max_length=64)
    size_bytes = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    created_at = models.DateTimeField(default=now)

    objects = StoredFileQuerySet.as_manager()

    def __str__(self) -> str:
        return self.sha256

    @property
    def storage_name(self) -> str:
        """Name in Django's default storage."""
        return f"{self.sha256[:2]}/{self.sha256}"

    def damage(self) -> str:
        """Return what is wrong with the bytes on the disk, compared by size and SHA-256; empty when nothing is."""
        if wrong := self._wrong_size():
            return wrong
        with default_storage.open(self.storage_name) as file:
            digest = hashlib.sha256()
            for chunk in file.chunks():
                digest.update(chunk)
        return (
            ""
            if digest.hexdigest() == self.sha256
            else f"The stored file {self.sha256[:12]}… has other bytes than were stored."
        )

    def _wrong_size(self) -> str:
        name = f"The stored file {self.sha256[:12]}…"
        try:
            size = default_storage.size(self.storage_name)
        except FileNotFoundError:
            if settings.S3_BUCKET:
                return f"{name} is not in the bucket {settings.S3_BUCKET}."
            return f"{name} is not on the disk of this host. All hosts must share BAKEOFF_HOME, or set S3_BUCKET."
        return "" if size == self.size_bytes else f"{name} has {size:,} of {self.size_bytes:,} bytes."

    def open(self) -> File[bytes]:
        """Open the file for a download. Raises StoredFileError when it is missing or has the wrong size."""
        if wrong := self._wrong_size():
            raise StoredFileError(f"{wrong} {HEAL}")
        return default_storage.open(self.storage_name)

    def read(self) -> bytes:
        """Return the bytes. Raises StoredFileError when they are not those that were stored."""
        with self.open() as file:
            content = bytes(file.read())
        if hashlib.sha256(content).hexdigest() != self.sha256:
            raise StoredFileError(f"The stored file {self.sha256[:12]}… has other bytes than were stored. {HEAL}")
        return content

    def path(self) -> str:
        """Return the path on disk, for programs that need one (disk storage only). Raises StoredFileError."""
        if wrong := self._wrong_size():
            raise StoredFileError(f"{wrong} {HEAL}")
        return default_storage.path(self.storage_name)


def _size(n_bytes: int) -> str:
    """Return bytes in the unit that fits, with a plain blank: messages go to terminals too."""
    return filesizeformat(n_bytes).replace("\xa0", " ")


class WorkbookQuerySet(models.QuerySet["Workbook"]):
    """Workbooks, and the bytes that they take."""

    def n_bytes(self) -> int:
        """Return the size of their files; a file that several of them share counts once."""
        files = StoredFile.objects.filter(pk__in=self.values("file"))
        return files.aggregate(n=models.Sum("size_bytes"))["n"] or 0

    def refuse_more(self, team: Team, person: Any, content: bytes | Path, n_bytes: int) -> None:
        """Raise LimitReached when the settings do not allow these n_bytes more to a person or a team.

        Bytes that the team has already are stored once, so they need no room.
        """
        try:
            self._refuse_more(team, person, n_bytes)
        except LimitReached:  # only then is a large file read for its digest
            if not self.filter(team=team, file=digest_of(content)).exists():
                raise

    def _refuse_more(self, team: Team, person: Any, n_bytes: int) -> None:
        for limit_mb, rows, whose in (
            (settings.UPLOADS_MB_PER_PERSON, self.filter(uploaded_by=person.pk), "You have"),
            (settings.UPLOADS_MB_PER_TEAM, self.filter(team=team), "Your team has"),
        ):
            if limit_mb and (stored := rows.n_bytes()) + n_bytes > limit_mb * 2**20:
                raise LimitReached(
                    f"{whose} {_size(stored)} of uploaded files, and {limit_mb:,} MB are allowed; this upload "
                    f"has {_size(n_bytes)}. Delete workbooks that are no longer needed, then upload it again.",
                    status=413,
                )


class Workbook(models.Model):
    """An uploaded workbook. upload_check, preview and truth as in evaluations.workbooks (`to_json`)."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="workbooks")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="workbooks")
    name = models.CharField(max_length=255)
    format = models.CharField(max_length=10)
    upload_check: JSONColumn[JsonObject] = models.JSONField(default=dict)
    preview: JSONColumn[JsonObject] = models.JSONField(default=dict)
    # The expected data. It keeps its old name: the key "truth" is part of every content digest of a stored task, of
    # task folders that people have, and of archives of teams; a renamed column alone would leave two names.
    truth: JSONColumn[JsonObject] = models.JSONField(default=dict, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(default=now)

    objects = WorkbookQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["team", "file", "name"], name="one_row_per_upload")]

    def __str__(self) -> str:
        return self.name
