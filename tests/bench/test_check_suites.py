"""`bench.check_suites`: what it stores, and what it leaves out because it is stored."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.check_suites import Choice, TaskConditions, check_suite, check_task
from evaluations.records import TaskSpec
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import CONDITIONS

TASK = {
    "task.toml": 'kind = "function"\nlanguage = "js"\n',
    "prompt.md": "Write twice(n).\n",
    "checks.test.js": 'import { twice } from "./answer";\ntest("3", () => expect(twice(3)).toBe(6));\n',
    "reference/answer.js": "export const twice = (n) => n * 2;\n",
    "mutants/same/answer.js": "export const twice = (n) => n;\n",
}


def write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    """A suite of two tasks with the same content, in an order that is not the alphabet's."""
    write(tmp_path, {"suite.toml": 'name = "two"\ntasks = ["second", "first"]\n'})
    for slug in ("first", "second"):
        write(tmp_path / slug, TASK)
    return tmp_path


def stored(suite: Path) -> dict[str, list[str]]:
    rows = [json.loads(line) for line in (suite / CONDITIONS).read_text().splitlines()]
    return {row["task"]: [condition["name"] for condition in row["conditions"]] for row in rows}


def test_results_are_stored_in_the_order_of_the_suite(
    suite: Path, sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check_suite(str(suite), sandbox, writes=True)
    names = ["reference passes", "empty answer fails", "mutant same fails"]
    assert list(stored(suite).items()) == [("second", names), ("first", names)]
    assert "2 of 2 tasks, 6 conditions, 0 other forms, 0 wrong, slowest " in capsys.readouterr().out


def test_only_the_changed_task_is_tried_again(
    suite: Path, sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    check_suite(str(suite), sandbox, writes=True)
    before = stored(suite)
    write(suite / "second", {"mutants/thrice/answer.js": "export const twice = (n) => n * 3;\n"})
    capsys.readouterr()
    assert check_suite(str(suite), sandbox, writes=True, choice=Choice.CHANGED)
    assert "1 of 2 tasks, 4 conditions" in capsys.readouterr().out
    assert list(stored(suite)) == ["second", "first"]
    assert stored(suite)["second"] == [*before["second"], "mutant thrice fails"]
    assert stored(suite)["first"] == before["first"]
    assert check_suite(str(suite), sandbox, choice=Choice.CHANGED)
    assert "0 of 2 tasks, 0 conditions, 0 other forms, 0 wrong, " in capsys.readouterr().out


def test_tasks_with_the_result_of_another_version_are_tried_again(
    suite: Path, sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    check_suite(str(suite), sandbox, writes=True)
    first, second = (suite / CONDITIONS).read_text().splitlines()
    older = json.dumps(json.loads(second) | {"harness_version": "older"})
    (suite / CONDITIONS).write_text(f"{first}\n{older}\n")
    capsys.readouterr()
    assert check_suite(str(suite), sandbox, writes=True, choice=Choice.CHANGED)
    assert "0 of 2 tasks" in capsys.readouterr().out
    assert check_suite(str(suite), sandbox, writes=True, choice=Choice.OUTDATED)
    assert "1 of 2 tasks" in capsys.readouterr().out
    assert (suite / CONDITIONS).read_text() == f"{first}\n{second}\n"


def test_a_fault_is_named_and_its_task_is_not_stored(
    suite: Path, sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    check_suite(str(suite), sandbox, writes=True)
    write(suite / "first", {"mutants/right/answer.js": "export const twice = (n) => n + n;\n"})
    assert not check_suite(str(suite), sandbox, writes=True, choice=Choice.CHANGED)
    assert "first: mutant right fails is not met. passed" in capsys.readouterr().out
    assert list(stored(suite)) == ["second"]


def test_each_result_is_stored_at_once(suite: Path, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop_at_first(spec: TaskSpec, sandbox: Sandbox) -> TaskConditions:
        if spec.slug == "first":
            raise KeyboardInterrupt
        return check_task(spec, sandbox)

    monkeypatch.setattr("bench.check_suites.check_task", stop_at_first)
    with pytest.raises(KeyboardInterrupt):
        check_suite(str(suite), sandbox, writes=True)
    assert list(stored(suite)) == ["second"]
