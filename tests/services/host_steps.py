"""What a person does on one host: python -m tests.services.host_steps STEP …. Prints JSON in its last line."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

import httpx  # noqa: E402
from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils.timezone import now  # noqa: E402

from evaluations import tasks, workbooks  # noqa: E402
from evaluations.models import (  # noqa: E402
    Generation,
    Grading,
    LanguageModel,
    ModelServer,
    Run,
    StoredFile,
    Team,
    Worker,
)
from evaluations.records import Kind, Sampling, TaskSpec  # noqa: E402
from evaluations.suites.folders import load_task  # noqa: E402
from tests import factories  # noqa: E402
from tests.processes import wait_until  # noqa: E402
from tests.runner.conftest import add_task  # noqa: E402
from tests.suites.test_loading import PAGE, written  # noqa: E402
from tests.workbooks import files  # noqa: E402


def add_server(url: str) -> Any:
    """Add the model server as the page does. A worker looks at it."""
    server = ModelServer.objects.create(slug="scripted", kind="openai", base_url=url)
    tasks.refresh_server.delay(server.pk)
    wait_until(LanguageModel.objects.filter(server=server, is_present=True).exists, 60, 0.1)
    return LanguageModel.objects.get(server=server).model_id


def start_files(_: str = "") -> Any:
    """Start a run of a task about a workbook and of one about a page."""
    content = files.workbook([["foo", "bar"], *[[i, i * 1.5] for i in range(1, 6)]])
    expected = workbooks.propose_expected("sales.xlsx", content)
    sales = TaskSpec(
        slug="sales",
        title="Sales",
        kind=Kind.EXCEL,
        prompt=f"[sales] {workbooks.excel_prompt(None, expected)}",
        truth=expected.to_json(),
        fixtures={"sales.xlsx": content},
    )
    with tempfile.TemporaryDirectory() as folder:
        page = load_task(written(Path(folder, "hello"), {**PAGE, "prompt.md": "[hello] A page that says hello."}))
    return _start("files", [sales, page])


def start_functions(n_tasks: str) -> Any:
    """Start a run of this many functions."""
    return _start("functions", [add_task(f"add-{i}") for i in range(int(n_tasks))])


def _start(slug: str, specs: list[TaskSpec]) -> int:
    version = factories.make_suite(specs, slug=slug)
    model = LanguageModel.objects.get(server__slug="scripted")
    run = Run.objects.start(version, [model], Sampling(), team=Team.objects.default(), title=slug)
    tasks.wake()
    return run.pk


def result(run_id: str) -> Any:
    """Wait for the end of a run; return what is stored of it."""
    wait_until(Run.objects.filter(pk=run_id, state=Run.State.DONE).exists, 120, 0.2)
    run = Run.objects.get(pk=run_id)
    gradings = Grading.objects.filter(candidate__run=run)
    return {
        "verdicts": dict(run.candidates.values_list("task__slug", "verdict")),
        "causes": dict(run.candidates.values_list("task__slug", "cause")),
        "taken_by": sorted(set(run.candidates.values_list("taken_by", flat=True))),
        "n_generations": Generation.objects.filter(candidate__run=run).count(),
        "n_gradings": gradings.count(),
        "n_pictures": gradings.exclude(screenshot=None).count(),
        "candidates": dict(run.candidates.values_list("task__slug", "pk")),
    }


def progress(run_id: str) -> Any:
    """Return how many verdicts are stored, and who holds an answer that is being executed."""
    run = Run.objects.get(pk=run_id)
    held = run.candidates.filter(state="executing").exclude(taken_by="")
    return {
        "n_gradings": Grading.objects.filter(candidate__run=run).count(),
        "held_by": sorted(set(held.values_list("taken_by", flat=True))),
    }


def look(path: str) -> Any:
    """Open a page of this host's web process as a signed-in person."""
    person = factories.make_person(f"person-{now().timestamp()}")
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    url = f"http://127.0.0.1:{settings.PORT}{path}"
    answer = httpx.get(url, cookies={name: client.cookies[name].value}, timeout=60)
    return {"status": answer.status_code, "type": answer.headers.get("Content-Type"), "begin": answer.content[:8].hex()}


def state(_: str = "") -> Any:
    """Return the workers, the files, and the host of each model server."""
    return {
        "workers": sorted(Worker.objects.alive().values_list("name", "host")),
        "n_files": StoredFile.objects.count(),
        "servers": dict(ModelServer.objects.values_list("slug", "host")),
    }


STEPS: dict[str, Callable[..., Any]] = {
    "add-server": add_server,
    "start-files": start_files,
    "start-functions": start_functions,
    "result": result,
    "progress": progress,
    "look": look,
    "state": state,
}

if __name__ == "__main__":
    print(json.dumps(STEPS[sys.argv[1]](*sys.argv[2:])))
