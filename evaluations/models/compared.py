"""A against B as plain data: what the command line, programs and CI read."""

from __future__ import annotations

from evaluations.models.comparisons import Side, compare_sides, figures, to_regrade, what_differs
from evaluations.models.suites import Task
from evaluations.models.summaries import Counts
from evaluations.records import Json
from evaluations.statistics import Against


def compared(a: Side, b: Side) -> Json | None:
    """All figures of A against B; None without a common task. Raises EvaluationError for other suite versions."""
    found = compare_sides(a, b)
    return plain(a, b, found) if found else None


def plain(a: Side, b: Side, found: Against) -> Json:
    """All figures as plain data. Shares in [0, 1]; differences are A's minus B's, in [-1, 1]."""
    runs = [a.run] if a.run == b.run else [a.run, b.run]
    slugs = dict(Task.objects.filter(pk__in=[*found.a_flips, *found.b_flips]).values_list("pk", "slug"))
    names = [side.name if a.strategy == b.strategy else f"{side.name} {side.strategy}" for side in (a, b)]
    return {
        "suite": str(a.run.suite_version), "sentence": found.sentence(*names),
        "a": side_plain(a, names[0]), "b": side_plain(b, names[1]), "n_tasks": found.n_tasks,
        "a_rate": found.a_rate, "b_rate": found.b_rate, "difference": found.difference.share,
        "low": found.difference.low, "high": found.difference.high, "p": found.p, "is_sure": found.is_sure,
        "more_tasks": found.more_tasks, "smallest_visible": found.visible,
        "a_flips": [slugs[pk] for pk in found.a_flips], "b_flips": [slugs[pk] for pk in found.b_flips],
        "differs": what_differs(runs), "regrade": [run.pk for run in to_regrade(runs)],
    }  # fmt: skip


def side_plain(side: Side, name: str) -> Json:
    """One model of one run: pass@k with intervals, strict accuracy, mean score, and what was left out."""
    counts = side.counts()
    found, total = figures(counts.values()), sum(counts.values(), Counts())
    return {
        "name": name, "run": side.run.pk, "model": side.model.model_id, "strategy": side.strategy,
        "passes": {f"pass@{k}": interval and interval._asdict() for k, interval in found.passes.items()},
        "strict": found.strict, "score": found.score, "n_tasks": found.n_tasks, "n_scored": total.n_scored,
        "n_flaky": total.n_flaky, "n_unscored": total.n_unscored, "n_truncated": total.n_truncated,
    }  # fmt: skip
