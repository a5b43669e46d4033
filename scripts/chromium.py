"""Which Chromium to use. Standard library only: the set-up asks before anything is installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

# Headless shell first: it starts in a third of the time and runs up to twice as fast.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
DOWNLOADED = (
    "chromium_headless_shell-*/*/headless_shell",
    "chromium_headless_shell-*/*/chrome-headless-shell",
    "chromium-*/*/chrome",
)


class ChromiumPathError(Exception):
    """CHROMIUM_PATH names something that cannot be run."""


def find() -> Path | None:
    """CHROMIUM_PATH, else one on the PATH, else Playwright's own download; None when there is none."""
    if given := os.environ.get("CHROMIUM_PATH", "").strip():
        if not os.access(given, os.X_OK) or os.path.isdir(given):
            raise ChromiumPathError(f"CHROMIUM_PATH={given} is not a program. Correct it or unset it.")
        return Path(given)
    for name in NAMES:
        if on_path := shutil.which(name):
            return Path(on_path)
    for pattern in DOWNLOADED:
        for path in sorted(download_folder().glob(pattern), reverse=True):
            if os.access(path, os.X_OK):
                return path
    return None


def download_folder() -> Path:
    """Where Playwright keeps its browsers."""
    given = os.environ.get("PLAYWRIGHT_BROWSERS_PATH", "").strip()
    return Path(given) if given and given != "0" else Path.home() / ".cache" / "ms-playwright"
