"""A full Chromium, which tests compare with the headless shell.

It is the one that FULL_CHROMIUM_PATH names, or the machine's, or, for `make test-full`, Debian's package, unpacked
beside the Python packages without being installed. Debian keeps only its newest version, which may be a later one than
that which grades.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from tests.environment import IS_FULL

NAMED = "FULL_CHROMIUM_PATH"
ROOT = Path(__file__).parents[2]
VERSION = (ROOT / "requirements" / "chromium.txt").read_text().strip()
UNPACKED = Path(sys.prefix) / "full-chromium" / VERSION  # downloaded again when another version grades
DOWNLOAD_S = 600


def full_chromium() -> Path:
    """Return the program. Skips the test with the reason where none can be had."""
    for program in (os.environ.get(NAMED), shutil.which("chromium")):
        if program and _is_full(program):
            return Path(program)
    reason = _reason_for_no_package() if IS_FULL else "It is not installed."
    if reason:
        pytest.skip(f"No full Chromium. {reason} Install it (Debian: apt-get install chromium) or name it in {NAMED}.")
    return UNPACKED / "usr/lib/chromium/chromium"


def _is_full(program: str) -> bool:
    shown = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=60, check=False).stdout
    return "headless" not in Path(program).name and "Chrom" in shown


@cache
def _reason_for_no_package() -> str:
    """Download and unpack the package unless it is there; return why this was not possible, else ""."""
    if UNPACKED.exists():
        return ""
    if not shutil.which("apt-get"):
        return "This machine has no apt-get to download it with."
    folder = UNPACKED.with_name(f"{VERSION}.{os.getpid()}")
    folder.mkdir(parents=True)
    for each in (folder, folder.parent):
        each.chmod(0o755)  # the sandbox's browser runs as another user
    try:
        if error := _error_of(["apt-get", "download", "-q", "chromium", "chromium-common"], folder):
            return f"Debian's package could not be downloaded ({error})."
        for package in folder.glob("*.deb"):
            if error := _error_of(["dpkg-deb", "-x", str(package), str(folder)], folder):
                return f"{package.name} could not be unpacked ({error})."
            package.unlink()
        folder.rename(UNPACKED)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return ""


def _error_of(command: list[str], folder: Path) -> str:
    """Run it; return the last line of its output when it fails, else ""."""
    done = subprocess.run(
        command,
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=DOWNLOAD_S,
        check=False,
    )
    lines = done.stdout.strip().splitlines() or [f"exit {done.returncode}"]
    return lines[-1] if done.returncode else ""
