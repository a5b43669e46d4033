"""A suite of plain pages runs end to end: folder, model, two browsers, stored verdict with its picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils.timezone import now

from evaluations.models import Grading, LanguageModel, ModelServer, Run, Suite, SuiteVersion, Task, Team
from evaluations.records import Sampling, TaskSpec
from evaluations.suites import load_task
from evaluations.tasks import wake
from tests.processes import wait_until
from tests.runner.conftest import Start
from tests.suites.test_loading import PAGE, written

pytestmark = pytest.mark.django_db(transaction=True)
PARTS = "```html\n<h1></h1><script src='say.js'></script>\n```\nand `say.js`:\n```js\n{}\n```"
SAY = "document.querySelector('h1').textContent = '{}';"
ANSWERS = {
    "[one]": "Here:\n```html\n<!doctype html><h1>Hello</h1>\n```",
    "[parts]": PARTS.format(SAY.format("Hello")),
    "[wrong]": PARTS.format(SAY.format("Goodbye")),
    "[react]": "```tsx\nexport default () => <h1>Hello</h1>;\n```",
}


def task_in(folder: Path) -> TaskSpec:
    return load_task(written(folder, {**PAGE, "prompt.md": f"A page that says hello. [{folder.name}]"}))


def test_a_suite_of_pages_becomes_verdicts(start_worker: Start, script: Callable[..., Path], tmp_path: Path) -> None:
    team = Team.objects.default()
    suite = Suite.objects.create(team=team, slug="pages", title="Pages")
    version = SuiteVersion.objects.create(suite=suite, number=1, digest="3" * 64)
    for position, name in enumerate(ANSWERS):
        Task.objects.add(version, position, task_in(tmp_path / name.strip("[]")))
    server = ModelServer.objects.create(
        slug="scripted", kind="scripted", base_url=str(script(by_prompt=ANSWERS)), is_reachable=True
    )
    model = LanguageModel.objects.create(server=server, name="m", seen_at=now())
    run = Run.objects.start(version, [model], Sampling(), team=team, title="pages", n_samples=1)
    start_worker("generate")
    start_worker("execute")
    wake()

    def is_done() -> bool:
        run.refresh_from_db()
        return run.state == Run.State.DONE

    wait_until(is_done, 90)
    found = dict(run.candidates.values_list("task__slug", "verdict"))
    assert found == {"one": "passed", "parts": "passed", "wrong": "failed", "react": "no_code"}
    wrong = Grading.objects.get(candidate__task__slug="wrong", is_current=True)
    assert 'toHaveText() "Hello", received "Goodbye"' in wrong.reports[0]["cause"]
    parts = Grading.objects.get(candidate__task__slug="parts", is_current=True)
    assert set(parts.extraction["files"]) == {"index.html", "say.js"}
