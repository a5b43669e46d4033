"""Django's storage in an S3-compatible object storage. Imported only where the setting S3_BUCKET asks for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from django.core.files.base import File
from storages.backends.s3 import S3Storage

from evaluations.errors import StorageAway

OURS = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{62}")  # StoredFile.storage_name


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as exc:
        raise StorageAway(f"The object storage does not answer as it should: {exc}") from exc


class ObjectStorage(S3Storage):  # type: ignore[misc]  # the library has no types
    """An object has all its bytes or does not exist, as on a disk; other errors of the server are StorageAway."""

    def _open(self, name: str, mode: str = "rb") -> File[bytes]:
        with _translated():
            opened: File[bytes] = super()._open(name, mode)
            return opened

    def _save(self, name: str, content: Any) -> str:
        with _translated():
            return str(super()._save(name, content))

    def exists(self, name: str) -> bool:
        """Return whether there is such an object."""
        with _translated():
            return bool(super().exists(name))

    def size(self, name: str) -> int:
        """Return its bytes. Raises FileNotFoundError."""
        with _translated():
            return int(super().size(name))

    def delete(self, name: str) -> None:
        """Delete the object, if there is one."""
        with _translated():
            super().delete(name)

    def names_before(self, folder: str, before: float) -> Iterator[str]:
        """Yield the names in a folder of objects that were last written before a time, in seconds since 1970.

        The time of an object is by the clock of the storage.
        """
        prefix = f"{folder}/"
        with _translated():
            for item in self.bucket.objects.filter(Prefix=prefix):
                if item.last_modified.timestamp() < before:
                    yield item.key.removeprefix(prefix)

    def remove_unfinished(self, before: float) -> int:
        """End uploads in parts that began before a time, in seconds since 1970; return how many.

        A process that is killed leaves its parts. They are no object, and the storage keeps them until somebody ends
        the upload. Those of other programs stay.
        """
        n = 0
        with _translated():
            for upload in self.bucket.multipart_uploads.all():
                if OURS.fullmatch(upload.object_key) and upload.initiated.timestamp() < before:
                    upload.abort()
                    n += 1
        return n
