"""The mutation bench finds mutants that weak checks let pass. Shipped checks let none pass without a reason."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

from bench import check_suites, mutation
from bench.mutants import known_survivors, one_per_shape
from bench.mutation import Checks, OtherTasks, TaskScore, line_of, scores, stale_of
from evaluations import records
from evaluations.errors import SuiteError
from evaluations.records import TaskSpec
from evaluations.runner.mutants import mutants_of
from evaluations.runner.node_program import ROOT
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import CONDITIONS, load_suite
from evaluations.task_digests import mutation_digest
from tests.environment import needs_time

DOUBLE = {
    "suite.toml": 'title = "Double"\ndescription = "One task."\nlicence = "MIT"\n',
    "double/task.toml": 'kind = "function"\nlanguage = "js"\n',
    "double/prompt.md": "Write double(n).\n",
    "double/checks.test.js": 'import { double } from "./answer";\ntest("0", () => expect(double(0)).toBe(0));\n',
    "double/reference/answer.js": "export const double = (n) => n * 2;\n",
    "double/mutants/one/answer.js": "export const double = () => 1;\n",
}
SUITES = {name: load_suite(ROOT / "suites" / name) for name in mutation.SUITES}
TASKS = {task.slug: task for suite in SUITES.values() for task in suite.tasks}


def test_mutants_are_whole_files_with_one_change() -> None:
    mutants = mutants_of(TASKS["add"])
    assert {mutant.change for mutant in mutants} >= {"a + b => a - b"}
    [minus] = [mutant for mutant in mutants if mutant.change == "a + b => a - b"]
    assert minus.files["answer.js"] == TASKS["add"].reference["answer.js"].replace("a + b", "a - b")
    assert (minus.line, minus.at, minus.mutator) == (2, "return a + b;", "ArithmeticOperator")
    assert mutants_of(TASKS["tests-for-hook"]) == []


def test_weak_checks_let_a_mutant_live_and_the_report_names_it(sandbox: Sandbox) -> None:
    weak = 'import { add } from "./answer";\ntest("0 and 0", () => { expect(add(0, 0)).toBe(0); });\n'
    spec = replace(TASKS["add"], checks=records.Checks(path="answer.test.js", source=weak))
    [row] = scores([spec], {}, sandbox)
    assert [mutant.change for mutant in row.survivors] == ["a + b => a - b"]
    assert row.score == 1 - 1 / row.n_mutants
    assert "survived: answer.js:2, ArithmeticOperator: a + b => a - b\n    return a + b;" in line_of(row)
    reason = {row.survivors[0].key: "because"}
    [explained_row] = scores([spec], reason, sandbox)
    assert (explained_row.score, explained_row.survivors, stale_of([explained_row], reason, is_suite=False)) == (
        1.0,
        (),
        [],
    )


def test_a_listed_survivor_that_is_refused_is_named(sandbox: Sandbox) -> None:
    listed = {("add", "return a + b;", "a + b => a - b"): "because"}
    [row] = scores([TASKS["add"]], listed, sandbox)
    assert stale_of([row], listed, is_suite=False) == [
        "survivors.toml: add | return a + b; | a + b => a - b is no survivor. Delete it."
    ]


def test_mutant_is_also_tried_on_tasks_whose_files_show_its_effect(sandbox: Sandbox) -> None:
    """A table without blank cells cannot show the effect of a guard for blanks; another workbook can."""
    guard = '!cell || cell.v === undefined || cell.v === "" => false'
    [mutant] = [mutant for mutant in mutants_of(TASKS["plain-inventory"]) if mutant.change == guard]
    assert Checks(TASKS["plain-inventory"], sandbox).let_pass(mutant.files)
    suite = [TASKS["plain-inventory"], TASKS["plain-cars"], TASKS["blanks"]]
    assert not OtherTasks(suite[:2], sandbox).refuses(mutant)
    assert OtherTasks(suite, sandbox).refuses(mutant)


def test_a_score_is_stored_beside_the_conditions_and_stays_while_its_task_is_the_same(
    tmp_path: Path, sandbox: Sandbox, capsys: pytest.CaptureFixture[str]
) -> None:
    write_files(tmp_path, DOUBLE)
    assert mutation.run([str(tmp_path)], [], is_whole=False, as_json=False) == 1
    assert not (tmp_path / CONDITIONS).exists(), "nothing is stored without --write"
    assert (
        "2 mutants, 1 refused, 0 refused by another task, 0 known to do no harm, 1 survived" in capsys.readouterr().out
    )
    with pytest.raises(SuiteError, match=r"check_suites .* --changed --write` first"):
        mutation.run([str(tmp_path)], [], is_whole=False, as_json=False, writes=True)
    assert check_suites.check_suite(str(tmp_path), sandbox, writes=True)
    mutation.run([str(tmp_path)], [], is_whole=False, as_json=False, writes=True)
    measured = mutation_in(tmp_path)
    [spec] = load_suite(tmp_path).tasks
    assert measured == {
        "digest": mutation_digest(spec, {}),
        "n_mutants": 2,
        "n_refused": 1,
        "survivors": [
            {"path": "answer.js", "line": 1, "at": "export const double = (n) => n * 2;", "change": "n * 2 => n / 2"}
        ],
    }
    write_files(tmp_path, {"double/mutants/two/answer.js": "export const double = () => 2;\n"})
    assert check_suites.check_suite(str(tmp_path), sandbox, writes=True)
    assert mutation_in(tmp_path) == measured, "the task's own mutants decide no score"
    write_files(
        tmp_path,
        {"double/checks.test.js": DOUBLE["double/checks.test.js"] + "test('1', () => expect(double(1)).toBe(2));\n"},
    )
    assert check_suites.check_suite(str(tmp_path), sandbox, writes=True)
    assert mutation_in(tmp_path) is None


def write_files(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)


def mutation_in(folder: Path) -> Any:
    [line] = (folder / CONDITIONS).read_text().splitlines()
    return json.loads(line).get("mutation")


def test_a_score_of_some_mutants_is_not_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    stored: list[str] = []
    rows = [
        TaskScore(task=task, n_mutants=3, n_left_out=n, explained=(), elsewhere=(), survivors=())
        for task, n in (("all", 0), ("some", 2))
    ]
    monkeypatch.setattr(mutation, "scores", lambda *_, **__: iter(rows))
    monkeypatch.setattr(mutation, "store", lambda _folder, _suite, row: stored.append(row.task))
    assert mutation.run(["starter"], ["none"], is_whole=False, as_json=False, writes=True) == 0
    assert stored == ["all"]


def test_tasks_that_differ_only_in_constants_are_tried_once() -> None:
    shapes = [spec.slug for spec in one_per_shape(SUITES["excel"].tasks)]
    assert len(shapes) < 12
    assert {"error-cells", "unicode-japanese", "csv-semicolon"} <= {*shapes}, "references with lines of their own"
    assert len(one_per_shape(SUITES["starter"].tasks)) == len(SUITES["starter"].tasks)


@needs_time
def test_same_change_of_the_same_line_is_tried_once_where_checks_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    class Refusing:
        def __init__(self, spec: TaskSpec, _: object) -> None:
            self.task = spec.slug

        def let_pass(self, _: object) -> bool:
            tried.append(self.task)
            return False

    monkeypatch.setattr(mutation, "Checks", Refusing)
    tasks = [TASKS["plain-inventory"], TASKS["plain-cars"], TASKS["error-cells"]]
    everything = [mutant for spec in tasks for mutant in mutants_of(spec)]
    for is_whole, n_tried in ((False, len({mutant.place for mutant in everything})), (True, len(everything))):
        rows = list(scores(tasks, {}, cast(Sandbox, None), is_whole=is_whole))
        assert sum(row.n_mutants for row in rows) == len(tried) == n_tried
        tried.clear()


def check_suite(name: str, tasks: Sequence[TaskSpec], sandbox: Sandbox, *, is_suite: bool) -> None:
    """Check that each mutant of these tasks is refused or has a reason, and that each reason has a mutant."""
    reasons = known_survivors(ROOT / "suites" / name)
    rows = list(scores(tasks, reasons, sandbox, suite=SUITES[name].tasks))
    assert sum(row.n_mutants for row in rows) > 1
    assert [line_of(row) for row in rows if row.survivors] == []
    assert stale_of(rows, reasons, is_suite=is_suite) == []


@pytest.mark.parametrize("slug", ["factorial", "max-of-array", "is-even", "flatten-zero-shot", "vm-assembler-simple2"])
def test_shipped_checks_refuse_every_mutant_but_those_with_a_reason(slug: str, sandbox: Sandbox) -> None:
    suite = next(name for name, spec in SUITES.items() if TASKS[slug] in spec.tasks)
    check_suite(suite, [TASKS[slug]], sandbox, is_suite=False)


@needs_time
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", SUITES)
def test_whole_suite_refuses_every_mutant_but_those_with_a_reason(name: str, sandbox: Sandbox) -> None:
    check_suite(name, one_per_shape(SUITES[name].tasks), sandbox, is_suite=True)
