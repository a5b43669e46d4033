"""A run compared with an earlier one for CI: what counts as worse, and the exit status."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management.base import OutputWrapper

from evaluations.errors import EvaluationError
from evaluations.management.progress import follow, line
from evaluations.models import Candidate, Run
from evaluations.queries.comparison_json import baseline_of, run_against
from evaluations.queries.counts import progress
from evaluations.records import Verdict
from tests import factories
from tests.commands import run_command

pytestmark = pytest.mark.django_db
P, F = Verdict.PASSED, Verdict.FAILED


def runs(before: list[Verdict], after: list[Verdict]) -> tuple[Run, Run]:
    """The same model over the same tasks, twice."""
    version = factories.make_suite([factories.make_spec(f"t{n}") for n in range(len(before))])
    model = factories.make_model("a/x")
    created = []
    for verdicts in (before, after):
        run = factories.make_run(version, [model])
        factories.finish_run(run, verdicts)
        created.append(run)
    return created[0], created[1]


def test_drop_beyond_its_interval_is_worse_and_a_small_one_is_not() -> None:
    before, after = runs([P] * 10, [F] * 6 + [P] * 4)
    comparison = run_against(after, before)
    assert comparison["is_worse"]
    assert comparison["pairs"][0]["high"] < 0
    assert run_command("compare", str(after.pk), str(before.pk), "--fail-when-worse")[0] == 1
    assert run_command("compare", str(after.pk), str(before.pk))[0] == 0
    Candidate.objects.filter(run=after).update(verdict=P)
    Candidate.objects.filter(pk=after.candidates.earliest("pk").pk).update(verdict=F)
    assert not run_against(after, before)["is_worse"]
    status, output, _ = run_command("compare", str(after.pk), "--fail-when-worse", "--json")
    assert (status, json.loads(output)["baseline"]) == (0, before.pk)


def test_interval_below_0_without_a_small_p_does_not_fail_a_ci() -> None:
    """5 of 17 tasks lost, none won: the interval excludes 0, but p is 0.0625."""
    before, after = runs([P] * 17, [F] * 5 + [P] * 12)
    (pair,) = run_against(after, before)["pairs"]
    assert pair["high"] < 0 < pair["p"] - 0.05
    assert (pair["is_sure"], pair["is_worse"]) == (False, False)
    assert (pair["more_tasks"], pair["more_tasks_low"], pair["more_tasks_high"]) == (9, 4, 90)
    status, output, erred = run_command("compare", str(after.pk), "--fail-when-worse")
    assert (status, erred) == (0, "")
    assert (
        f"{before.pk}:a/x is ahead of {after.pk}:a/x by 29 points (6 to 53); 17 tasks are too few to be sure" in output
    )


def test_models_of_a_run_are_corrected_together() -> None:
    """For one model 6 of 12 lost tasks are worse (p 0.031); for one of three models they are not (0.094)."""
    version = factories.make_suite([factories.make_spec(f"t{n}") for n in range(12)])
    models = [factories.make_model(f"a/m{n}") for n in range(3)]
    before, after = factories.make_run(version, models), factories.make_run(version, models)
    for run in (before, after):
        for candidate in run.candidates.select_related("task", "model"):
            lost = run == after and candidate.model.name == "m0" and candidate.task.position < 6
            factories.finish(candidate, F if lost else P)
        Run.objects.filter(pk=run.pk).update(state=Run.State.DONE)
    comparison = run_against(after, before)
    assert not comparison["is_worse"]
    first = next(pair for pair in comparison["pairs"] if pair["a"]["model"] == "a/m0")
    assert (first["n_pairs"], first["p_corrected"]) == (3, pytest.approx(3 * 2 / 2**6))
    sides = [f"{run.pk}:a/m0" for run in (after, before)]
    assert run_command("compare", *sides, "--fail-when-worse")[0] == 1


def test_better_model_is_never_called_worse() -> None:
    before, after = runs([F] * 10, [P] * 10)
    assert not run_against(after, before)["is_worse"]
    assert run_command("compare", str(after.pk), "--fail-when-worse")[0] == 0


def test_first_run_does_not_fail_a_ci() -> None:
    before, _ = runs([P] * 3, [P] * 3)
    status, out, message = run_command("compare", str(before.pk), "--fail-when-worse")
    assert (status, out) == (0, "")
    assert "no earlier finished run" in message
    assert run_command("compare", str(before.pk))[0] == 2, "who asks for a comparison gets one"


def test_baseline_is_the_newest_earlier_finished_run_of_the_same_tasks() -> None:
    before, after = runs([P] * 3, [P] * 3)
    other = factories.make_run(factories.make_suite(slug="other"), list(after.chosen.all()))
    factories.finish_run(other, [P])
    assert baseline_of(after) == before
    with pytest.raises(EvaluationError, match="no earlier finished run"):
        baseline_of(before)
    Run.objects.filter(pk=before.pk).update(state=Run.State.CANCELLED)
    with pytest.raises(EvaluationError, match="no earlier finished run"):
        baseline_of(after)


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("compare", "999"), "No run 999"),
        (("compare", "1:a/x"), "only one side"),
        (("evaluate", "--suite", "s", "--model", "m", "--baseline", "1"), "Add --wait"),
    ],
)
def test_wrong_use_exits_2_with_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    runs([P], [P])
    status, _, message = run_command(*words)
    assert status == 2
    assert sentence in message


def test_progress_bar_shows_share_done_and_verdicts() -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model("a/x")])
    factories.finish(run.candidates.earliest("pk"), P)
    assert line(progress(run)) == f"[{'█' * 15}{'░' * 15}] 1/2  passed 1"
    Run.objects.filter(pk=run.pk).update(state=Run.State.DONE)
    run.refresh_from_db()
    for kind, start in ((Terminal, "\r["), (StringIO, "[")):
        out = kind()
        follow(run, OutputWrapper(out))
        assert out.getvalue().startswith(start)
        assert out.getvalue().endswith("\n")


class Terminal(StringIO):
    """Output that a person reads."""

    def isatty(self) -> bool:
        return True
