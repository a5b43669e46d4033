"""A against B read from rows, and `manage.py compare`."""

from __future__ import annotations

import json
from typing import Any

import pytest

from evaluations.models import LanguageModel, Run
from evaluations.queries.comparison import by_key, figures, setting_differences, to_regrade
from evaluations.queries.counts import Counts, cells
from evaluations.records import Sampling, Verdict
from tests import factories
from tests.commands import run_command

pytestmark = pytest.mark.django_db
P, F, U = Verdict.PASSED, Verdict.FAILED, Verdict.UNSCORED


def run_of(x: str, y: str, **kwargs: Any) -> Run:
    """A run of two models, with one letter per task: P passed, F failed, U unscored."""
    specs = [factories.make_spec(f"t{n}") for n in range(len(x))]
    models = [factories.make_model("a/x:1b"), factories.make_model("a/y:2b")]
    run = factories.make_run(factories.make_suite(specs), models, **kwargs)
    fill(run, x + y)
    return run


def fill(run: Run, letters: str) -> None:
    verdicts = {"P": P, "F": F, "U": U}
    rows = run.candidates.order_by("model", "task__position", "sample")
    for candidate, letter in zip(rows, letters, strict=True):
        factories.finish(candidate, verdicts[letter])


def test_figures_count_every_task_the_same() -> None:
    result = figures(
        [
            Counts(n=5, n_scored=5, n_passed=5, score_sum=5.0),
            Counts(n=5, n_scored=4, n_passed=1, n_unscored=1, score_sum=2.0),
            Counts(n=5, n_flaky=5),
        ]
    )
    assert result.n_tasks == 2
    assert result.pass_1
    assert result.pass_1.share == pytest.approx((1 + 0.25) / 2)
    assert result.passes[5]
    assert result.passes[5].share == 1.0  # only the first task has five scored samples
    assert result.passes[10] is None
    assert (result.strict, result.score) == (0.5, 0.75)


def test_figures_read_from_rows_leave_out_what_is_not_scored() -> None:
    run = run_of("PPU", "FPF", n_samples=1)
    sides = by_key(run.pk, cells(run.tallies.all()))
    x, y = (figures(sides[key].values()) for key in sorted(sides))
    assert (x.n_tasks, x.strict, x.score) == (2, 1.0, 1.0)
    assert y.n_tasks == 3
    assert y.strict == pytest.approx(1 / 3)
    assert x.rank < y.rank


def test_compare_prints_the_sentence_and_the_flips() -> None:
    run = run_of("PPPPPPPPPU", "PPPFFFFFFP")
    status, out, _ = run_command("compare", f"{run.pk}:a/x:1b", f"{run.pk}:a/y:2b")
    assert status == 0
    assert out.startswith(f"{run.pk}:a/x:1b is better than {run.pk}:a/y:2b by 67 points (")
    assert "over 9 common tasks of starter v1" in out
    assert "6 flips to A: t3, t4, t5, t6, t7, t8" in out
    assert "0 flips to B" in out
    assert "0 flaky, 1 unscored, 0 truncated" in out


def test_compare_as_json_has_every_figure() -> None:
    run = run_of("PPPPPPPPPU", "PPPFFFFFFP")
    status, out, _ = run_command("compare", f"{run.pk}:a/y:2b", f"{run.pk}:a/x:1b", "--json")
    body = json.loads(out)
    assert status == 0
    assert (body["n_tasks"], body["b_flips"], body["a_flips"]) == (9, ["t3", "t4", "t5", "t6", "t7", "t8"], [])
    assert body["difference"] == pytest.approx(-6 / 9)
    assert body["low"] < body["difference"] < body["high"] < 0
    assert body["p"] == pytest.approx(2 / 64)
    assert body["is_sure"]
    assert body["more_tasks"] == 0
    assert body["b"]["passes"]["pass@1"]["share"] == 1.0
    assert body["b"]["passes"]["pass@5"] is None
    assert (body["differs"], body["regrade"]) == ([], [])


@pytest.mark.parametrize(
    ("a", "says"),
    [
        ("first", '"first" is not RUN:MODEL'),
        ("999:a/x:1b", "No run 999. The newest runs: {run}."),
        ("{run}:a/z", 'Run {run} did not ask "a/z". Its models: a/x:1b, a/y:2b.'),
    ],
)
def test_unknown_run_or_model_lists_what_exists(a: str, says: str) -> None:
    run = run_of("P", "F")
    status, out, err = run_command("compare", a.format(run=run.pk), f"{run.pk}:a/y:2b")
    assert (status, out) == (2, "")
    assert says.format(run=run.pk) in err


def test_other_suite_versions_are_refused_and_say_what_to_do() -> None:
    run = run_of("P", "F")
    newer = factories.make_run(factories.make_suite(number=2), [LanguageModel.objects.get(name="x:1b")])
    factories.finish_run(newer, [P])
    status, _, err = run_command("compare", f"{run.pk}:a/x:1b", f"{newer.pk}:a/x:1b")
    assert status == 2
    assert f"Run {run.pk} is over starter v1, run {newer.pk} over starter v2" in err
    assert "Run both models over the newest version" in err


def test_several_strategies_have_to_be_chosen() -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model("a/x")], strategies=["outline", "plain"])
    factories.finish_run(run, [P, F])
    side = f"{run.pk}:a/x"
    assert "several strategies: outline, plain. Choose one with --strategy." in run_command("compare", side, side)[2]
    assert 'did not use the strategy "few-shot"' in run_command("compare", side, side, "--strategy", "few-shot")[2]
    status, out, _ = run_command("compare", side, side, "--strategy", "outline", "--strategy", "plain")
    assert status == 0
    assert f"{side} outline" in out
    assert f"{side} plain" in out


def test_missing_common_tasks_are_reported() -> None:
    run = run_of("PU", "UF")
    status, _, err = run_command("compare", f"{run.pk}:a/x:1b", f"{run.pk}:a/y:2b")
    assert status == 2
    assert "share no task with a scored answer of both" in err


def test_differing_settings_are_named_and_the_older_run_can_be_regraded() -> None:
    old = run_of("PP", "PF")
    models = list(LanguageModel.objects.order_by("name"))
    new = factories.make_run(old.suite_version, models, sampling=Sampling(temperature=0.8))
    fill(new, "PPFF")
    assert to_regrade([old, new]) == []
    old.candidates.first().gradings.update(harness_version="h0")  # type: ignore[union-attr]
    assert to_regrade([old, new]) == [old]
    assert setting_differences([old, new]) == [
        f"temperature (run {old.pk}: 0.2, run {new.pk}: 0.8)",
        "harness (h0, h1; regrade the older run)",
    ]
    _, out, _ = run_command("compare", f"{old.pk}:a/x:1b", f"{new.pk}:a/x:1b", "--any-settings")
    assert "The runs differ in temperature" in out
    assert f"Regrade run {old.pk} on /runs/{old.pk}/" in out


def test_suite_name_means_its_newest_run_and_part_of_a_name_means_a_model() -> None:
    run = run_of("P", "F")
    Run.objects.update(state=Run.State.DONE)
    by_number = run_command("compare", f"{run.pk}:a/x:1b", f"{run.pk}:a/y:2b")
    assert by_number[0] == 0
    assert run_command("compare", "starter:a/x:1b", "starter:y") == by_number
    status, _, err = run_command("compare", "starter:b", "starter:y")
    assert (status, 'asked 2 models whose id contains "b": a/x:1b, a/y:2b. Name one of them.' in err) == (2, True)
    status, _, err = run_command("compare", "nope:x", "starter:y")
    assert (status, '"nope" is neither the number of a run nor a suite. The suites: starter.' in err) == (2, True)
    assert "There is no earlier finished run over starter v1" in run_command("compare", "starter")[2]
