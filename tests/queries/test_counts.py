"""Counts, rates and speeds read from rows."""

from __future__ import annotations

import pytest

from evaluations.management.progress import line
from evaluations.models import Run
from evaluations.queries.counts import (
    cells,
    costs,
    counts_by,
    latest_runs,
    progress,
    seconds_left,
    suites_with_results,
    tasks_that_differ,
    verdict_counts,
)
from evaluations.records import Verdict
from tests import factories

pytestmark = pytest.mark.django_db
V = Verdict


def run_with(*verdicts: Verdict, **kwargs: object) -> Run:
    """A run of one model with one task for each verdict."""
    specs = [factories.make_spec(f"t{n}") for n in range(len(verdicts))]
    run = factories.make_run(factories.make_suite(specs), [factories.make_model()])
    for candidate, verdict in zip(run.candidates.all(), verdicts, strict=True):
        factories.finish(candidate, verdict, **kwargs)
    return run


def test_flaky_and_unscored_are_counted_apart_and_left_out_of_the_rate() -> None:
    run = run_with(V.PASSED, V.FAILED, V.UNSCORED, V.NO_CODE)
    run.candidates.filter(verdict=V.FAILED).update(is_flaky=True)
    (counts,) = counts_by(run.tallies.all(), "model").values()
    assert (counts.n, counts.n_scored, counts.n_passed, counts.n_flaky, counts.n_unscored) == (4, 2, 1, 1, 1)
    assert counts.share == 0.5
    assert dict(verdict_counts(run.tallies.all())) == {"passed": 1, "no_code": 1, "unscored": 1, "flaky": 1}


def test_without_scored_answers_there_is_no_rate() -> None:
    run = run_with(V.UNSCORED)
    (counts,) = counts_by(run.tallies.all(), "model").values()
    assert counts.share is None
    assert counts.interval is None


def test_speed_is_tokens_over_the_time_they_took() -> None:
    run = run_with(V.PASSED, V.FAILED)
    ((speed, _),) = costs(run.tallies.all()).values()
    assert speed.tokens_per_s == 64  # 128 tokens in 2 s, each time
    assert (speed.load_ms, speed.first_token_ms) == (1830, 95)


def test_speed_is_unknown_when_the_server_reports_no_times() -> None:
    run = run_with(V.UNSCORED)
    ((speed, _),) = costs(run.tallies.all()).values()
    assert (speed.tokens_per_s, speed.load_ms) == (None, None)


def test_tasks_differ_when_shares_of_scored_samples_differ() -> None:
    version = factories.make_suite([factories.make_spec(name) for name in ("same", "differs", "unknown")])
    run = factories.make_run(version, [factories.make_model("a/x"), factories.make_model("a/y")])
    verdicts = [V.PASSED, V.PASSED, V.PASSED, V.PASSED, V.FAILED, V.UNSCORED]
    for candidate, verdict in zip(run.candidates.order_by("pk"), verdicts, strict=True):
        factories.finish(candidate, verdict)
    differing = version.tasks.filter(pk__in=tasks_that_differ(cells(run.tallies.all())))
    assert [task.slug for task in differing] == ["differs"]


def test_newest_finished_run_counts_before_a_running_one() -> None:
    done = run_with(V.PASSED)
    Run.objects.filter(pk=done.pk).update(state="done")
    model = done.chosen.get()
    again = factories.make_run(done.suite_version, [model])
    factories.finish(again.candidates.get(), V.FAILED)
    assert latest_runs(done.team, done.suite_version) == {model.pk: done.pk}
    Run.objects.filter(pk=again.pk).update(state="done")
    assert latest_runs(done.team, done.suite_version) == {model.pk: again.pk}


def test_progress_reads_what_is_left_from_the_rows() -> None:
    run = run_with(V.PASSED, V.FAILED)
    run_progress = progress(run)
    assert (run_progress.n, run_progress.n_done, run_progress.share, run_progress.seconds_left) == (2, 2, 1.0, 0.0)
    assert run_progress.tokens_per_s == 64


def test_progress_counts_what_a_cancel_left_out_apart_from_the_answers() -> None:
    specs = [factories.make_spec(f"t{n}") for n in range(3)]
    run = factories.make_run(factories.make_suite(specs), [factories.make_model()])
    factories.finish(run.candidates.all()[0], V.PASSED)
    run.candidates.filter(pk=run.candidates.all()[1].pk).update(state="generating", taken_by="worker")
    run.cancel()
    assert progress(run).text == "1 answered, 1 cancelled, 1 not ended"
    run.candidates.update(taken_by="")
    run.candidates.filter(state="generating").update(state="cancelled")
    counted = progress(run)
    assert (counted.text, counted.n_done, counted.n_answered) == ("1 answered, 2 cancelled", 3, 1)
    assert line(counted) == f"[{'█' * 10}{'░' * 20}] 1 answered, 2 cancelled  passed 1"


@pytest.mark.parametrize(
    ("n_left", "n_recent", "elapsed_s", "expected"),
    [(0, 0, 0.0, 0.0), (10, 1, 5.0, None), (10, 5, 10.0, 20.0), (3, 2, 0.0, None)],
)
def test_time_left_follows_the_recent_pace(
    n_left: int, n_recent: int, elapsed_s: float, expected: float | None
) -> None:
    assert seconds_left(n_left, n_recent, elapsed_s) == expected


def test_suite_without_a_verdict_yet_is_not_offered_for_comparison() -> None:
    scored = run_with(V.PASSED)
    waiting = factories.make_run(factories.make_suite(slug="later"), [factories.make_model("a/z")])
    assert [suite.slug for suite in suites_with_results(scored.team)] == ["starter"]
    candidate = waiting.candidates.first()
    assert candidate
    factories.finish(candidate, V.FAILED)
    assert [suite.slug for suite in suites_with_results(scored.team)] == ["later", "starter"]
