"""`manage.py check_suite`, called by a person or a program."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.environment import needs_time
from tests.suites.test_loading import PAGE, written

ROOT = Path(__file__).parents[2]


def check_suite(*words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "check_suite", *words]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120, check=False)


def test_good_task_exits_0_with_a_line_a_condition() -> None:
    done = check_suite("starter", "--task", "add", "--task", "tests-for-hook")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "● add: reference passes" in done.stdout
    assert "● tests-for-hook: mutant every_render is noticed" in done.stdout
    assert done.stdout.endswith("starter: 14 of 14 conditions met\n")


def test_mutant_that_passes_exits_1(tmp_path: Path) -> None:
    (tmp_path / "suite.toml").write_text('title = "Mine"')
    for name, text in {
        "t/task.toml": 'kind = "function"\nlanguage = "js"',
        "t/prompt.md": "Write twice(n).",
        "t/checks.test.js": 'import { twice } from "./answer";\ntest("0", () => expect(twice(0)).toBe(0));',
        "t/reference/answer.js": "export const twice = (n) => 2 * n;",
        "t/mutants/thrice/answer.js": "export const twice = (n) => 3 * n;",
    }.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    done = check_suite(str(tmp_path), "--json")
    assert done.returncode == 1, done.stderr
    assert [(row["condition"], row["is_met"]) for row in json.loads(done.stdout)] == [
        ("reference passes", True),
        ("empty answer fails", True),
        ("mutant thrice fails", False),
    ]


@needs_time
def test_plain_page_is_tried_by_its_playwright_spec(tmp_path: Path) -> None:
    (tmp_path / "suite.toml").write_text('title = "Pages"')
    written(tmp_path / "hello", PAGE)
    done = check_suite(str(tmp_path))
    assert done.returncode == 0, done.stdout + done.stderr
    assert [line.partition("  ")[0] for line in done.stdout.splitlines()[:-1]] == [
        "● hello: reference passes",
        "● hello: empty answer fails",
        "● hello: mutant shouts fails",
    ]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (
            ["no-such-suite"],
            'There is no suite "no-such-suite". Name one of apps, can-ai-code, edit, excel, js-basics',
        ),
        (["starter", "--task", "nothing"], 'starter has no task "nothing". It has add, fizz-buzz'),
    ],
)
def test_wrong_use_exits_2_with_what_to_do(words: list[str], message: str) -> None:
    done = check_suite(*words)
    assert done.returncode == 2
    assert message in done.stderr
    assert done.stdout == ""
