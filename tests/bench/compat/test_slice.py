"""Other projects' tests: references pass unchanged, and an empty answer fails. `make compat` runs all of them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from evaluations.execution_records import Case
from evaluations.packages import CHECKS_ONLY, FOR_ALL_LANES, PAGE, PAGE_CHECKS_ONLY, SPEC
from evaluations.records import Verdict
from evaluations.sandbox import Sandbox
from evaluations.sandbox.jsonl import case_of
from tests.environment import needs_time

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def slice_() -> list[Case]:
    return [case_of(line) for line in (HERE / "slice.jsonl").read_bytes().splitlines()]


@needs_time
def test_references_pass_unchanged(sandbox: Sandbox) -> None:
    cases = slice_()
    reports = list(sandbox.execute_many(cases))
    assert len(reports) == len(cases) >= 40
    assert {r.id: r.cause for r in reports if r.verdict is not Verdict.PASSED} == {}


@needs_time
def test_empty_answer_does_not_pass(sandbox: Sandbox) -> None:
    empty = [replace(case, files={**case.files, case.entry: ""}, timeout_ms=3000) for case in slice_()]
    assert [r.id for r in sandbox.execute_many(empty) if r.verdict is Verdict.PASSED] == []


def test_documentation_names_every_package_that_resolves() -> None:
    section = (ROOT / "docs/explanation/sandbox.md").read_text().split("## What resolves\n")[1].split("\n## ")[0]
    section = re.sub(
        r"@testing-library/\{([^}]*)\}", lambda m: " ".join(f"@testing-library/{n}" for n in m[1].split(",")), section
    )
    named = set(re.findall(r"[@\w][\w./@-]*", section))
    variants = (
        r"/(pure|dom|vitest|extend-expect|posix|promises|Transition|CSSTransition|TransitionGroup|SwitchTransition"
        r"|server\.browser)$"
    )
    requested = {
        name
        for name in {*FOR_ALL_LANES, *PAGE, *CHECKS_ONLY, *PAGE_CHECKS_ONLY, *SPEC}
        if not re.search(variants, name)
    }
    assert requested - named == set()
