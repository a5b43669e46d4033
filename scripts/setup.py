"""`make setup`: installs everything that the site needs; only Python 3.11 is required. It can be repeated, and is quick
when nothing changed.

Runs under the system's Python, before `.venv` exists: standard library only.
"""

from __future__ import annotations

import argparse
import ctypes
import fcntl
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts import node, step_cache
from scripts.console import Log, SetupError, echo, fail, step

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STEP_CACHE = VENV / "bakeoff"
LOCKS = ROOT / "requirements"
# Shared libraries that wheels need and a minimal Debian lacks: file name to Debian's package.
NEEDED = {"libgomp.so.1": "libgomp1"}  # llama.cpp
NEEDED_BY_TESTS = {"libatomic.so.1": "libatomic1"}  # the Node inside Playwright
FREE_MB = 2500  # .venv, node_modules and their caches together, measured 2026-11


def main() -> int:
    """Exit status: 0 everything is installed, 2 something is missing, as the message explains."""
    parser = argparse.ArgumentParser(prog="make setup", description=__doc__)
    parser.add_argument("--dev", action="store_true", help="with what the tests and the linters need")
    parser.add_argument("--packages", action="store_true", help="only the Python packages: enough for the linters")
    parser.add_argument("--quiet", action="store_true", help="say nothing when there is nothing to do")
    chosen = parser.parse_args()
    try:
        with only_one():
            log = Log(home() / "logs" / "setup.log")
            did_work = virtual_environment(log) | install_packages(log, is_dev=chosen.dev)
            if not chosen.packages:
                did_work |= install_libraries(log, is_dev=chosen.dev) | build_bundles(log) | install_browser(log)
    except SetupError as exc:
        return fail(exc)
    except KeyboardInterrupt:
        return fail(SetupError("Stopped. Finished steps are kept; run it again to continue."))
    if did_work or not chosen.quiet:
        echo("Set-up is complete.")
    return 0


def home() -> Path:
    """BAKEOFF_HOME as in webapp/env.py, which cannot be imported yet."""
    return Path(os.environ.get("BAKEOFF_HOME", "").strip() or ROOT / "var").expanduser().resolve()


@contextmanager
def only_one() -> Iterator[None]:
    """Two set-ups of one checkout take turns."""
    handle = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            echo("Another set-up is at work in this folder; waiting for it …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def virtual_environment(log: Log) -> bool:
    """`.venv` with pip. True when it had to be made."""
    if os.access(PYTHON, os.X_OK) and (VENV / "bin" / "pip").exists():
        return False
    check_room()
    with step(f"Python {sys.version_info.major}.{sys.version_info.minor} environment in .venv"):
        try:
            import ensurepip
            import venv  # noqa: F401
        except ImportError:
            install_venv_module(log)
        else:
            del ensurepip
        log.call([sys.executable, "-m", "venv", "--clear", VENV], cwd=ROOT, hint=f"Remove {VENV} and run it again.")
    return True


def check_room() -> None:
    """Raise SetupError when the folder cannot be written or the disk is nearly full."""
    try:
        VENV.mkdir(exist_ok=True)
    except OSError as exc:
        raise SetupError(
            f"The folder {ROOT} cannot be written ({exc.strerror}). Clone Bakeoff into a folder you own."
        ) from exc
    if (free_mb := shutil.disk_usage(ROOT).free // 2**20) < FREE_MB:
        raise SetupError(f"{ROOT} has {free_mb} MB free; the set-up needs {FREE_MB}. Make room and run it again.")


def install_venv_module(log: Log) -> None:
    """Debian and Ubuntu have `venv` in a separate package."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if not can_use_apt():
        raise SetupError(f"This Python comes without venv. Install it: sudo apt-get install {package}")
    apt_install(log, package)


def can_use_apt() -> bool:
    """Whether this process may install Debian packages."""
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_install(log: Log, *packages: str) -> None:
    """Raise SetupError when Debian does not have them or cannot be reached."""
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    hint = f"Check the network and /etc/apt, or install by hand: apt-get install {' '.join(packages)}"
    log.call(["apt-get", "update", "-q"], cwd=ROOT, hint=hint, env=quiet)
    log.call(["apt-get", "install", "-q", "-y", "--no-install-recommends", *packages], cwd=ROOT, hint=hint, env=quiet)


def install_packages(log: Log, *, is_dev: bool) -> bool:
    """Installs exactly what the lock files list. True when something had to be installed.

    The tests' lock contains the site's: an environment made for the tests is never cut back for `make up`.
    """
    runtime = [path for path in (LOCKS / "uv.txt", LOCKS / "runtime.txt", LOCKS / "model.txt") if path.exists()]
    digest = step_cache.digest(runtime)
    dev_digest = step_cache.digest([*runtime, LOCKS / "dev.txt"])
    has_dev = step_cache.is_done(STEP_CACHE / "dev", dev_digest)
    if has_dev or (not is_dev and step_cache.is_done(STEP_CACHE / "runtime", digest)):
        return False
    install = is_dev or (STEP_CACHE / "dev").exists() or (VENV / "bin" / "pytest").exists()
    with step("Python packages, from the lock files" + (" (with the tests')" if install else "")):
        hint = "Check the network (PyPI must be reachable) and run it again."
        pip: list[str | Path] = [
            PYTHON,
            "-m",
            "pip",
            "install",
            "-q",
            "--disable-pip-version-check",
            "--require-hashes",
        ]
        log.call([*pip, "-r", LOCKS / "uv.txt"], cwd=ROOT, hint=hint)
        lists = [LOCKS / ("dev.txt" if install else "runtime.txt"), *(p for p in runtime if p.name == "model.txt")]
        # One sync over all lists: packages on no list are removed, installed ones stay.
        sync: list[str | Path] = [
            VENV / "bin" / "uv",
            "pip",
            "sync",
            "--no-progress",
            "--require-hashes",
            "--python",
            PYTHON,
        ]
        log.call([*sync, *lists], cwd=ROOT, hint=hint)
    step_cache.mark_done(STEP_CACHE / "runtime", digest)
    if install:
        step_cache.mark_done(STEP_CACHE / "dev", dev_digest)
    return True


def install_libraries(log: Log, *, is_dev: bool) -> bool:
    """Install the system's libraries that the packages load. True when some had to be installed."""
    needed = NEEDED | (NEEDED_BY_TESTS if is_dev else {})
    missing = [package for file, package in needed.items() if not can_load(file)]
    if not missing:
        return False
    if not can_use_apt():
        raise SetupError(
            f"Shared libraries are missing: {', '.join(missing)}. "
            f"Install them: sudo apt-get install {' '.join(missing)} (elsewhere the packages with these libraries)."
        )
    with step(f"System libraries ({', '.join(missing)})"):
        apt_install(log, *missing)
    return True


def can_load(library: str) -> bool:
    """Whether the system's loader finds it."""
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def build_bundles(log: Log) -> bool:
    """Build the sandbox's harness and the pages' libraries by esbuild from the npm lock. True when built."""
    return node.install_modules(log, ROOT, VENV) | node.build(log, ROOT, VENV)


def install_browser(log: Log) -> bool:
    """Make sure that the sandbox finds a Chromium. True when one had to be installed."""
    stamp = STEP_CACHE / "chromium"
    chromium_path = os.environ.get("CHROMIUM_PATH", "").strip()
    if not chromium_path and stamp.exists() and os.access(stamp.read_text(), os.X_OK):
        return False
    path, version = find_chromium()
    if not path and chromium_path:
        raise SetupError(version)
    is_new = not path
    if is_new:
        with step("Chromium"):
            install_chromium(log)
        path, version = find_chromium()
        if not path:
            raise SetupError(version)
    if not chromium_path:
        step_cache.mark_done(stamp, path)
    return is_new


def find_chromium() -> tuple[str, str]:
    """Path of the browser that the sandbox will use, otherwise "" and the sandbox's message."""
    ask = (
        "import sys\n"
        "from evaluations.errors import SandboxError\n"
        "from evaluations.sandbox import find_chromium\n"
        "try: print(find_chromium())\n"
        "except SandboxError as exc: sys.exit(str(exc))"
    )
    done = subprocess.run([PYTHON, "-c", ask], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout.strip(), done.stderr.strip()


def install_chromium(log: Log) -> None:
    """From Debian where that is allowed, else Playwright's own download."""
    try:
        if can_use_apt():
            return install_from_debian(log)
    except SetupError as exc:
        echo(f"  not from Debian: {str(exc).splitlines()[-2:][0]} Trying Playwright's own download.")
    hint = (
        "No Chromium could be had. Install one (Debian: sudo apt-get install chromium-headless-shell) "
        "or set CHROMIUM_PATH to one that is there."
    )
    return log.call([PYTHON, "-m", "playwright", "install", "chromium-headless-shell"], cwd=ROOT, hint=hint)


def install_from_debian(log: Log) -> None:
    """Debian's headless shell; where a release lacks it, Debian's whole Chromium."""
    try:
        apt_install(log, "chromium-headless-shell")
    except SetupError:
        apt_install(log, "chromium")


if __name__ == "__main__":
    sys.exit(main())
