"""A rolling restart: web process and workers are stopped and started again during a run, one after the other."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Self

import httpx
import pytest
from django.conf import settings
from django.test import Client
from django.utils.timezone import now

from evaluations.models import Candidate, Generation, Grading, LanguageModel, ModelServer, Run, Worker
from evaluations.tasks import wake
from scripts.processes import read_procfile
from tests import factories
from tests.environment import needs_time
from tests.processes import ROOT, running, wait_until
from tests.runner.conftest import GOOD, add_task, database_url

pytestmark = pytest.mark.django_db(transaction=True)
N_TASKS, N_REQUESTS = 90, 3
SLOW_S = 0.25  # of each piece of an answer, so that the run goes on until the last restart
STOP_S = 10  # what Docker gives a process by default; systemd and Kubernetes give ours more
RETRY_S = 60.0
WAIT_S = 90.0


class Site:
    """Processes of the Procfile with the database and the broker of this test."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack
        self.started: dict[str, subprocess.Popen[bytes]] = {}
        given = {"DATABASE_URL": database_url(), "SANDBOX_SLOTS": "2", "ALLOWED_HOSTS": "127.0.0.1"}
        self.env = {**os.environ, **given}

    def start(self, name: str) -> None:
        """Start a process as the Procfile does."""
        variables = {"HOST": "127.0.0.1", "PORT": str(settings.PORT), "EMBEDDED_PORT": "", **self.env}
        command = read_procfile(ROOT / "Procfile", variables)[name]
        env = {**self.env, "BAKEOFF_ROLE": name}
        self.started[name] = self.stack.enter_context(running(command, self.log_of(name), env))

    def restart(self, name: str) -> None:
        """Stop a process as systemd and containers do, and start it again."""
        process = self.started[name]
        process.terminate()
        assert process.wait(STOP_S) in (0, -signal.SIGTERM), self.log_of(name).read_text()[-3000:]
        self.start(name)

    def log_of(self, name: str) -> Path:
        return self.folder / f"{name}.log"

    def faults(self) -> list[str]:
        """The lines of the logs that report an error."""
        lines = [line for name in self.started for line in self.log_of(name).read_text().splitlines()]
        return [line for line in lines if " ERROR " in line or " CRITICAL " in line or "Traceback" in line]


class Reader(threading.Thread):
    """A person who opens pages all the time, and tries again when the site takes no connection."""

    def __init__(self, paths: Sequence[str], cookies: dict[str, str]) -> None:
        super().__init__(name="reader", daemon=True)
        self.paths, self.cookies = paths, cookies
        self.statuses: list[int] = []
        self.n_refused, self.longest_s = 0, 0.0
        self._has_ended = threading.Event()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._has_ended.set()
        self.join(RETRY_S + 10)

    def run(self) -> None:
        """Open one page after the other. Each request has a connection of its own, as behind most proxies."""
        while not self._has_ended.is_set():
            for path in self.paths:
                self._open(path)
                self._has_ended.wait(0.05)

    def _open(self, path: str) -> None:
        begun = time.monotonic()
        while time.monotonic() - begun < RETRY_S:
            try:
                url = f"http://127.0.0.1:{settings.PORT}{path}"
                self.statuses.append(httpx.get(url, cookies=self.cookies, timeout=RETRY_S).status_code)
                break
            except httpx.TransportError:
                self.n_refused += 1
                self._has_ended.wait(0.1)
        self.longest_s = max(self.longest_s, time.monotonic() - begun)


def write_script(path: Path, delay_s: float) -> None:
    """Have the model take this time for each piece of an answer from now on."""
    content = {"models": ["m"], "answers": [{"text": GOOD, "delay_s": delay_s}], "slots": N_REQUESTS}
    unfinished = path.with_suffix(".new")
    unfinished.write_text(json.dumps(content))
    unfinished.rename(path)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    """The script of a slow model."""
    write_script(tmp_path / "script.json", SLOW_S)
    return tmp_path / "script.json"


@pytest.fixture
def run(script: Path) -> Run:
    """A run on that model, whose checks take a while too."""
    server = ModelServer.objects.create(slug="scripted", kind="scripted", base_url=str(script), is_reachable=True)
    model = LanguageModel.objects.create(server=server, name="m", seen_at=now())
    version = factories.make_suite([add_task(f"add-{i}", wait_ms=80) for i in range(N_TASKS)])
    return factories.make_run(version, [model])


@pytest.fixture
def site(tmp_path: Path, transactional_db: None) -> Iterator[Site]:
    """The site with web process and both workers. There is no beat: nothing may have to wait for its recovery."""
    with ExitStack() as stack:
        started = Site(tmp_path, stack)
        for name in ("web", "generate", "execute"):
            started.start(name)
        yield started


def signed_in() -> dict[str, str]:
    client = Client()
    client.force_login(factories.make_person("ada"))
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def has_both_workers() -> bool:
    names = Worker.objects.alive().values_list("name", flat=True)
    return {name.partition("-")[0] for name in names} == {"generate", "execute"}


def restart(site: Site, name: str, rows: Callable[[], bool], moved: Callable[[], int]) -> None:
    """Restart a process while there are such rows; wait until it has moved something again."""
    wait_until(rows, WAIT_S)
    site.restart(name)
    n = moved()

    def goes_on() -> bool:
        return moved() > n

    wait_until(goes_on, WAIT_S)


@needs_time  # 42 s on a busy machine
@pytest.mark.timeout(400)
def test_rolling_restart_during_a_run_loses_and_doubles_no_answer(run: Run, script: Path, site: Site) -> None:
    candidates = list(run.candidates.order_by("pk").values_list("pk", flat=True))
    paths = ["/", f"/runs/{run.pk}/", f"/candidates/{candidates[0]}/", "/candidates/"]
    wait_until(has_both_workers, WAIT_S, 0.1)
    wake()
    generating = Candidate.objects.filter(state="generating")
    executing = Candidate.objects.filter(state="executing").exclude(taken_by="")
    with Reader(paths, signed_in()) as reader:
        wait_until(lambda: len(reader.statuses) > len(paths), WAIT_S)
        restart(site, "web", generating.exists, lambda: len(reader.statuses))
        n_refused = reader.n_refused
        restart(site, "generate", generating.exists, Generation.objects.count)
        restart(site, "execute", executing.exists, Grading.objects.count)
        assert Generation.objects.count() < N_TASKS, "the run went on meanwhile"
        write_script(script, 0)
        wait_until(lambda: Run.objects.get(pk=run.pk).state == Run.State.DONE, WAIT_S, 0.1)
        assert reader.n_refused == n_refused, "only the restart of web interrupts pages"
    assert set(run.candidates.values_list("state", "verdict", "taken_by")) == {("done", "passed", "")}
    for rows in (Generation.objects.all(), Grading.objects.all()):
        assert sorted(rows.values_list("candidate", flat=True)) == candidates, "one of each answer"
    assert set(reader.statuses) == {200}
    assert reader.longest_s < RETRY_S
    assert site.faults() == []
