"""A run against an earlier one, as CI asks: what counts as worse, and the exit status."""

from __future__ import annotations

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import OutputWrapper

from evaluations.errors import EvaluationError
from evaluations.management.bar import follow, line
from evaluations.models import Candidate, Run
from evaluations.models.compared import baseline_of, run_against
from evaluations.models.summaries import progress
from evaluations.records import Verdict
from tests import factories

pytestmark = pytest.mark.django_db
P, F = Verdict.PASSED, Verdict.FAILED


def runs(before: list[Verdict], after: list[Verdict]) -> tuple[Run, Run]:
    """The same model over the same tasks, twice."""
    version = factories.make_suite([factories.make_spec(f"t{n}") for n in range(len(before))])
    model = factories.make_model("a/x")
    made = []
    for verdicts in (before, after):
        run = factories.make_run(version, [model])
        factories.finish_run(run, verdicts)
        made.append(run)
    return made[0], made[1]


def ask(*words: str) -> tuple[int, str, str]:
    out, err, status = StringIO(), StringIO(), 0
    try:
        call_command(*words, stdout=out, stderr=err)
    except SystemExit as exc:
        status = int(exc.code or 0)
    return status, out.getvalue(), err.getvalue()


def test_drop_beyond_its_interval_is_worse_and_a_small_one_is_not() -> None:
    before, after = runs([P] * 10, [F] * 6 + [P] * 4)
    found = run_against(after, before)
    assert found["is_worse"]
    assert found["pairs"][0]["high"] < 0
    assert ask("compare", str(after.pk), str(before.pk), "--fail-when-worse")[0] == 1
    assert ask("compare", str(after.pk), str(before.pk))[0] == 0
    Candidate.objects.filter(run=after).update(verdict=P)
    Candidate.objects.filter(pk=after.candidates.earliest("pk").pk).update(verdict=F)
    assert not run_against(after, before)["is_worse"]
    status, said, _ = ask("compare", str(after.pk), "--fail-when-worse", "--json")
    assert (status, json.loads(said)["baseline"]) == (0, before.pk)


def test_better_is_never_worse() -> None:
    before, after = runs([F] * 10, [P] * 10)
    assert not run_against(after, before)["is_worse"]
    assert ask("compare", str(after.pk), "--fail-when-worse")[0] == 0


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
    [(("compare", "999"), "No run 999"), (("compare", "1:a/x"), "stands alone"),
     (("evaluate", "--suite", "s", "--model", "m", "--baseline", "1"), "Add --wait")],
)  # fmt: skip
def test_wrong_use_is_2_with_a_sentence(words: tuple[str, ...], sentence: str) -> None:
    runs([P], [P])
    status, _, said = ask(*words)
    assert status == 2
    assert sentence in said


def test_bar_tells_how_far_and_what_came() -> None:
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
    """Somebody is looking."""

    def isatty(self) -> bool:
        return True
