"""Real Celery workers over the test database and the test broker; only the model is scripted."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.utils.timezone import now

from evaluations.models import LanguageModel, ModelServer, Run, Suite, SuiteVersion, Task, Team
from evaluations.records import Checks, Kind, Sampling, TaskSpec
from evaluations.tasks import wake
from tests.environment import HOME
from tests.processes import running, wait_until

GOOD = "```js\nexport function add(a, b) { return a + b; }\n```"
POOLS = {"generate": ["--pool", "threads", "-c", "4"], "execute": ["--pool", "threads", "-c", "3"]}
Start = Callable[..., subprocess.Popen[bytes]]


def database_url() -> str:
    """Address of the test database, for other processes."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return f"{os.environ['TEST_DATABASE_URL'].rpartition('/')[0]}/{name}"


@pytest.fixture
def start_worker(transactional_db: None) -> Iterator[Start]:
    """Start a worker of a queue. All workers end with the test.

    clock_s: by how much its clock is ahead. lock_timeout_s: how long it waits for SQLite's lock, instead of 20 s.
    """
    with ExitStack() as stack:

        def start(queue: str, clock_s: int = 0, lock_timeout_s: float = 0) -> subprocess.Popen[bytes]:
            module = ["celery"]
            if clock_s:
                module = ["tests.runner.shifted_celery", str(clock_s)]
            elif lock_timeout_s:
                module = ["tests.runner.impatient_celery", str(lock_timeout_s)]
            command = [sys.executable, "-m", *module, "-A", "webapp", "worker", "-Q", queue, "-l", "INFO"]
            name = ["-n", f"{queue}-{os.urandom(3).hex()}@%h", "--without-gossip", "--without-mingle"]
            env = {**os.environ, "DATABASE_URL": database_url(), "BAKEOFF_ROLE": queue, "SANDBOX_SLOTS": "2"}
            log = HOME / "logs" / f"worker-{queue}.log"
            return stack.enter_context(running([*command, *name, *POOLS[queue]], log, env))

        yield start


@pytest.fixture
def script(tmp_path: Path) -> Callable[..., Path]:
    """Write the script of a scripted model server. Its path is the server's URL."""

    def write(**content: Any) -> Path:
        path = tmp_path / "script.json"
        path.write_text(json.dumps({"models": ["m"], "answers": [GOOD], **content}))
        return path

    return write


@pytest.fixture
def make_run(transactional_db: None) -> Callable[..., Run]:
    """A run of `n_tasks` add tasks on the scripted server at `path`."""

    def make(
        path: Path, n_tasks: int = 4, n_samples: int = 1, models: tuple[str, ...] = ("m",), strategy: str = "plain"
    ) -> Run:
        team = Team.objects.default()
        suite = Suite.objects.create(team=team, slug="line", title="Line")
        version = SuiteVersion.objects.create(suite=suite, number=1, digest="1" * 64)
        for i in range(n_tasks):
            Task.objects.add(version, i, add_task(f"add-{i}"))
        server = ModelServer.objects.create(slug="scripted", kind="scripted", base_url=str(path), is_reachable=True)
        chosen = [LanguageModel.objects.create(server=server, name=name, seen_at=now()) for name in models]
        return Run.objects.start(
            version, chosen, Sampling(seed=7), team=team, title="line", n_samples=n_samples, strategies=[strategy]
        )

    return make


@pytest.fixture
def judged(start_worker: Start, script: Callable[..., Path]) -> Callable[..., Run]:
    """Run tasks through both workers to the end. The scripted model finds each answer by a part of the prompt."""

    def judge(specs: list[TaskSpec], answers: dict[str, str]) -> Run:
        team = Team.objects.default()
        suite = Suite.objects.create(team=team, slug="judged", title="Judged")
        version = SuiteVersion.objects.create(suite=suite, number=1, digest="2" * 64)
        for position, spec in enumerate(specs):
            Task.objects.add(version, position, spec)
        url = str(script(by_prompt=answers))
        server = ModelServer.objects.create(slug="scripted", kind="scripted", base_url=url, is_reachable=True)
        model = LanguageModel.objects.create(server=server, name="m", seen_at=now())
        run = Run.objects.start(version, [model], Sampling(), team=team, title="judged")
        start_worker("generate")
        start_worker("execute")
        wake()
        wait_until(lambda: Run.objects.get(pk=run.pk).state == Run.State.DONE, 90)
        return run

    return judge


def add_task(slug: str, wait_ms: int = 0) -> TaskSpec:
    """Add two numbers. wait_ms: how long its check waits first."""
    wait = f"await new Promise((done) => setTimeout(done, {wait_ms})); " if wait_ms else ""
    checks = Checks(
        path="checks.test.js",
        source=f"import {{ add }} from './answer';\ntest('1 + 2', async () => {{ {wait}expect(add(1, 2)).toBe(3); }});",
    )
    return TaskSpec(
        slug=slug,
        title=slug,
        kind=Kind.FUNCTION,
        prompt=f"Write add(a, b). [{slug}]",
        language="js",
        entry="answer.js",
        entry_point="add",
        checks=checks,
    )
