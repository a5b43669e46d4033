"""A verdict is announced as soon as it is certain: before its picture and other evidence."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluations import events
from evaluations.execution_records import Case, OnVerdict, Outcome, Report
from evaluations.models import Candidate, State
from evaluations.records import Checks, Kind, TaskSpec, Verdict
from evaluations.runner.execution import process_queue
from evaluations.runner.grading import Evidence, grade_answer
from evaluations.runner.workers import Liveness
from tests import factories

V = Verdict
PICTURES = Evidence(screenshots=True)
COMPONENT = factories.make_spec()
ZONED = replace(COMPONENT, checks=Checks(path="a.test.tsx", source="// @time-zones America/New_York\ntest"))
TESTS = TaskSpec(
    slug="tests",
    title="Tests",
    kind=Kind.WRITE_TESTS,
    prompt="Test it.",
    entry="twice.test.tsx",
    context={"twice.ts": "right"},
    reference={"twice.test.tsx": "tests"},
    mutants={"same": {"twice.ts": "n"}},
)


class Sandbox:
    """Gives these verdicts, one after the other; each is certain before its evidence is there."""

    def __init__(self, *verdicts: Verdict) -> None:
        self.verdicts = list(verdicts)

    def execute(self, case: Case, *, on_verdict: OnVerdict = None) -> Report:
        report = Report(id=case.id, verdict=self.verdicts.pop(0), cause="why")
        if on_verdict:
            on_verdict(report)
        return replace(report, screenshot=b"png")


def early_and_final(spec: TaskSpec, *verdicts: Verdict, evidence: Evidence = PICTURES) -> tuple[list[Verdict], Verdict]:
    """Return the verdicts that were announced early, and the final one."""
    heard: list[Outcome] = []
    text = f"```tsx\n{factories.COMPONENT}```"
    sandbox = Sandbox(*verdicts)
    graded = grade_answer(text, spec, sandbox, candidate_id="1", evidence=evidence, on_outcome=heard.append)
    return [outcome.verdict for outcome in heard], graded.outcome.verdict


@pytest.mark.parametrize("verdict", [V.PASSED, V.FAILED, V.RUNTIME_ERROR])
def test_verdict_of_a_component_is_announced_before_its_picture(verdict: Verdict) -> None:
    assert early_and_final(COMPONENT, verdict) == ([verdict], verdict)


def test_nothing_is_announced_early_where_nothing_follows() -> None:
    assert early_and_final(COMPONENT, V.PASSED, evidence=Evidence()) == ([], V.PASSED)


def test_pass_that_other_time_zones_may_undo_is_not_announced() -> None:
    assert early_and_final(ZONED, V.PASSED, V.FAILED) == ([], V.FAILED)
    assert early_and_final(ZONED, V.FAILED) == ([V.FAILED], V.FAILED)


def test_tests_are_announced_when_every_broken_version_has_run() -> None:
    # The first run is one of two, and a pass is repeated: neither decides.
    assert early_and_final(TESTS, V.PASSED, V.FAILED, V.PASSED) == ([], V.PASSED)


class EarlyMessages:
    """The early verdicts that a worker announces."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.sent: list[tuple[int, str, str]] = []
        monkeypatch.setattr(events, "verdict_known", self.note)

    def note(self, run_id: int, candidate_id: int, verdict: str) -> None:
        state = Candidate.objects.get(pk=candidate_id).state
        self.sent.append((candidate_id, verdict, state))


@pytest.fixture
def early(monkeypatch: pytest.MonkeyPatch) -> EarlyMessages:
    return EarlyMessages(monkeypatch)


def executed(n: int, *verdicts: Verdict, strategy: str = "") -> list[int]:
    """Execute n answers of one run; return their numbers."""
    run = factories.make_run(factories.make_suite([COMPONENT]), [factories.make_model()], n_samples=n)
    if strategy:
        run.candidates.update(strategy=strategy)
    for candidate in run.candidates.all():
        factories.answer(candidate, f"```tsx\n{factories.COMPONENT}```")
    run.candidates.update(state=State.EXECUTING)
    process_queue(Sandbox(*verdicts), Liveness("execute"), n_threads=1, call_for_help=lambda: None)
    return list(run.candidates.order_by("pk").values_list("pk", flat=True))


@pytest.mark.django_db(transaction=True)
def test_worker_announces_a_verdict_before_it_is_stored(broker: str, early: EarlyMessages) -> None:
    [candidate] = executed(1, V.PASSED)
    assert early.sent == [(candidate, "passed", State.EXECUTING)]


@pytest.mark.django_db(transaction=True)
def test_worker_announces_nothing_while_more_answers_wait(broker: str, early: EarlyMessages) -> None:
    candidates = executed(4, *[V.PASSED] * 4)
    assert [candidate for candidate, _, _ in early.sent] == candidates[-1:]


@pytest.mark.django_db(transaction=True)
def test_verdict_that_a_repair_may_replace_is_not_announced(broker: str, early: EarlyMessages) -> None:
    executed(1, V.FAILED, strategy="repair")
    assert early.sent == []


@pytest.mark.django_db(transaction=True)
def test_pass_after_a_repair_is_announced(broker: str, early: EarlyMessages) -> None:
    [candidate] = executed(1, V.PASSED, strategy="repair")
    assert early.sent == [(candidate, "passed", State.EXECUTING)]
