"""Workers and web process of the previous release beside those of this one, as in a rolling restart.

Both have the migrated database.

The file `previous_release` names the commit of that release. Write the new one into it at each release.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any, Self

import httpx
import pytest
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.test import Client
from django.utils.timezone import now
from websockets.sync.client import ClientConnection, connect

from evaluations.models import Generation, Grading, LanguageModel, ModelServer, Run, Worker
from evaluations.tasks import wake
from evaluations.verdicts import Verdict
from scripts import node
from scripts.console import Log
from scripts.processes import read_procfile
from tests import factories
from tests.environment import free_ports, needs_time
from tests.processes import ROOT, running, wait_until
from tests.runner.conftest import GOOD, add_task, database_url

pytestmark = [pytest.mark.django_db(transaction=True), needs_time, pytest.mark.timeout(600)]
COMMIT = (Path(__file__).parent / "previous_release").read_text().strip()
N_TASKS = 40
N_SERVERS, ANSWER_S = 4, 0.15
LOOK = """
import json, sys, django; django.setup()
from django.conf import settings; settings.ALLOWED_HOSTS = ["*"]
from django.contrib.auth.models import User
from django.test import Client
client = Client()
client.force_login(User.objects.get(username="ada"))
print(json.dumps({path: client.get(path).status_code for path in sys.argv[1:]}))
"""


def contents(tree: Path) -> dict[Path, bytes]:
    """Return the sources of the bundles in a tree."""
    files = [file for source in node.SOURCES for file in (tree / source, *(tree / source).rglob("*"))]
    return {file.relative_to(tree): file.read_bytes() for file in files if file.is_file()}


@pytest.fixture(scope="module")
def previous(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The files of the previous release, with its bundles; packages are those of this release."""
    packed = subprocess.run(["git", "archive", COMMIT], cwd=ROOT, capture_output=True, check=False)
    if packed.returncode:
        pytest.skip(f"needs the repository with its history, for the previous release ({COMMIT[:8]})")
    tree = tmp_path_factory.mktemp("previous")
    with tarfile.open(fileobj=BytesIO(packed.stdout)) as archive:
        archive.extractall(tree, filter="data")
    (tree / "node_modules").symlink_to(ROOT / "node_modules")
    if contents(tree) == contents(ROOT):
        for folder in node.OUTPUTS:
            (tree / folder).parent.mkdir(parents=True, exist_ok=True)
            (tree / folder).symlink_to(ROOT / folder)
    else:
        node.build(Log(tree / "build.log"), tree, ROOT / ".venv")
    return tree


class Releases:
    """Processes of two releases with the database and the broker of this test."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack

    def environment(self, tree: Path) -> dict[str, str]:
        own = {"DATABASE_URL": database_url(), "SANDBOX_SLOTS": "2", "PYTHONPATH": str(tree), "ALLOWED_HOSTS": "*"}
        return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "webapp.settings"}

    def _run(self, name: str, tree: Path, port: int = 0) -> tuple[subprocess.Popen[bytes], Path]:
        """Start a process of the Procfile of a tree; return it and its log."""
        variables = {"HOST": "127.0.0.1", "PORT": str(port), "EMBEDDED_PORT": "0"}
        command = read_procfile(tree / "Procfile", variables)[name]
        env = self.environment(tree) | {"BAKEOFF_ROLE": name}
        log = self.log_of(name, tree)
        return self.stack.enter_context(running(command, log, env, cwd=tree)), log

    def log_of(self, name: str, tree: Path) -> Path:
        return self.folder / f"{name}-{'new' if tree == ROOT else 'old'}.log"

    def start(self, name: str, tree: Path = ROOT) -> str:
        """Start a worker; return the name by which the rows know it."""
        process, log = self._run(name, tree)

        def worker() -> Worker | None:
            assert process.poll() is None, log.read_text()[-3000:]
            return Worker.objects.alive().filter(name__startswith=f"{name}-", pid=process.pid).first()

        return wait_until(worker, 120, 0.1).name

    def serve(self, tree: Path = ROOT) -> str:
        """Start a web process on a port of its own; return its address. The cookies are those of the other process."""
        (port,) = free_ports(1)
        process, log = self._run("web", tree, port)

        def is_served() -> bool:
            assert process.poll() is None, log.read_text()[-3000:]
            try:
                return httpx.get(f"http://127.0.0.1:{port}/sign-in/", timeout=60).status_code == 200
            except httpx.TransportError:
                return False

        wait_until(is_served, 60, 0.1)
        return f"http://127.0.0.1:{port}"

    def faults(self) -> list[str]:
        """The lines of all logs that report an error."""
        lines = [line for path in sorted(self.folder.glob("*.log")) for line in path.read_text().splitlines()]
        return [line for line in lines if " ERROR " in line or " CRITICAL " in line or "Traceback" in line]

    def look(self, tree: Path, *paths: str) -> Any:
        """Return the statuses of these pages as the code of a tree shows them."""
        done = subprocess.run(
            [sys.executable, "-c", LOOK, *paths],
            cwd=tree,
            env=self.environment(tree),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def releases(tmp_path: Path, transactional_db: None) -> Iterator[Releases]:
    """Starts processes. All of them end with the test."""
    with ExitStack() as stack:
        yield Releases(tmp_path, stack)


def make_run(folder: Path) -> Run:
    """A run whose checks take a while each, so that no worker does all of it."""
    script = folder / "script.json"
    script.write_text(json.dumps({"models": ["m"], "answers": [GOOD], "slots": 4}))
    server = ModelServer.objects.create(slug="scripted", kind="scripted", base_url=str(script), is_reachable=True)
    model = LanguageModel.objects.create(server=server, name="m", seen_at=now())
    version = factories.make_suite([add_task(f"add-{i}", wait_ms=300) for i in range(N_TASKS)])
    return factories.make_run(version, [model])


def test_worker_of_the_previous_release_grades_beside_one_of_this_release(
    previous: Path, releases: Releases, tmp_path: Path
) -> None:
    factories.make_person("ada", role="admin")
    old, new = releases.start("execute", previous), releases.start("execute")
    releases.start("generate")
    run, held = make_run(tmp_path), dict[int, str]()
    wake()

    def is_done() -> bool:
        held.update(run.candidates.filter(state="executing").exclude(taken_by="").values_list("pk", "taken_by"))
        return Run.objects.filter(pk=run.pk, state=Run.State.DONE).exists()

    wait_until(is_done, 120, 0.02)
    assert set(run.candidates.values_list("state", "verdict", "taken_by")) == {("done", "passed", "")}
    assert Grading.objects.count() == Grading.objects.filter(is_current=True).count() == N_TASKS
    assert set(held.values()) == {old, new}, "both releases graded"
    by_old = [pk for pk, name in held.items() if name == old]
    for grading in Grading.objects.filter(candidate__in=by_old):
        assert grading.files["answer.js"].startswith("export function add")
        assert [check["verdict"] for check in grading.checks()] == ["passed"]
    paths = ["/", f"/runs/{run.pk}/", *(f"/candidates/{pk}/" for pk in sorted(held)[:10])]
    client = Client()
    client.force_login(factories.make_person("eve", role="admin"))
    assert {path: client.get(path).status_code for path in paths} == dict.fromkeys(paths, 200)
    assert releases.look(previous, *paths) == dict.fromkeys(paths, 200), "pages of the previous release read all rows"


@pytest.fixture
def model_servers(tmp_path: Path) -> Iterator[list[tuple[LanguageModel, Path]]]:
    """Models on four servers, each with the file of what it was asked. One worker at a time asks a server."""
    with ExitStack() as stack:
        models = []
        for number, port in enumerate(free_ports(N_SERVERS)):
            script = tmp_path / f"server-{number}.json"
            script.write_text(json.dumps([*([f"[add-{i}]", GOOD] for i in range(N_TASKS)), ["", "no code"]]))
            module = ["-m", "tests.services.scripted_model_server"]
            command = [sys.executable, *module, "127.0.0.1", str(port), str(script), str(ANSWER_S)]
            stack.enter_context(running(command, tmp_path / f"server-{number}.out"))
            address = f"http://127.0.0.1:{port}"
            wait_until(partial(answers, f"{address}/v1/models"), 30, 0.1)
            server = ModelServer.objects.create(
                slug=f"server-{number}", kind="openai", base_url=f"{address}/v1", is_reachable=True
            )
            models.append((LanguageModel.objects.create(server=server, name="m", seen_at=now()), script))
        yield [(model, script.with_suffix(".asked")) for model, script in models]


def answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=5).status_code == 200
    except httpx.TransportError:
        return False


def test_worker_of_the_previous_release_asks_models_beside_one_of_this_release(
    previous: Path, releases: Releases, model_servers: list[tuple[LanguageModel, Path]]
) -> None:
    factories.make_person("ada", role="admin")
    old, new = releases.start("generate", previous), releases.start("generate")
    releases.start("execute")
    version = factories.make_suite([add_task(f"add-{i}") for i in range(N_TASKS)])
    run, held = factories.make_run(version, [model for model, _ in model_servers]), dict[int, str]()
    wake()

    def is_done() -> bool:
        held.update(run.candidates.filter(state="generating").exclude(taken_by="").values_list("pk", "taken_by"))
        return Run.objects.filter(pk=run.pk, state=Run.State.DONE).exists()

    wait_until(is_done, 240, 0.02)
    candidates = sorted(run.candidates.values_list("pk", flat=True))
    assert set(run.candidates.values_list("state", "verdict", "taken_by")) == {("done", "passed", "")}
    assert sorted(Generation.objects.values_list("candidate", flat=True)) == candidates, "one answer each"
    assert sorted(Grading.objects.values_list("candidate", flat=True)) == candidates, "one grading each"
    for _, asked in model_servers:
        assert sorted(asked.read_text().split()) == sorted(f"[add-{i}]" for i in range(N_TASKS)), "asked once"
    assert set(held.values()) == {old, new}, "both releases asked"
    assert releases.faults() == []
    paths = ["/", f"/runs/{run.pk}/", *(f"/candidates/{pk}/" for pk in sorted(held)[:10]), "/models/", "/models/queue/"]
    for tree in (previous, ROOT):
        assert releases.look(tree, *paths) == dict.fromkeys(paths, 200), "pages of both releases read all rows"


PASSWORD = "correct horse battery"
PAGES = ["/", "/runs/", "/candidates/", "/compare/", "/compare/leaderboard/", "/suites/", "/models/", "/models/queue/"]


class Visitor:
    """A browser of a person: one jar of cookies for both web processes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.client = httpx.Client(follow_redirects=True, timeout=60)
        self.person = factories.make_person(name, role="admin")
        # Tests have another hasher, which the processes do not know.
        self.person.password = PBKDF2PasswordHasher().encode(PASSWORD, "salt", iterations=1)
        self.person.save()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def sign_in(self, site: str) -> None:
        page = self.post(f"{site}/sign-in/", f"{site}/sign-in/", username=self.name, password=PASSWORD)
        assert (page.status_code, page.url.path) == (200, "/"), page.text[:2000]

    def post(self, form_at: str, to: str, **fields: Any) -> httpx.Response:
        """Send a form of a page, maybe to the other web process."""
        token = re.search(r'csrfmiddlewaretoken" value="([^"]+)', self.get(form_at))
        assert token
        return self.client.post(to, data={**fields, "csrfmiddlewaretoken": token[1]})

    def get(self, url: str) -> str:
        response = self.client.get(url)
        assert response.status_code == 200, (url, response.status_code, response.text[:2000])
        return response.text


def test_web_process_of_the_previous_release_serves_beside_one_of_this_release(
    previous: Path, releases: Releases, tmp_path: Path
) -> None:
    done = make_run(tmp_path)
    factories.finish_run(done, [Verdict.PASSED, Verdict.FAILED] * (N_TASKS // 2))
    old, new = releases.serve(previous), releases.serve()
    paths = [*PAGES, f"/runs/{done.pk}/", f"/candidates/{done.candidates.earliest('pk').pk}/", "/people/preferences/"]
    for name, here, there in (("ada", old, new), ("eve", new, old)):
        with Visitor(name) as visitor:
            visitor.sign_in(here)
            for path in paths:
                for site in (there, here):
                    visitor.get(f"{site}{path}")
            changed = visitor.post(f"{here}/people/preferences/", f"{there}/people/theme/", theme="dark")
            assert changed.status_code == 200, "a form of one process is valid in the other"
            assert all('data-theme="dark"' in visitor.get(f"{site}/runs/") for site in (here, there))
    assert releases.faults() == []


@pytest.fixture
def ada(transactional_db: None) -> Iterator[Visitor]:
    """An admin with a browser."""
    with Visitor("ada") as visitor:
        yield visitor


@pytest.mark.parametrize("web_is_old", [True, False], ids=["old web, new workers", "new web, old workers"])
def test_run_that_one_release_starts_is_done_by_workers_of_the_other(
    web_is_old: bool, previous: Path, releases: Releases, tmp_path: Path, ada: Visitor
) -> None:
    first = make_run(tmp_path)  # makes the suite and the model, too
    first.cancel()
    site = {is_old: releases.serve(previous if is_old else ROOT) for is_old in (True, False)}
    for name in ("generate", "execute"):
        releases.start(name, ROOT if web_is_old else previous)
    ada.sign_in(site[not web_is_old])
    form = {"models": [first.run_models.get().model_id], "strategies": ["plain"], "n_samples": 1, "temperature": 0}
    at = f"{site[web_is_old]}/suites/starter/"
    started = ada.post(at, f"{at}run/", **form, max_tokens=200)
    run = Run.objects.exclude(pk=first.pk).get()
    assert (started.status_code, started.url.path) == (200, f"/runs/{run.pk}/")
    with ExitStack() as stack:
        sockets = [stack.enter_context(open_socket(ada, address, run)) for address in site.values()]
        for socket_ in sockets:
            assert '"run.' in str(socket_.recv(timeout=30)), "both processes hear of the worker's changes"
    wait_until(lambda: Run.objects.filter(pk=run.pk, state=Run.State.DONE).exists(), 120, 0.1)
    candidates = sorted(run.candidates.values_list("pk", flat=True))
    assert set(run.candidates.values_list("state", "verdict", "taken_by")) == {("done", "passed", "")}
    assert sorted(Generation.objects.values_list("candidate", flat=True)) == candidates
    assert sorted(Grading.objects.values_list("candidate", flat=True)) == candidates
    for address in site.values():
        assert f"{N_TASKS}/{N_TASKS}" in ada.get(f"{address}/runs/{run.pk}/"), "no page shows an earlier state"
        for path in (*PAGES, *(f"/candidates/{pk}/" for pk in candidates[:5])):
            ada.get(f"{address}{path}")
    assert releases.faults() == []


@contextmanager
def open_socket(visitor: Visitor, site: str, run: Run) -> Iterator[ClientConnection]:
    """Open the WebSocket of the run's page, and wait until it has joined."""
    cookies = "; ".join(f"{cookie.name}={cookie.value}" for cookie in visitor.client.cookies.jar)
    address = f"{site.replace('http', 'ws', 1)}/ws/runs/{run.pk}/"
    with connect(address, additional_headers={"Cookie": cookies, "Origin": site}, open_timeout=30) as client:
        assert "joined" in str(client.recv(timeout=10))
        yield client
