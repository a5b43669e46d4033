"""Files that a check chooses in a file input: the browser reads them from its own folder."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path

from evaluations.sandbox.browser.chromium import NOBODY


def file_for(home: Path, name: str, content: bytes) -> Path:
    """Write the content as a file of that name in a folder of its own, readable by the browser's user."""
    folder = Path(home, "uploads", secrets.token_hex(8))
    folder.mkdir(parents=True)
    path = folder / Path(name).name
    path.write_bytes(content)
    for entry in (folder.parent, folder, path):
        entry.chmod(0o755 if entry.is_dir() else 0o644)
    with suppress(PermissionError):
        os.chown(folder, NOBODY, NOBODY)
    return path
