"""Files by content, and the workbooks people uploaded."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import models
from django.utils.timezone import now

from evaluations.models.teams import Team


class StoredFileQuerySet(models.QuerySet["StoredFile"]):
    """Content-addressed storage."""

    def keep(self, content: bytes | Path, media_type: str = "application/octet-stream") -> StoredFile:
        """The row for these bytes, or for a file's, which is read a piece at a time; the same bytes are stored once."""
        with content.open("rb") if isinstance(content, Path) else io.BytesIO(content) as opened:
            digest = hashlib.file_digest(opened, "sha256").hexdigest()
            if found := self.filter(pk=digest).first():
                return found
            size, name = opened.seek(0, io.SEEK_END), f"{digest[:2]}/{digest}"
            opened.seek(0)
            if not default_storage.exists(name):
                default_storage.save(name, File(opened, name))
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

    def read(self) -> bytes:
        """The bytes."""
        with default_storage.open(self.storage_name) as file:
            return bytes(file.read())

    def path(self) -> str:
        """Path on disk, for programs that need one (disk storage only)."""
        return default_storage.path(self.storage_name)


class Workbook(models.Model):
    """An uploaded workbook. upload_check, preview and truth as in evaluations.workbooks (`to_plain`)."""

    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="workbooks")
    file = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="workbooks")
    name = models.CharField(max_length=255)
    format = models.CharField(max_length=10)
    upload_check = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    truth = models.JSONField(default=dict, blank=True)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL)
    created_at = models.DateTimeField(default=now)

    class Meta:
        ordering = ["-created_at"]
        constraints = [models.UniqueConstraint(fields=["team", "file", "name"], name="one_row_per_upload")]

    def __str__(self) -> str:
        return self.name
