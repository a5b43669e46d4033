"""A suite of plain pages runs end to end: folder, model, two browsers, stored verdict with its picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluations.models import Grading, Run
from evaluations.records import TaskSpec
from evaluations.suites.folders import load_task
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


def test_a_suite_of_pages_becomes_verdicts(judged: Callable[..., Run], tmp_path: Path) -> None:
    run = judged([task_in(tmp_path / name.strip("[]")) for name in ANSWERS], ANSWERS)
    verdicts = dict(run.candidates.values_list("task__slug", "verdict"))
    assert verdicts == {"one": "passed", "parts": "passed", "wrong": "failed", "react": "no_code"}
    wrong = Grading.objects.get(candidate__task__slug="wrong", is_current=True)
    assert 'toHaveText() "Hello", received "Goodbye"' in wrong.reports[0]["cause"]
    parts = Grading.objects.get(candidate__task__slug="parts", is_current=True)
    assert set(parts.extraction["files"]) == {"index.html", "say.js"}
