"""Most frequent errors: two messages are the same if they differ only in names and numbers."""

from __future__ import annotations

import pytest
from django.db.models import Q

from evaluations.models import Candidate, Run
from evaluations.models.tallies import Tally
from evaluations.queries.failure_causes import clusters, pattern_of, verdicts, wordings
from evaluations.records import Verdict
from tests import factories

pytestmark = pytest.mark.django_db
V = Verdict


def test_numbers_and_quoted_names_do_not_separate_clusters() -> None:
    pattern = pattern_of("""TypeError: Cannot read properties of undefined (reading 'item3')""")
    assert pattern == pattern_of("""TypeError: Cannot read properties of undefined (reading "other")""")
    assert pattern_of("answer.js, line 3: Unexpected token.") == pattern_of("answer.js, line 412: Unexpected token.")
    assert pattern_of("answer.js, line 3: Unexpected token.") != pattern_of("answer.js, line 3: Unexpected end.")


def run_with(*causes: tuple[str, V, str]) -> Run:
    """A run with these answers: model name, verdict and cause of each."""
    names = list(dict.fromkeys(name for name, _, _ in causes))
    specs = [factories.make_spec(f"t{n}") for n in range(len(causes))]
    run = factories.make_run(factories.make_suite(specs), [factories.make_model(f"a/{name}") for name in names])
    for n, (name, verdict, cause) in enumerate(causes):
        candidate = run.candidates.get(model__name=name, task__slug=f"t{n}")
        factories.finish(candidate, verdict)
        Candidate.objects.filter(pk=candidate.pk).update(cause=cause)
    return run


def test_clusters_count_each_wording_and_model_and_the_most_frequent_leads() -> None:
    run = run_with(
        ("x", V.FAILED, "expected 3 rows, got 2"),
        ("y", V.FAILED, "expected 12 rows, got 11"),
        ("y", V.FAILED, "expected 12 rows, got 11"),
        ("y", V.BUILD_ERROR, "expected 12 rows, got 11"),
        ("x", V.RUNTIME_ERROR, "x is not defined"),
    )
    first, *others = clusters(Q(run=run))
    assert (first.verdict, first.n, first.n_wordings, first.example) == ("failed", 3, 2, "expected 12 rows, got 11")
    assert {run.chosen.get(pk=pk).name: n for pk, n in first.of_model.items()} == {"x": 1, "y": 2}
    assert [(cluster.verdict, cluster.n) for cluster in others] == [("build_error", 1), ("runtime_error", 1)]
    assert sorted(wordings(run.team, first.pattern)) == ["expected 12 rows, got 11", "expected 3 rows, got 2"]
    assert wordings(factories.make_team("Other"), first.pattern) == []


def test_verdicts_are_counted_for_each_entry_with_flaky_ones_apart() -> None:
    run = run_with(("x", V.FAILED, "a"), ("x", V.UNSCORED, ""), ("x", V.PASSED, ""))
    Candidate.objects.filter(run=run, verdict=V.PASSED).update(is_flaky=True)
    (counts,) = verdicts(Tally.objects.filter(run=run)).values()
    assert {name: n for name, n in counts.items() if n} == {"failed": 1, "unscored": 1, "flaky": 1}
