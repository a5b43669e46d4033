"""The mutation bench finds what weak checks let pass, and shipped checks let nothing pass without a reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.mutation import ROOT, known_survivors, line_of, mutants_of, scores, stale_of
from evaluations.records import Checks
from evaluations.sandbox import Sandbox
from evaluations.suites.folders import load_suite

SUITES = {name: load_suite(ROOT / "suites" / name) for name in ("starter", "can-ai-code")}
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
    spec = replace(TASKS["add"], checks=Checks(path="answer.test.js", source=weak))
    [row] = scores([spec], {}, sandbox)
    assert [mutant.change for mutant in row.survivors] == ["a + b => a - b"]
    assert row.score == 1 - 1 / row.n_mutants
    assert "survived: answer.js:2, ArithmeticOperator: a + b => a - b\n    return a + b;" in line_of(row)
    reason = {row.survivors[0].key: "because"}
    [known] = scores([spec], reason, sandbox)
    assert (known.score, known.survivors, stale_of(known, reason)) == (1.0, (), [])


def test_a_listed_survivor_that_is_refused_is_named(sandbox: Sandbox) -> None:
    listed = {("add", "return a + b;", "a + b => a - b"): "because"}
    [row] = scores([TASKS["add"]], listed, sandbox)
    assert stale_of(row, listed) == ["survivors.toml: add | return a + b; | a + b => a - b is no survivor. Delete it."]


@pytest.mark.parametrize("slug", ["factorial", "max-of-array", "is-even", "flatten-zero-shot", "vm-assembler-simple2"])
def test_shipped_checks_refuse_every_mutant_but_those_with_a_reason(slug: str, sandbox: Sandbox) -> None:
    suite = next(name for name, spec in SUITES.items() if TASKS[slug] in spec.tasks)
    known = known_survivors(ROOT / "suites" / suite)
    [row] = scores([TASKS[slug]], known, sandbox)
    assert row.n_mutants > 1
    assert row.survivors == (), line_of(row)
    assert stale_of(row, known) == []
