"""Propose mutants of a task's reference, and say which of them its checks let pass: the mutation score."""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import cast

from evaluations import job_data
from evaluations.errors import EvaluationError, SuiteError
from evaluations.execution_records import Case, OnVerdict, Report
from evaluations.graders.conditions import try_answer
from evaluations.job_results import ProposedMutant, ProposedMutants
from evaluations.models import MutationScore
from evaluations.records import TaskSpec, Verdict, storable
from evaluations.runner.grading import Executor
from evaluations.runner.mutants import SKIPPED, Mutant, mutants_of
from evaluations.runner.try_task import ANSWER_S, spec_of_order
from evaluations.stored_json import StoredSurvivor
from evaluations.task_digests import mutation_digest

MOST_MUTANTS = 120  # mutants of one task; of more, an even sample is tried
LONGEST = 60_000  # characters of a reference: each mutant is a copy of it
TIMEOUT_MS = 3000  # a third of all mutants never ends
BUDGET_S = 60


def propose_mutants(token: str, executor: Executor, *, n_threads: int) -> None:
    """Do the job that `job_data` has under this token; nothing when it is too old."""
    order = job_data.take_input(token)
    if order is None:
        return
    try:
        spec = spec_of_order(order)
        has_checks = order.get("has_checks", True)
        answer = _answer(spec, order["fixtures"], executor, n_threads) if has_checks else _untried(spec)
    except EvaluationError as exc:
        answer = ProposedMutants(mutants=[], error=str(exc), is_done=True)
    job_data.store_answer(token, answer, ANSWER_S)


def _untried(spec: TaskSpec) -> ProposedMutants:
    """Return mutants of a task without checks: no check can refuse them yet."""
    _require_mutable(spec)
    mutants = [_mutant_to_json(mutant, is_refused=False) for mutant in _sample(mutants_of(spec))]
    return {"mutants": mutants, "error": "", "is_done": True, "n_left_out": 0, "is_untried": True}


def _require_mutable(spec: TaskSpec) -> None:
    if spec.kind in SKIPPED:
        raise SuiteError(f"No mutants can be proposed for kind {spec.kind}. Write them yourself.")
    if sum(map(len, spec.reference.values())) > LONGEST:
        raise SuiteError(f"The reference has more than {LONGEST:,} characters. Write mutants yourself.")


def _answer(spec: TaskSpec, fixtures: Mapping[str, str], executor: Executor, n_threads: int) -> ProposedMutants:
    _require_mutable(spec)
    passed = try_answer(spec, spec.reference, executor.execute)
    if passed.verdict is not Verdict.PASSED:
        raise SuiteError(f"The reference must pass first: {passed.verdict}. {passed.cause}"[:600])
    mutants = _sample(mutants_of(spec))
    until = time.monotonic() + BUDGET_S
    quick_sandbox = QuickSandbox(executor)

    def is_refused(mutant: Mutant) -> bool | None:
        if time.monotonic() > until:
            return None
        outcome = try_answer(spec, mutant.files, quick_sandbox.execute)
        return None if outcome.verdict is Verdict.UNSCORED else outcome.verdict is not Verdict.PASSED

    with ThreadPoolExecutor(n_threads, thread_name_prefix="mutants") as pool:
        results = list(pool.map(is_refused, mutants))
    tried = [(mutant, refused) for mutant, refused in zip(mutants, results, strict=True) if refused is not None]
    rows = [_mutant_to_json(mutant, is_refused=refused) for mutant, refused in tried]
    survivors = [row for row in rows if not row["is_refused"]]
    MutationScore.objects.update_or_create(
        pk=mutation_digest(spec, fixtures),
        defaults={
            "n_mutants": len(rows),
            "n_refused": len(rows) - len(survivors),
            "survivors": [
                StoredSurvivor(path=row["path"], line=row["line"], at=row["at"], change=row["change"])
                for row in survivors
            ],
        },
    )
    return {"mutants": rows, "error": "", "is_done": True, "n_left_out": len(mutants) - len(tried)}


def _sample(mutants: list[Mutant]) -> list[Mutant]:
    step = -(-len(mutants) // MOST_MUTANTS) if mutants else 1
    return mutants[::step]


def _mutant_to_json(mutant: Mutant, *, is_refused: bool) -> ProposedMutant:
    row: ProposedMutant = {
        "path": mutant.path,
        "line": mutant.line,
        "at": mutant.at,
        "change": mutant.change,
        "mutator": mutant.mutator,
        "text": mutant.files[mutant.path],
        "is_refused": is_refused,
    }
    return cast(ProposedMutant, storable(row))


class QuickSandbox:
    """The sandbox, with little time for each case, and no picture of it."""

    def __init__(self, executor: Executor) -> None:
        self._executor = executor

    def execute(self, case: Case, *, on_verdict: OnVerdict = None) -> Report:
        """Run one case."""
        quick_case = replace(
            case, timeout_ms=min(case.timeout_ms, TIMEOUT_MS), wants_screenshot=False, wants_types=False
        )
        return self._executor.execute(quick_case)
