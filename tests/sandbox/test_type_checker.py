"""TypeScript's compiler beside the execution: its messages, when they count for the verdict, and its limits."""

from __future__ import annotations

from typing import Any

import pytest

from evaluations.execution_records import Case
from evaluations.records import Checks, Verdict
from evaluations.sandbox import Sandbox, type_checker

GOOD = "import { useState } from 'react';\nexport default function A() { const [n] = useState(0); return <p>{n}</p>; }"
BAD = (
    "import { useState } from 'react';\nexport default function A() { const [n] = useState(0); return <p>{n.foo}</p>; }"
)


def case(source: str, **kwargs: Any) -> Case:
    return Case(
        id="x",
        lane="page",
        files={"answer.tsx": source},
        entry="answer.tsx",
        checks=Checks(path="x.test.tsx", source="const n: number = 'x'; test('loads', () => {});"),
        **kwargs,
    )


def test_type_errors_do_not_change_the_verdict(sandbox: Sandbox) -> None:
    report = sandbox.execute(case(BAD, wants_types=True))
    assert report.verdict is Verdict.PASSED
    (fault,) = report.type_errors
    assert (fault.path, fault.line, fault.code) == ("answer.tsx", 2, 2339)
    assert BAD.splitlines()[1][fault.column - 1 :].startswith("foo")
    good = sandbox.execute(case(GOOD, wants_types=True))
    assert (good.type_errors, good.types_note) == ((), "")


def test_extra_findings_are_reported_only_on_request(sandbox: Sandbox) -> None:
    assert sandbox.execute(case(BAD)).type_errors == ()


def test_a_task_can_demand_correct_types(sandbox: Sandbox) -> None:
    report = sandbox.execute(case(BAD, must_type_check=True))
    assert report.verdict is Verdict.BUILD_ERROR
    assert report.cause.startswith("answer.tsx, line 2: TS2339: Property 'foo'")
    assert sandbox.execute(case(GOOD, must_type_check=True)).verdict is Verdict.PASSED


def test_a_package_without_typings_is_anything(sandbox: Sandbox) -> None:
    source = "import PropTypes from 'no-such-package';\nexport const x: number = PropTypes.anything.at.all;"
    assert sandbox.execute(case(source, wants_types=True)).type_errors == ()


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        ("// " + "x" * 400_000, "more than 300000 characters"),
        ("export const x: " + "Array<" * 20_000 + "1" + ">" * 20_000 + " = [];", "the compiler gave up"),
    ],
)
def test_too_large_code_is_not_type_checked(sandbox: Sandbox, source: str, sentence: str) -> None:
    assert sentence in sandbox.execute(case(source, wants_types=True)).types_note
    assert len(sandbox.execute(case(BAD, wants_types=True)).type_errors) == 1


def test_code_that_takes_too_long_is_not_type_checked(sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
    sandbox.execute(case(GOOD, wants_types=True))
    monkeypatch.setattr(type_checker, "LIMIT_S", 0.05)
    lines = [f"export const a{i}: T<[{i}]> = null as any;" for i in range(50)]
    endless = "type T<A extends any[]> = A['length'] extends 999 ? A : T<[...A, 1]>;\n" + "\n".join(lines)
    report = sandbox.execute(case(endless, wants_types=True))
    assert "took longer than" in report.types_note
    monkeypatch.undo()
    assert len(sandbox.execute(case(BAD, wants_types=True)).type_errors) == 1
