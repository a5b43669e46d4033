"""A whole `make up`, as a person does it: page, link, Ctrl-C. Nothing remains."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page

from scripts import private_files, up
from scripts.supervisor import http_status
from tests.databases import copy_migrated_database, create_postgres_database
from tests.environment import IS_FULL, free_ports, needs_time
from tests.processes import ROOT, wait_until


class Site:
    """A started site with a home and ports of its own."""

    def __init__(self, folder: Path, **kwargs: str) -> None:
        self.home, self.output = folder / "home", folder / "output"
        port, embedded_port = free_ports(2)
        self.url = f"http://127.0.0.1:{port}"
        settings = {"BAKEOFF_HOME": self.home, "PORT": port, "EMBEDDED_PORT": embedded_port, "EMBEDDED_MODEL": 0}
        settings["BACKGROUND_NICENESS"] = 0  # beside other tests a worker that gives way would hardly get a processor
        with self.output.open("wb") as output:
            self.popen = subprocess.Popen(
                [sys.executable, "-m", "scripts.up"],
                cwd=ROOT,
                env={**os.environ, **{name: str(value) for name, value in settings.items()}, **kwargs},
                stdout=output,
                stderr=output,
                start_new_session=True,
                umask=0o022,
            )

    def search_output(self, pattern: str) -> re.Match[str] | None:
        """Search the output so far."""
        assert self.popen.poll() is None, self.output.read_text()
        return re.search(pattern, self.output.read_text())

    def link_of_a_command(self) -> str:
        """Return what `manage.py sign_in_link` prints in a shell that knows the home alone."""
        env = {name: value for name, value in os.environ.items() if name not in ("PORT", "EMBEDDED_PORT")}
        command = [sys.executable, "manage.py", "sign_in_link"]
        done = subprocess.run(
            command, cwd=ROOT, env=env | {"BAKEOFF_HOME": str(self.home)}, capture_output=True, text=True, check=True
        )
        return done.stdout.strip()

    def processes(self) -> list[int]:
        """The ids of all processes with this home in their environment, except zombies."""
        mark = f"BAKEOFF_HOME={self.home}\0".encode()
        pids = []
        for file in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mark in file.read_bytes():
                    pids.append(int(file.parent.name))
            except OSError:
                continue
        return pids


@pytest.fixture
def sites(tmp_path: Path) -> Iterator[Callable[..., Site]]:
    """Starts sites with given settings. Their processes are killed afterwards."""
    started: list[Site] = []

    def start(**kwargs: str) -> Site:
        started.append(Site(tmp_path, **kwargs))
        return started[-1]

    yield start
    for site in started:
        for pid in site.processes():
            os.kill(pid, signal.SIGKILL)
        site.popen.wait()


def test_link_signs_in_and_ctrl_c_leaves_no_process(sites: Callable[..., Site], page: Page) -> None:
    site = sites()
    wait_until(lambda: site.search_output(r"Serving +" + re.escape(site.url)), deadline_s=120)  # after the migrations
    link = wait_until(lambda: site.search_output(re.escape(site.url) + r"/sign-in/[\w-]{40,}/"), deadline_s=60)
    page.goto(f"{site.url}/")
    assert "/sign-in/?next=/" in page.url
    page.goto(link[0])
    page.wait_for_url(f"{site.url}/")
    ready = [site.home / "logs" / f"{name}.log" for name in ("generate", "execute", "beat")]
    wait_until(lambda: all(log.exists() and log.stat().st_size > 100 for log in ready), deadline_s=60)
    assert private_files.open_to_others(site.home) == []
    assert [path for path in site.home.rglob("*") if not path.is_symlink() and path.lstat().st_mode & 0o077] == []
    assert site.link_of_a_command().startswith(f"{site.url}/sign-in/")
    page.close()  # its socket would rightly log an error when the site is gone
    os.killpg(site.popen.pid, signal.SIGINT)
    assert site.popen.wait(15) == 0
    wait_until(lambda: not site.processes(), deadline_s=3)
    assert (site.home / "running").read_text() == ""
    assert not site.link_of_a_command().startswith(site.url)


@needs_time
def test_host_with_some_roles_starts_these_alone(sites: Callable[..., Site], broker: str, tmp_path: Path) -> None:
    copy_migrated_database(tmp_path / "home" / "bakeoff.sqlite3")
    site = sites(REDIS_URL=broker, HOST_ROLES="execute,beat", EMBEDDED_MODEL="1")
    wait_until(lambda: site.search_output(r"Runs +execute, beat   as HOST_ROLES says"), deadline_s=60)
    ready = site.home / "logs" / "execute.log"
    wait_until(lambda: ready.exists() and " ready." in ready.read_text(), deadline_s=60)
    assert {path.stem for path in (site.home / "logs").iterdir()} == {"execute", "beat"}
    assert "Serving" not in site.output.read_text()
    assert http_status("127.0.0.1", int(site.url.rpartition(":")[2])) is None
    os.killpg(site.popen.pid, signal.SIGINT)
    assert site.popen.wait(15) == 0
    wait_until(lambda: not site.processes(), deadline_s=3)


@pytest.mark.parametrize(
    ("roles", "names"),
    [
        ([], ["broker", "model", "web", "generate", "execute", "beat"]),
        (["web", "beat"], ["broker", "web", "beat"]),
        (["generate"], ["broker", "model", "generate"]),
    ],
)
def test_roles_of_a_host_decide_what_is_started(
    monkeypatch: pytest.MonkeyPatch, roles: list[str], names: list[str]
) -> None:
    monkeypatch.setattr("webapp.settings.HOST_ROLES", roles)
    monkeypatch.setattr("webapp.settings.EMBEDDED_MODEL", True)
    monkeypatch.delenv("REDIS_URL", raising=False)
    assert [process.name for process in up.Site().processes()] == names


def test_whole_run_on_postgres_and_a_broker_given_by_address(
    sites: Callable[..., Site], postgres: str, migrated_postgres: str, broker: str
) -> None:
    """In `make test` its database is migrated already: the test above starts with an empty one."""
    url = create_postgres_database(postgres, "cycle", template="template1" if IS_FULL else "migrated")
    site = sites(DATABASE_URL=url, REDIS_URL=broker)
    wait_until(lambda: site.search_output(r"Serving +" + re.escape(site.url)), deadline_s=120)
    with psycopg.connect(url, autocommit=True) as connection:

        def verdicts() -> Counter[str]:
            rows = connection.execute("select state, verdict from evaluations_candidate").fetchall()
            assert site.popen.poll() is None, site.output.read_text()
            return Counter(verdict for state, verdict in rows if state == "done")

        # The stored answers that ship are imported, executed and graded by themselves.
        wait_until(lambda: {"passed", "failed"} <= set(verdicts()), deadline_s=150, interval_s=0.5)
        counts = verdicts()
    assert counts["unscored"] == 0
    assert not (site.home / "bakeoff.sqlite3").exists()
    assert not (site.home / "logs" / "broker.log").exists()
    os.killpg(site.popen.pid, signal.SIGINT)
    assert site.popen.wait(15) == 0
    wait_until(lambda: not site.processes(), deadline_s=3)
