"""The repair strategy sends code, verdict and faults back to the model; tested with the real pipeline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.db import transaction

from evaluations import prompts
from evaluations.execution_records import Outcome
from evaluations.models import Candidate, Generation, Grading, Round, Run, State
from evaluations.models.repair_rounds import passes_by_round
from evaluations.records import Verdict
from evaluations.runner import repair_policy
from evaluations.tasks import recover, wake
from tests import factories
from tests.environment import needs_time
from tests.processes import wait_until
from tests.runner.conftest import GOOD, Start, add_task

pytestmark = pytest.mark.django_db(transaction=True)
MINUS = "```js\nexport const add = (a, b) => a - b;\n```"
TIMES = "```js\nexport const add = (a, b) => a * b * 10;\n```"
# The first key that occurs in the prompt decides the answer.
SCRIPT = {
    "expected -1 to be 3": GOOD,
    "There is no code in your answer": MINUS,
    "[add-0]": GOOD,
    "[add-1]": MINUS,
    "[add-2]": "I cannot help with that.",
    "[add-3]": TIMES,
}


def test_failed_answer_is_sent_back_with_its_error(
    start_worker: Start, script: Callable[..., Path], make_run: Callable[..., Run]
) -> None:
    run = make_run(script(by_prompt=SCRIPT, slots=2), strategy="repair")
    start_worker("generate")
    start_worker("execute")
    wake()
    wait_until(lambda: Run.objects.get(pk=run.pk).state == Run.State.DONE, 60)
    candidates = {c.task.slug: c for c in run.candidates.select_related("task")}
    assert {slug: (c.verdict, c.rounds.count()) for slug, c in candidates.items()} == {
        "add-0": ("passed", 0),
        "add-1": ("passed", 1),
        "add-2": ("passed", 2),
        "add-3": ("failed", 3),
    }
    sent = Generation.objects.get(candidate=candidates["add-1"]).prompt["messages"]
    assert [message["role"] for message in sent] == ["user", "assistant", "user"]
    assert sent[0]["content"].startswith("Write add(a, b).")
    assert "a - b" in sent[1]["content"]
    assert "It runs, but checks fail." in sent[2]["content"]
    assert "expected -1 to be 3" in sent[2]["content"]
    first = candidates["add-2"].rounds.get(number=0)
    assert (first.text, first.grading.verdict) == ("I cannot help with that.", "no_code")
    assert first.prompt["messages"][0]["content"].startswith("Write add(a, b).")
    assert Generation.objects.filter(candidate__run=run).count() == 4
    assert Grading.objects.filter(candidate__run=run, is_current=True).count() == 4
    assert Grading.objects.filter(candidate__run=run).count() == 4 + Round.objects.count() == 10
    [after] = passes_by_round(Candidate.objects.filter(run=run), 3).values()
    assert {candidates[slug].pk for slug in candidates if after[candidates[slug].task_id].passed[0]} == {
        candidates["add-0"].pk
    }
    assert [sum(passes.passed[k] for passes in after.values()) for k in range(4)] == [1, 2, 3, 3]
    assert {passes.n for passes in after.values()} == {1}


@needs_time
def test_killed_worker_loses_and_repeats_no_round(
    start_worker: Start, script: Callable[..., Path], make_run: Callable[..., Run]
) -> None:
    slow = "```js\nfor (const end = Date.now() + 500; Date.now() < end;); export const add = (a, b) => a * b * 10;\n```"
    run = make_run(script(answers=[slow], slots=2), n_tasks=3, strategy="repair")
    start_worker("generate")
    first = start_worker("execute")
    wake()
    wait_until(lambda: Round.objects.exists(), 60)
    first.kill()
    first.wait()
    start_worker("execute")

    def is_done_with_beat() -> bool:
        """A worker that dies between a verdict and its next call leaves the row to beat, which does not run here."""
        recover.delay()
        return Run.objects.get(pk=run.pk).state == Run.State.DONE

    wait_until(is_done_with_beat, 90, 0.5)
    rounds = list(Round.objects.order_by("candidate", "number").values_list("candidate", "number"))
    assert rounds == [(pk, number) for pk in run.candidates.values_list("pk", flat=True) for number in range(3)]
    assert Generation.objects.filter(candidate__run=run).count() == 3
    assert Grading.objects.filter(candidate__run=run).count() == 12


def candidate(strategy: str = "repair") -> Candidate:
    """Return a graded candidate before its verdict is stored."""
    version = factories.make_suite([factories.make_spec("add")])
    run = factories.make_run(version, [factories.make_model()], strategies=[strategy])
    row = run.candidates.get()
    Candidate.objects.filter(pk=row.pk).update(state=State.EXECUTING)
    return row


def outcome(verdict: Verdict) -> Outcome:
    return Outcome(verdict=verdict, score=0.0)


@pytest.mark.parametrize(
    ("verdict", "goes"),
    [
        (Verdict.FAILED, True),
        (Verdict.TIMEOUT, True),
        (Verdict.PASSED, False),
        (Verdict.UNCHECKED, False),
        (Verdict.UNSCORED, False),
    ],
)
def test_only_a_verdict_on_the_model_goes_back(verdict: Verdict, goes: bool) -> None:
    row = candidate()
    with transaction.atomic():
        assert repair_policy.needs_repair(row, outcome(verdict), is_flaky=False) is goes
        assert not repair_policy.needs_repair(row, outcome(verdict), is_flaky=True)


def test_neither_a_regrade_nor_a_cancelled_run_nor_another_strategy_asks_again() -> None:
    with transaction.atomic():
        without_repair = candidate("plain")
        assert not repair_policy.needs_repair(without_repair, outcome(Verdict.FAILED), is_flaky=False)
        judged = factories.make_run(
            without_repair.run.suite_version, [without_repair.model], strategies=["repair"]
        ).candidates.get()
        factories.finish(judged, Verdict.FAILED)
        assert not repair_policy.needs_repair(judged, outcome(Verdict.FAILED), is_flaky=False)
        stopped = factories.make_run(without_repair.run.suite_version, [without_repair.model], strategies=["repair"])
        stopped.cancel()
        row = stopped.candidates.get()
        assert not repair_policy.needs_repair(row, outcome(Verdict.FAILED), is_flaky=False)


def test_feedback_is_cut_to_fit_a_small_model() -> None:
    attempt = prompts.Attempt(
        files={"answer.js": "x"},
        verdict=Verdict.RUNTIME_ERROR,
        cause="y" * 2000,
        faults=tuple(f"{i} {'z' * 900}" for i in range(9)),
    )
    text = prompts.render_repair("repair", add_task("a"), attempt).messages[-1].content
    assert len(text) < 4200
    assert "- and 3 more" in text
