"""The image's build stage, run step by step in an empty folder without a container engine. Part of `make test-full`."""

from __future__ import annotations

import fnmatch
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from evaluations.management.health_checks.machine import _other_browser
from tests.environment import needs_time

ROOT = Path(__file__).resolve().parents[2]
PINNED = (ROOT / "requirements/chromium.txt").read_text().strip()
STEP_S = 900
# The settings with which this machine reaches the package registries.
NETWORK = re.compile(r"pip_|uv_|npm_|ssl_|node_extra_|requests_|https?_proxy|no_proxy", re.IGNORECASE)


def instructions(stage: int) -> Iterator[tuple[str, str]]:
    """Yield word and arguments of each instruction of a stage, counted from 0. Continued lines are joined."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    stages = re.split(r"^FROM .*$", text, flags=re.MULTILINE)
    for line in stages[stage + 1].splitlines():
        if line.strip() and not line.startswith("#"):
            word, _, rest = line.partition(" ")
            yield word, rest.strip()


def context() -> list[Path]:
    """The files that an engine would send: all that git knows, without those in .dockerignore."""
    ignored = (ROOT / ".dockerignore").read_text().split()
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    paths = [Path(name) for name in names if (ROOT / name).is_file()]
    return [path for path in paths if not any(_matches(path, pattern) for pattern in ignored)]


def _matches(path: Path, pattern: str) -> bool:
    paths = [path, *path.parents]
    return any(fnmatch.fnmatch(str(candidate_path), pattern.removeprefix("**/")) for candidate_path in paths)


def copy(rest: str, to: Path) -> None:
    """Do a COPY from the context: files, folders and patterns."""
    *sources, target = rest.split()
    for path in context():
        for source in sources:
            if source == "." or fnmatch.fnmatch(str(path), source):
                destination = to / target / (path if source == "." else path.name)
            elif path.is_relative_to(source):
                destination = to / target / path.relative_to(source)
            else:
                continue
            destination.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, destination)


@needs_time
@pytest.mark.timeout(2 * STEP_S)
def test_build_stage_can_be_replayed_in_an_empty_folder(tmp_path: Path) -> None:
    app, programs = tmp_path / "app", tmp_path / "bin"
    app.mkdir()
    programs.mkdir()
    (programs / "python").symlink_to(Path(sys.base_prefix, "bin", "python3"))
    environment = {"PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin", "HOME": str(tmp_path), "LANG": "C.UTF-8"}
    environment |= {name: value for name, value in os.environ.items() if NETWORK.match(name)}
    n_run = 0
    for word, rest in instructions(0):
        if word == "COPY":
            copy(rest, app)
        elif word == "ENV":
            environment |= dict(re.findall(r"(\S+)=(\S+)", rest)) | {"BAKEOFF_HOME": str(tmp_path / "home")}
        elif word == "RUN":
            done = subprocess.run(
                ["sh", "-c", rest],
                cwd=app,
                env=environment,
                capture_output=True,
                text=True,
                timeout=STEP_S,
                check=False,
            )
            assert done.returncode == 0, f"RUN {rest}\n{done.stdout[-2000:]}\n{done.stderr[-2000:]}"
            n_run += 1
    assert n_run == 2
    for words in (["check"], ["doctor", "--only", "bundles"]):
        command = [".venv/bin/python", "manage.py", *words]
        done = subprocess.run(
            command, cwd=app, env=environment, capture_output=True, text=True, timeout=60, check=False
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert list(app.glob("webapp/__pycache__/settings.*.pyc")), "each start would compile it again"
    unreadable = [path for path in app.rglob("*") if not path.is_symlink() and not path.stat().st_mode & 0o004]
    assert not unreadable, "the image's user cannot read these"


def test_first_build_step_only_installs_packages() -> None:
    """The code is not copied yet, so a step that builds from it would fail."""
    first = next(rest for word, rest in instructions(0) if word == "RUN")
    assert first == "python -m scripts.setup --packages"


def packages_of_the_last_stage() -> list[str]:
    line = next(rest for word, rest in instructions(1) if word == "RUN")
    command = re.search(r"apt-get install ([^&|]+)", line.replace("$(cat /tmp/chromium-version)", PINNED))
    assert command
    return [name.strip('"') for name in command[1].split() if not name.startswith("-")]


def test_image_has_the_pinned_browser() -> None:
    assert re.fullmatch(r"\d+(\.\d+){3}-\S+", PINNED)
    copies = [rest for word, rest in instructions(1) if word == "COPY"]
    assert "requirements/chromium.txt /tmp/chromium-version" in copies
    assert f"chromium-headless-shell={PINNED}" in packages_of_the_last_stage()
    assert not [name for name in packages_of_the_last_stage() if "chromium" in name and "=" not in name]


def test_doctor_says_when_a_host_has_another_browser() -> None:
    [note] = _other_browser("Chromium 1.2.3.4")
    assert (note.state, PINNED.partition("-")[0] in note.found) == ("note", True)
    assert not list(_other_browser(f"Chromium {PINNED.partition('-')[0]} built on Debian"))


@needs_time
def test_debian_packages_of_the_image_exist() -> None:
    release = Path("/etc/os-release")
    if not release.exists() or "bookworm" not in release.read_text():
        pytest.skip("Debian bookworm alone knows the packages of the image.")
    names = packages_of_the_last_stage()
    done = subprocess.run(["apt-get", "-s", "install", *names], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
