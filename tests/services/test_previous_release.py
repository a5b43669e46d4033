"""A worker of the previous release beside one of this release, as in a rolling restart, on the migrated database.

The file `previous_release` names the commit of that release. Write the new one into it at each release.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from contextlib import ExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils.timezone import now

from evaluations.models import Grading, LanguageModel, ModelServer, Run, Worker
from evaluations.tasks import wake
from scripts import node
from scripts.console import Log
from scripts.processes import read_procfile
from tests import factories
from tests.environment import needs_time
from tests.processes import ROOT, running, wait_until
from tests.runner.conftest import GOOD, add_task, database_url

pytestmark = [pytest.mark.django_db(transaction=True), needs_time, pytest.mark.timeout(600)]
COMMIT = (Path(__file__).parent / "previous_release").read_text().strip()
N_TASKS = 40
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


class Workers:
    """Workers of two releases with the database and the broker of this test."""

    def __init__(self, folder: Path, stack: ExitStack) -> None:
        self.folder, self.stack = folder, stack

    def environment(self, tree: Path) -> dict[str, str]:
        own = {"DATABASE_URL": database_url(), "SANDBOX_SLOTS": "2", "PYTHONPATH": str(tree)}
        return {**os.environ, **own, "DJANGO_SETTINGS_MODULE": "webapp.settings"}

    def start(self, name: str, tree: Path = ROOT) -> str:
        """Start a process of the Procfile of a tree; return the name by which the rows know it."""
        variables = {"HOST": "127.0.0.1", "PORT": "0", "EMBEDDED_PORT": "0"}
        command = read_procfile(tree / "Procfile", variables)[name]
        env = self.environment(tree) | {"BAKEOFF_ROLE": name}
        log = self.folder / f"{name}-{tree.name}.log"
        process = self.stack.enter_context(running(command, log, env, cwd=tree))

        def worker() -> Worker | None:
            assert process.poll() is None, log.read_text()[-3000:]
            return Worker.objects.alive().filter(name__startswith=f"{name}-", pid=process.pid).first()

        return wait_until(worker, 120, 0.1).name

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
def workers(tmp_path: Path, transactional_db: None) -> Iterator[Workers]:
    """Starts workers. All of them end with the test."""
    with ExitStack() as stack:
        yield Workers(tmp_path, stack)


def make_run(folder: Path) -> Run:
    """A run whose checks take a while each, so that no worker does all of it."""
    script = folder / "script.json"
    script.write_text(json.dumps({"models": ["m"], "answers": [GOOD], "slots": 4}))
    server = ModelServer.objects.create(slug="scripted", kind="scripted", base_url=str(script), is_reachable=True)
    model = LanguageModel.objects.create(server=server, name="m", seen_at=now())
    version = factories.make_suite([add_task(f"add-{i}", wait_ms=300) for i in range(N_TASKS)])
    return factories.make_run(version, [model])


def test_worker_of_the_previous_release_grades_beside_one_of_this_release(
    previous: Path, workers: Workers, tmp_path: Path
) -> None:
    factories.make_person("ada", role="admin")
    old, new = workers.start("execute", previous), workers.start("execute")
    workers.start("generate")
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
    assert workers.look(previous, *paths) == dict.fromkeys(paths, 200), "pages of the previous release read all rows"
