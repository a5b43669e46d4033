"""A suite of Python tasks runs end to end: folder, model, interpreter, stored verdict."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from evaluations.models import Grading, Run
from evaluations.records import Kind, TaskSpec
from evaluations.suites.folders import load_task

pytestmark = pytest.mark.django_db(transaction=True)
CHECKS = "def test_one_and_two():\n    assert add(1, 2) == 3\n\n\ndef test_zero():\n    assert add(0, 0) == 0\n"
ANSWERS = {
    "[right]": "Sure:\n```python\ndef add(a, b):\n    return a + b\n```",
    "[wrong]": "```python\ndef add(a, b):\n    return a - b\n```",
    "[package]": "```python\nimport numpy\n\ndef add(a, b):\n    return numpy.add(a, b)\n```",
    "[script]": "```js\nconst add = 1;\n```",
}


def task_in(folder: Path) -> TaskSpec:
    folder.mkdir()
    (folder / "task.toml").write_text('kind = "python"\nentry_point = "add"\n')
    (folder / "prompt.md").write_text(f"Write add(a, b). [{folder.name}]")
    (folder / "checks.py").write_text(CHECKS)
    return load_task(folder)


def test_a_suite_of_python_tasks_becomes_verdicts(judged: Callable[..., Run], tmp_path: Path) -> None:
    specs = [task_in(tmp_path / name.strip("[]")) for name in ANSWERS]
    assert (specs[0].kind, specs[0].lane, specs[0].entry) == (Kind.PYTHON, "python", "answer.py")
    run = judged(specs, ANSWERS)
    verdicts = dict(run.candidates.values_list("task__slug", "verdict"))
    assert verdicts == {"right": "passed", "wrong": "failed", "package": "build_error", "script": "no_code"}
    wrong = Grading.objects.get(candidate__task__slug="wrong", is_current=True)
    assert [check["verdict"] for check in wrong.reports[0]["checks"]] == ["failed", "passed"]
    package = Grading.objects.get(candidate__task__slug="package", is_current=True)
    assert "numpy" in package.reports[0]["cause"]
