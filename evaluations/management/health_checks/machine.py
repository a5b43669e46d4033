"""Health checks of this machine: Python, packages, bundles, browser, isolation, folders."""

from __future__ import annotations

import importlib.metadata
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from evaluations import wheels
from evaluations.errors import SandboxError
from evaluations.management.health_checks.part import Part, State
from evaluations.sandbox import find_chromium, try_layers
from scripts import disk, node
from scripts.private_files import open_to_others

ROOT = Path(settings.BASE_DIR)
LOW_DISK_MB = 500
OWN_FOLDER = "set BAKEOFF_HOME to a folder you own"


def python() -> Iterator[Part]:
    """Yield the interpreter that runs this."""
    version = ".".join(map(str, sys.version_info[:3]))
    state: State = "ok" if sys.version_info >= (3, 11) else "missing"
    yield Part(
        name="Python", state=state, found=f"{version}, {sys.executable}", hint="" if state == "ok" else "make setup"
    )


def packages() -> Iterator[Part]:
    """Compare installed packages with the lock files."""
    wrong = []
    count = 0
    for name, version in locked():
        count += 1
        try:
            if (installed := importlib.metadata.version(name)) != version:
                wrong.append(f"{name} is {installed}, locked {version}")
        except importlib.metadata.PackageNotFoundError:
            wrong.append(f"{name} {version} is not installed")
    if wrong:
        yield Part(name="Python packages", state="missing", found="; ".join(wrong[:5]), hint="make setup")
    else:
        yield Part(name="Python packages", state="ok", found=f"{count}, as locked")


def locked() -> Iterator[tuple[str, str]]:
    """Yield the name and version of every line of the locks that this host needs."""
    lists = ["runtime.txt", "model.txt"] if settings.EMBEDDED_MODEL else ["runtime.txt"]
    for path in (ROOT / "requirements" / name for name in lists):
        if path.exists():
            yield from re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", path.read_text(), re.MULTILINE)


def bundles() -> Iterator[Part]:
    """Check the bundles that esbuild makes for the sandbox and the pages."""
    if node.is_built(ROOT):
        yield Part(name="Browser bundles", state="ok", found="built from the present sources")
    else:
        yield Part(
            name="Browser bundles", state="missing", found="not built, or older than their sources", hint="make setup"
        )


def browser() -> Iterator[Part]:
    """Check Chromium: its path and version, and whether it shows a page."""
    hint = "make setup (as root), or install chromium-headless-shell, or set CHROMIUM_PATH"
    try:
        path = find_chromium()
    except SandboxError as exc:
        yield Part(name="Chromium", state="missing", found=str(exc), hint=hint)
        return
    command: list[str | Path] = [
        path,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--dump-dom",
        "data:text/html,<p>alive",
    ]
    try:
        version = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=30, check=False)
        shown = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    except (OSError, subprocess.TimeoutExpired) as exc:
        yield Part(name="Chromium", state="missing", found=f"{path} does not run: {exc}", hint=hint)
        return
    if "alive" not in shown.stdout:
        last = (shown.stderr.strip().splitlines() or ["it showed nothing"])[-1]
        yield Part(name="Chromium", state="missing", found=f"{path} shows no page: {last}", hint=hint)
    else:
        version_text = version.stdout.strip() or "version unknown"
        yield Part(name="Chromium", state="ok", found=f"{version_text}, {path}")
        yield from _other_browser(version_text)


def _other_browser(version: str) -> Iterator[Part]:
    """Yield a note when the browser is not the one that images have: verdicts say by which one they were given."""
    pinned = (ROOT / "requirements/chromium.txt").read_text().strip()
    number = pinned.partition("-")[0]
    if number not in version:
        hint = f"where verdicts of several sites are compared: apt-get install chromium-headless-shell={pinned}"
        yield Part(
            name="Chromium",
            state="note",
            found=f"images have {number}: verdicts say which browser gave them",
            hint=hint,
        )


def isolation() -> Iterator[Part]:
    """Test each layer of isolation between generated code and this machine."""
    try:
        layers = try_layers()
    except SandboxError as exc:
        yield Part(name="Isolation", state="missing", found=str(exc), hint="the line about Chromium says what to do")
        return
    for layer in layers:
        state: State = "ok" if layer.is_on else "missing" if layer.is_needed else "note"
        sign = "on" if layer.is_on else "OFF"
        yield Part(name="Isolation", state=state, found=f"{layer.name}: {sign} ({layer.observed})", hint=layer.hint)


def home() -> Iterator[Part]:
    """Check BAKEOFF_HOME: whether it can be written, and whether there is room."""
    folder: Path = settings.BAKEOFF_HOME
    try:
        probe = folder / "files" / ".doctor"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as exc:
        fault = disk.fault_of(exc) or disk.DiskFault(f"cannot be written: {exc.strerror}", OWN_FOLDER)
        yield Part(name="Home folder", state="missing", found=f"{folder} {fault.state}", hint=fault.hint)
        return
    free_mb = shutil.disk_usage(folder).free // 2**20
    state: State = "ok" if free_mb >= LOW_DISK_MB else "missing"
    hint = "" if state == "ok" else "make room, or set BAKEOFF_HOME to a folder on another disk"
    yield Part(name="Home folder", state=state, found=f"{folder}, {free_mb:,} MB free", hint=hint)


def private() -> Iterator[Part]:
    """Yield files of the site that other users of this machine could read."""
    result = open_to_others(settings.BAKEOFF_HOME, settings.SQLITE_FILE)
    if not result:
        yield Part(name="Private files", state="ok", found="other users of this machine can read none")
        return
    names = ", ".join(path.name for path in result[:5]) + (" …" if len(result) > 5 else "")
    hint = f"make up closes them; by hand: chmod go= on them in {settings.BAKEOFF_HOME}"
    yield Part(name="Private files", state="note", found=f"open to other users: {names}", hint=hint)


def python_packages() -> Iterator[Part]:
    """Yield wheels that Python tasks may import, and those that are refused."""
    name = "Packages of Python tasks"
    if not settings.PYTHON_WHEELS:
        yield Part(name=name, state="note", found="none; PYTHON_WHEELS names a folder of wheels")
        return
    installed = wheels.wheels()
    usable = [
        f"{wheel.name} {wheel.version}" + ("" if wheel.is_trusted else ", with an answer's rights")
        for wheel in installed.by_name.values()
    ]
    yield Part(name=name, state="ok" if usable else "note", found="; ".join(usable) or "the folder has none")
    for sentence in installed.refused:
        yield Part(name="Refused wheel", state="note", found=sentence, hint="see docs/how-to/python-packages.md")
