"""Tallies always equal a new count of the candidates, whatever happens to these."""

from __future__ import annotations

from collections import Counter
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.db.models import F

from evaluations.models import (
    Candidate,
    CauseTally,
    Generation,
    Grading,
    QualityProfile,
    QualityTally,
    Run,
    State,
    Tally,
    VersionTally,
    tally_triggers,
)
from evaluations.records import Verdict
from tests import factories

pytestmark = pytest.mark.django_db
V = Verdict


StoredTallies = tuple[list[dict[str, Any]], Counter[tuple[Any, ...]], set[tuple[Any, ...]], list[dict[str, Any]]]


def stored_tallies() -> StoredTallies:
    """All counts that the triggers keep."""
    drop = ("id", "load_ms")
    rows = [{k: v for k, v in row.items() if k not in drop} for row in Tally.objects.order_by("pk").values()]
    rows = [{k: round(v, 6) if isinstance(v, float) else v for k, v in row.items()} for row in rows if row["n"]]
    rows.sort(key=lambda row: (row["run_id"], row["model_id"], row["strategy"], row["task_id"]))
    causes = CauseTally.objects.filter(n__gt=0).values_list("run", "model", "verdict", "text", "n")
    versions = VersionTally.objects.filter(n__gt=0).values_list(
        "run", "harness_version", "extractor_version", "grader_version", "n"
    )
    return rows, Counter({tuple(row[:4]): row[4] for row in causes}), set(versions), stored_quality()


def stored_quality() -> list[dict[str, Any]]:
    """The tallies of quality that count at least one answer."""
    cells = QualityTally.objects.order_by("run", "model", "strategy", "task").values()
    rounded = [
        {name: round(value, 6) if isinstance(value, float) else value for name, value in c.items()} for c in cells
    ]
    return [{k: v for k, v in cell.items() if k != "id"} for cell in rounded if cell["weight_bytes_measured"]]


def profile(grading: Grading, random: Random) -> QualityProfile:
    candidate = grading.candidate
    return QualityProfile.objects.create(
        grading=grading,
        candidate=candidate,
        run_id=candidate.run_id,
        model_id=candidate.model_id,
        task_id=candidate.task_id,
        strategy=candidate.strategy,
        n_access=random.choice([None, 0, 3]),
        weight_bytes=random.randrange(1, 900),
        first_paint_ms=random.choice([None, 12.5]),
    )


def assert_true() -> None:
    """Assert that the triggers' counts equal a new count."""
    before = stored_tallies()
    tally_triggers.recount(connection)
    assert before == stored_tallies()


def two_models() -> Run:
    models = [factories.make_model("a/x"), factories.make_model("a/y")]
    return factories.make_run(factories.make_suite(), models, n_samples=3, strategies=["plain", "outline"])


def test_new_candidates_are_open() -> None:
    run = two_models()
    assert [(row.n, row.n_open) for row in run.tallies.all()] == [(3, 3)] * 8
    assert_true()


def test_a_verdict_moves_the_counts_in_its_own_transaction() -> None:
    run = two_models()
    candidate = run.candidates.get(sample=1, strategy="plain", model__name="y", task__slug="add")
    factories.finish(candidate, V.FAILED, is_truncated=True)
    row = run.tallies.get(strategy="plain", model__name="y", task__slug="add")
    assert (row.n, row.n_open, row.n_failed, row.n_truncated, row.n_answers) == (3, 2, 1, 1, 1)
    assert (row.prompt_tokens, row.timed_tokens, row.timed_ms, row.load_ms) == (40, 128, 2000, 1830)
    cause = CauseTally.objects.get(run=run)
    assert (cause.verdict, cause.text, cause.n) == ("failed", factories.CAUSES[V.FAILED], 1)
    Candidate.objects.filter(pk=candidate.pk).update(is_flaky=True)
    row.refresh_from_db()
    cause.refresh_from_db()
    assert (row.n_failed, row.n_flaky, cause.n) == (0, 1, 0)
    assert_true()


def test_random_changes_leave_true_counts() -> None:
    run, random = two_models(), Random(7)
    pks = list(run.candidates.values_list("pk", flat=True))
    for _ in range(60):
        some = Candidate.objects.filter(pk__in=random.sample(pks, random.randrange(1, 7)))
        what = random.randrange(5)
        if what == 0:
            some.update(state=random.choice(State.values))
        elif what == 1:
            verdict = random.choice(list(V))
            some.update(state=State.DONE, verdict=verdict, score=random.random(), cause=f"{verdict} " * 40)
        elif what == 2:
            some.update(is_flaky=random.random() < 0.3, is_truncated=random.random() < 0.3, attempts=F("attempts") + 1)
        elif what == 3:
            for candidate in some.filter(generation=None):
                factories.answer(candidate, "x")
        else:
            Generation.objects.filter(candidate__in=some).update(completion_tokens=random.choice([None, 5, 9]))
    assert_true()
    Candidate.objects.filter(pk__in=pks[::2]).delete()
    assert_true()


def test_versions_of_current_gradings_are_counted_whatever_is_done() -> None:
    run, random = two_models(), Random(3)
    candidates = list(run.candidates.select_related("task"))
    for candidate in candidates[:9]:
        factories.finish(candidate, V.FAILED)
    (row,) = VersionTally.objects.all()
    assert (row.run, row.n, row.harness_version) == (run, 9, "h1")
    assert row.newest == Grading.objects.latest("pk").pk
    for candidate in random.sample(candidates[:9], 5):
        factories.grade(candidate, V.PASSED, "x", {})
    assert_true()
    pks = list(Grading.objects.filter(is_current=True).values_list("pk", flat=True))
    Grading.objects.filter(pk__in=pks[:4]).update(harness_version="h2", grader_version="2")
    assert dict(VersionTally.objects.values_list("harness_version", "n")) == {"h1": 5, "h2": 4}
    assert_true()
    Grading.objects.filter(pk__in=pks[:2]).delete()
    Candidate.objects.filter(pk__in=[candidate.pk for candidate in candidates[6:9]]).delete()
    assert_true()


def test_cancel_retry_and_regrade_keep_true_counts() -> None:
    run = two_models()
    for candidate in run.candidates.all()[:5]:
        factories.finish(candidate, V.UNSCORED)
    run.cancel()
    assert sum(row.n_cancelled for row in run.tallies.all()) == 19
    assert_true()
    factories.retry(run)
    factories.regrade(run)
    assert sum(row.n_open for row in run.tallies.all()) == 24
    assert_true()


def test_removed_run_leaves_no_stored_counts() -> None:
    run = two_models()
    factories.finish_run(run, [V.FAILED, V.PASSED])
    Candidate.objects.filter(run=run).delete()
    run.delete()
    assert not Tally.objects.exists()
    assert not CauseTally.objects.exists()
    assert not VersionTally.objects.exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL counts by statements of its own")
def test_gradings_removed_after_their_counts_leave_no_rows() -> None:
    run = factories.make_run(factories.make_suite(), [factories.make_model("a/x")])
    factories.finish_run(run, [Verdict.PASSED])
    VersionTally.objects.all().delete()
    Grading.objects.all().delete()
    assert not VersionTally.objects.exists()


def test_profiles_of_current_gradings_are_added_up_whatever_is_done() -> None:
    run, random = two_models(), Random(5)
    candidates = list(run.candidates.select_related("task")[:12])
    for candidate in candidates:
        factories.finish(candidate, V.PASSED)
    gradings = list(Grading.objects.select_related("candidate"))
    for grading in gradings[:10]:
        profile(grading, random)
    assert sum(cell["weight_bytes_measured"] for cell in stored_quality()) == 10
    assert_true()
    for candidate in random.sample(candidates, 6):
        newer = factories.grade(candidate, V.FAILED, "x", {})
        profile(newer, random)
    assert_true()
    QualityProfile.objects.filter(grading__in=gradings[:4]).update(n_access=7, weight_bytes=1)
    assert_true()
    # An undone regrade: the old grading is current again. Its profile arrived while another grading was current.
    profile(gradings[11], random)
    Grading.objects.filter(candidate=candidates[11], is_current=True).update(is_current=False)
    Grading.objects.filter(pk=gradings[11].pk).update(is_current=True)
    assert_true()
    Candidate.objects.filter(pk__in=[candidate.pk for candidate in candidates[:5]]).delete()
    assert_true()
    run.delete()
    assert stored_quality() == []
