"""Verdicts are stored together while more answers wait, and at once otherwise. None is lost or stored twice."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from evaluations.execution_records import Case, CheckReport, OnVerdict, Report
from evaluations.models import Candidate, Grading, Run, State
from evaluations.records import Verdict
from evaluations.runner import grading_fields, store_verdicts
from evaluations.runner.execution import process_queue
from evaluations.runner.store_verdicts import GradedCandidate, store_together
from evaluations.runner.workers import Liveness
from tests import factories
from tests.processes import wait_until

pytestmark = pytest.mark.django_db(transaction=True)
CODE = f"```tsx\n{factories.COMPONENT}```"


def pk_of(case: Case) -> int:
    return int(case.id.partition(":")[0])


def passed(case: Case) -> Report:
    return Report(id=case.id, verdict=Verdict.PASSED, checks=(CheckReport(name="counts", verdict=Verdict.PASSED),))


def failed(case: Case) -> Report:
    check = CheckReport(name="counts", verdict=Verdict.FAILED, message=f"of {pk_of(case)}")
    return Report(id=case.id, verdict=Verdict.FAILED, cause=check.message, checks=(check,))


class Sandbox:
    """Every third answer fails with a cause of its own, the others pass."""

    def __init__(self) -> None:
        self.n = 0

    def execute(self, case: Case, *, on_verdict: OnVerdict = None) -> Report:
        self.n += 1
        return failed(case) if pk_of(case) % 3 == 0 else passed(case)


@pytest.fixture
def batches(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The number of verdicts in each transaction."""
    sizes: list[int] = []

    def noted(batch: Sequence[GradedCandidate], worker: str) -> dict[int, Any]:
        sizes.append(len(batch))
        return store_together(batch, worker)

    monkeypatch.setattr(store_verdicts, "store_together", noted)
    return sizes


def waiting_run(n: int) -> Run:
    """A run with n answers that wait for the sandbox."""
    run = factories.make_run(factories.make_suite([factories.make_spec()]), [factories.make_model()], n_samples=n)
    for candidate in run.candidates.all():
        factories.answer(candidate, CODE)
    run.candidates.update(state=State.EXECUTING)
    return run


def drain(sandbox: Any, liveness: Liveness | None = None, n_threads: int = 1) -> int:
    return process_queue(sandbox, liveness or Liveness("execute"), n_threads=n_threads, call_for_help=lambda: None)


def test_verdicts_of_one_claim_are_stored_in_one_transaction(broker: str, batches: list[int]) -> None:
    run = waiting_run(20)
    liveness = Liveness("execute")
    assert drain(Sandbox(), liveness) == 20
    assert batches[0] == 8
    assert sum(batches) == 20
    assert len(batches) == 2, "the second claim takes all that is left"
    assert not liveness._in_hand
    for candidate in run.candidates.all():
        is_failed = candidate.pk % 3 == 0
        grading = Grading.objects.get(candidate=candidate, is_current=True)
        assert (candidate.state, candidate.taken_by) == (State.DONE, "")
        assert candidate.verdict == grading.verdict == (Verdict.FAILED if is_failed else Verdict.PASSED)
        assert candidate.cause == grading.cause
        assert (f"of {candidate.pk}" in candidate.cause) is is_failed
        assert candidate.score == float(not is_failed)
        assert candidate.finished_at is not None
    run.refresh_from_db()
    assert run.state == Run.State.DONE


def test_several_threads_store_each_verdict_once(broker: str, batches: list[int]) -> None:
    run = waiting_run(40)
    assert drain(Sandbox(), n_threads=7) == 40
    assert sum(batches) == 40
    assert len(batches) <= 20, batches
    assert set(run.candidates.values_list("state", flat=True)) == {State.DONE}
    assert Grading.objects.filter(candidate__run=run, is_current=True).count() == 40
    assert Grading.objects.count() == 40


def test_single_answer_does_not_wait(broker: str, batches: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store_verdicts, "LONGEST_WAIT_S", 3600)
    run = waiting_run(1)
    assert drain(Sandbox()) == 1
    assert batches == [1]
    assert run.candidates.get().state == State.DONE


def test_verdict_is_stored_while_long_executions_go_on(broker: str) -> None:
    run = waiting_run(3)
    may_end = threading.Event()

    class Long(Sandbox):
        def execute(self, case: Case, *, on_verdict: OnVerdict = None) -> Report:
            if pk_of(case) != first:
                assert may_end.wait(30)
            return super().execute(case)

    first = run.candidates.order_by("pk").values_list("pk", flat=True)[0]
    with ThreadPoolExecutor(1) as pool:
        work = pool.submit(drain, Long(), n_threads=2)
        try:
            wait_until(lambda: run.candidates.filter(state=State.DONE).count() == 1, 10)
        finally:
            may_end.set()
        assert work.result(30) == 3


def test_row_that_another_worker_holds_is_left(broker: str) -> None:
    run = waiting_run(2)
    liveness = Liveness("execute")

    class Robbed(Sandbox):
        def execute(self, case: Case, *, on_verdict: OnVerdict = None) -> Report:
            Candidate.objects.filter(pk=lost).update(taken_by="execute-elsewhere")
            return super().execute(case)

    lost, kept = run.candidates.order_by("pk").values_list("pk", flat=True)
    drain(Robbed(), liveness)
    assert not Grading.objects.filter(candidate=lost).exists()
    assert run.candidates.get(pk=lost).taken_by == "execute-elsewhere"
    assert run.candidates.get(pk=kept).state == State.DONE
    assert not liveness._in_hand


def test_verdict_that_cannot_be_stored_delays_no_other(
    broker: str, batches: list[int], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    run = waiting_run(4)
    bad = run.candidates.order_by("pk").values_list("pk", flat=True)[1]
    fields = grading_fields.grading_fields

    def refused(graded: Any) -> dict[str, Any]:
        if any(report.id.startswith(f"{bad}:") for report in graded.reports):
            raise ValueError("A string literal cannot contain NUL (0x00) characters.")
        return fields(graded)

    monkeypatch.setattr(store_verdicts, "grading_fields", refused)
    assert drain(Sandbox()) == 4
    assert batches == [4, 1, 1, 1, 1]
    row = run.candidates.get(pk=bad)
    assert (row.state, row.taken_by, row.attempts) == (State.EXECUTING, "", 1)
    assert row.not_before is not None
    assert "could not be stored: A string literal" in row.cause
    assert run.candidates.filter(state=State.DONE).count() == 3
    assert f"The verdict of candidate {bad} could not be stored." in caplog.text
    for _ in range(2):
        run.candidates.update(not_before=None)
        drain(Sandbox())
    row.refresh_from_db()
    assert (row.state, row.verdict) == (State.DONE, Verdict.UNSCORED)
    run.refresh_from_db()
    assert run.state == Run.State.DONE
