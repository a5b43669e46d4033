"""Model files on this machine that a model server names: which of them are read, and their digest.

A model server is not trusted. It could name any file (`/etc/shadow`, `/dev/zero`) and have its digest shown. So a file
is read only when the server runs on this machine, and the file is a regular GGUF file below a configured folder.
"""

from __future__ import annotations

import hashlib
import logging
import os
import stat
import time
from collections.abc import Sequence
from functools import lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import BinaryIO
from urllib.parse import urlsplit

from evaluations.adapters.embedded_server import model_file

LARGEST_BYTES = 2**38  # 256 GiB
DIGEST_S = 120.0  # 0.2 s for 100 MB from memory; a longer digest is given up
BLOCK = 2**20
MAGIC = b"GGUF"
log = logging.getLogger(__name__)


def local_file(base_url: str, named: object, folders: Sequence[Path] = ()) -> Path | None:
    """Return the model file that a server names when it may be read, else None.

    folders: where it may be, beside the embedded model's folder.
    """
    if not isinstance(named, str) or not named or not _is_this_machine(base_url):
        return None
    try:
        path = Path(named).resolve(strict=True)
        is_inside = any(path.is_relative_to(folder.resolve()) for folder in [*folders, *_embedded_folder()])
    except (OSError, ValueError, RuntimeError):  # also a NUL in the name, and links in a circle
        return None
    return path if is_inside and _is_model(path) else None


def digest_of(path: Path) -> str | None:
    """Return the SHA-256 of a model file; None when it is too large, too slow or cannot be read."""
    try:
        status = path.stat()
    except OSError:
        return None
    return _sha256(path, status.st_size, status.st_mtime_ns)


def _is_this_machine(base_url: str) -> bool:
    try:
        host = urlsplit(base_url).hostname or ""
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _embedded_folder() -> list[Path]:
    embedded = model_file()
    return [embedded.parent] if embedded else []


def _is_model(path: Path) -> bool:
    try:
        with _open(path) as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def _open(path: Path) -> BinaryIO:
    """Open a regular file. A pipe or device is refused: it could block, or never end. Raises OSError."""
    file = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError(f"{path} is not a regular file")
        return os.fdopen(file, "rb")
    except BaseException:
        os.close(file)
        raise


@lru_cache(maxsize=64)
def _sha256(path: Path, size: int, mtime_ns: int) -> str | None:
    """Read each state of a file once per process, also when it has no digest."""
    if size > LARGEST_BYTES:
        return None
    digest, n_bytes_left, end = hashlib.sha256(), size, time.monotonic() + DIGEST_S
    try:
        with _open(path) as file:
            while n_bytes_left > 0 and (block := file.read(min(BLOCK, n_bytes_left))):
                digest.update(block)
                n_bytes_left -= len(block)
                if time.monotonic() > end:
                    log.warning("%s has no digest: reading it took longer than %.0f s.", path, DIGEST_S)
                    return None
    except OSError as exc:
        log.warning("%s has no digest: %s", path, exc)
        return None
    return digest.hexdigest()
