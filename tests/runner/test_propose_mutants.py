"""Proposed mutants: the mutation score of the checks, and the line that no check covers."""

from __future__ import annotations

from typing import Any

import pytest

from evaluations import job_data
from evaluations.job_results import ProposedMutants
from evaluations.models import MutationScore
from evaluations.records import Checks, Kind, TaskSpec, to_json
from evaluations.runner.propose_mutants import propose_mutants
from evaluations.sandbox import Sandbox
from tests import factories

pytestmark = pytest.mark.django_db
REFERENCE = """export function size(n) {
  if (n > 100) return "large";
  return "small";
}
"""
WEAK = 'import { size } from "./answer";\ntest("small", () => expect(size(1)).toBe("small"));\n'


def proposed(sandbox: Sandbox, **kwargs: Any) -> ProposedMutants:
    checks = Checks(path="checks.test.js", source=kwargs.pop("checks", WEAK))
    fields = {"kind": Kind.FUNCTION, "language": "js", "entry": "answer.js", "entry_point": "size"} | kwargs
    spec: TaskSpec = factories.make_spec("size", checks=checks, reference={"answer.js": REFERENCE}, **fields)
    spec_json = {name: value for name, value in to_json(spec).items() if name != "fixtures"}
    token = job_data.store_input({"spec": spec_json, "fixtures": {}})
    propose_mutants(token, sandbox, n_threads=3)
    answer = job_data.answer_of(token, ProposedMutants)
    assert answer is not None
    return answer


def test_survivors_name_the_line_that_no_check_covers(sandbox: Sandbox) -> None:
    rows = proposed(sandbox)["mutants"]
    assert {row["line"] for row in rows if not row["is_refused"]} >= {2}
    assert any(row["is_refused"] and row["change"] == '"small" => ""' for row in rows)
    large = next(row for row in rows if row["change"] == '"large" => ""')
    assert not large["is_refused"]
    assert large["text"] == REFERENCE.replace('"large"', '""')
    score = MutationScore.objects.get()
    assert score.score is not None
    assert 0 < score.score < 1
    assert {"path": "answer.js", "line": 2, "at": large["at"], "change": large["change"]} in score.survivors


def test_reference_that_fails_has_no_score(sandbox: Sandbox) -> None:
    answer = proposed(sandbox, checks=WEAK.replace('"small"))', '"tiny"))'))
    assert answer["error"].startswith("The reference must pass first: failed.")
    assert not MutationScore.objects.exists()


def test_unreadable_code_is_reported(sandbox: Sandbox) -> None:
    answer = proposed(sandbox, kind=Kind.FREE)
    assert answer["error"] == "No mutants can be proposed for kind free. Write them yourself."
