"""The Python lane: tasks of other benchmarks, the content of reports, and that no answer affects the next one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bench.compat import case_of
from evaluations.execution_records import Case
from evaluations.records import Checks, Verdict
from evaluations.sandbox import Sandbox
from evaluations.suites import benchmarks
from tests.environment import IS_FULL

DATA = Path(__file__).parents[1] / "fixtures" / "python"


def cases() -> list[Case]:
    sets = {"human-eval": "humaneval.jsonl", "mbpp": "mbpp.jsonl"}
    return [case_of(task) for form, name in sets.items() for task in benchmarks.load(form, DATA / name).suite.tasks]


def case(source: str, checks: str, **kwargs: Any) -> Case:
    return Case(
        id="x",
        lane="python",
        files={"answer.py": source},
        entry="answer.py",
        checks=Checks(path="checks.py", source=checks),
        **kwargs,
    )


def test_references_pass_and_empty_answers_do_not(sandbox: Sandbox) -> None:
    all_cases = cases()
    assert len(all_cases) == 14
    tried = all_cases if IS_FULL else all_cases[::4]  # of both sets
    reports = list(sandbox.execute_many(tried))
    assert {report.id: report.cause for report in reports if report.verdict is not Verdict.PASSED} == {}
    empty = list(sandbox.execute_many(replace(case, files={"answer.py": ""}) for case in tried[:5]))
    assert [report.id for report in empty if report.verdict is Verdict.PASSED] == []


def test_each_test_is_a_check_with_what_was_compared(sandbox: Sandbox) -> None:
    checks = "import answer\n\ndef test_a():\n    assert answer.f(1) == 2\n\ndef test_b():\n    assert f(1) == 3\n"
    report = sandbox.execute(case("def f(x):\n    print('hello', x)\n    return x + 1\n", checks))
    assert [(check.name, check.verdict) for check in report.checks] == [("test_a", "passed"), ("test_b", "failed")]
    assert report.checks[1].message == "assert f(1) == 3: it was 2"
    assert [line.text for line in report.console] == ["hello 1", "hello 1"]
    assert report.verdict is Verdict.FAILED


def test_fixtures_lie_beside_the_answer(sandbox: Sandbox) -> None:
    source = "def f():\n    with open('rows.csv') as file:\n        return file.read()\n"
    report = sandbox.execute(case(source, "assert f() == 'a,b'", fixtures={"rows.csv": b"a,b"}))
    assert report.verdict is Verdict.PASSED, report.cause


def test_file_without_tests_fails_where_tests_are_required(sandbox: Sandbox) -> None:
    report = sandbox.execute(case("x = 1", "assert x == 1", must_define_tests=True))
    assert (report.verdict, report.cause) == (Verdict.FAILED, "The file defines no test.")


def test_next_answer_finds_no_traces_of_the_one_before(sandbox: Sandbox) -> None:
    dirty = "import json\njson.left = 1\nwith open('left.py', 'w') as file:\n    file.write('x = 1')\n"
    assert sandbox.execute(case(dirty, "import left")).verdict is Verdict.PASSED
    report = sandbox.execute(
        case("import json, os", "assert not hasattr(json, 'left') and os.listdir() == ['answer.py']")
    )
    assert report.verdict is Verdict.PASSED, report.cause


@pytest.mark.parametrize("name", ["js", "pyodide", "_pyodide_core", "pyodide_js"])
def test_the_bridge_to_javascript_is_closed(sandbox: Sandbox, name: str) -> None:
    source = f"import importlib\n\ndef f():\n    return importlib.import_module({name!r})\n"
    report = sandbox.execute(case(source, "f()"))
    assert report.verdict is Verdict.BUILD_ERROR
    assert name in report.cause
