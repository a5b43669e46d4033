"""A against B as plain data: what the command line, programs and CI read; and a run against an earlier one."""

from __future__ import annotations

from collections.abc import Mapping

from evaluations.errors import EvaluationError, NoBaseline
from evaluations.models.runs import Run
from evaluations.models.servers import LanguageModel
from evaluations.models.states import RunState
from evaluations.models.suites import Task
from evaluations.queries.comparable import settings_differ, settings_of
from evaluations.queries.comparison import Side, compare_sides, figures, setting_differences, sides_differ, to_regrade
from evaluations.queries.counts import Counts
from evaluations.records import Json
from evaluations.statistics import PairedComparison, corrected

MOST_EARLIER = 30  # runs that are looked at for a baseline


def compared(a: Side, b: Side, *, any_settings: bool = False) -> Json | None:
    """Return all figures of A against B; None without a common task.

    Raises EvaluationError for other suite versions, and for other sampling settings unless these are wanted.
    """
    comparison = compare_sides(a, b, any_settings=any_settings)
    return paired_figures(a, b, comparison) if comparison else None


def paired_figures(a: Side, b: Side, comparison: PairedComparison) -> Json:
    """Return all figures as plain data. Shares in [0, 1]; differences are A's minus B's, in [-1, 1]."""
    runs = [a.run] if a.run == b.run else [a.run, b.run]
    slugs = dict(Task.objects.filter(pk__in=[*comparison.a_flips, *comparison.b_flips]).values_list("pk", "slug"))
    names = [side.name if a.strategy == b.strategy else f"{side.name} {side.strategy}" for side in (a, b)]
    return {
        "suite": str(a.run.suite_version),
        "sentence": comparison.sentence(*names),
        "a": side_to_json(a, names[0]),
        "b": side_to_json(b, names[1]),
        "n_tasks": comparison.n_tasks,
        "a_rate": comparison.a_rate,
        "b_rate": comparison.b_rate,
        "difference": comparison.difference.share,
        "low": comparison.difference.low,
        "high": comparison.difference.high,
        "p": comparison.p,
        "p_corrected": comparison.p_corrected,
        "n_pairs": comparison.n_pairs,
        "is_sure": comparison.is_sure,
        "is_worse": comparison.is_worse,
        "smallest_visible": comparison.visible,
        **more_tasks_to_json(comparison),
        "a_flips": [slugs[pk] for pk in comparison.a_flips],
        "b_flips": [slugs[pk] for pk in comparison.b_flips],
        "differs": setting_differences(runs),
        "settings_differ": sides_differ(a, b),
        "regrade": [run.pk for run in to_regrade(runs)],
    }


def more_tasks_to_json(comparison: PairedComparison) -> Json:
    """Return how many more tasks would make it sure, with the range: 0 when it is sure, None when there is no
    difference.
    """
    about, low, high = comparison.more_tasks or ((0, 0, 0) if comparison.is_sure else (None, None, None))
    return {"more_tasks": about, "more_tasks_low": low, "more_tasks_high": high}


def side_to_json(side: Side, name: str, counts: Mapping[int, Counts] | None = None) -> Json:
    """Return one model of one run: pass@k with intervals, strict accuracy, mean score, and what was left out.

    counts: by task, of the tasks that count; by default of all tasks that it was asked.
    """
    counts = side.counts() if counts is None else counts
    side_figures, total = figures(counts.values()), sum(counts.values(), Counts())
    return {
        "name": name,
        "run": side.run.pk,
        "model": side.model.model_id,
        "strategy": side.strategy,
        "passes": {f"pass@{k}": interval and interval._asdict() for k, interval in side_figures.passes.items()},
        "strict": side_figures.strict,
        "score": side_figures.score,
        "n_tasks": side_figures.n_tasks,
        "n_scored": total.n_scored,
        "n_unchecked": total.n_unchecked,
        "n_flaky": total.n_flaky,
        "n_unscored": total.n_unscored,
        "n_truncated": total.n_truncated,
    }


def sides_of(run: Run) -> list[Side]:
    """Return each model of a run with each strategy it was asked by."""
    keys = run.tallies.filter(n__gt=0).order_by("model", "strategy").values_list("model", "strategy").distinct()
    models = LanguageModel.objects.select_related("server").in_bulk({model for model, _ in keys})
    return [Side(run=run, model=models[model], strategy=strategy) for model, strategy in keys]


def baseline_of(run: Run) -> Run:
    """Return the newest earlier finished run of the team over the same tasks, with a model of this one sampled alike.

    Raises NoBaseline when there is none.
    """
    earlier = Run.objects.filter(
        team=run.team_id,
        suite_version=run.suite_version_id,
        state=RunState.DONE,
        pk__lt=run.pk,
        run_models__model__in=run.run_models.values("model"),
    )
    runs = list(earlier.select_related("suite_version__suite").order_by("-pk").distinct()[:MOST_EARLIER])
    if not runs:
        raise NoBaseline(
            f"There is no earlier finished run over {run.suite_version} with a model of run {run.pk}. Name a run, or "
            "take this one as the first baseline."
        )
    differs = {other.pk: _differs_in_all(run, other) for other in runs}
    comparable = next((other for other in runs if not differs[other.pk]), None)
    if comparable is None:
        raise NoBaseline(
            f"No earlier finished run over {run.suite_version} is comparable with run {run.pk}. Run {runs[0].pk} "
            f"differs in {'; '.join(differs[runs[0].pk])}. Run it with the same settings, or name another run."
        )
    return comparable


def _differs_in_all(run: Run, other: Run) -> list[str]:
    """Return how the settings of the first models differ if no model was sampled in the same way on both sides; else
    empty.
    """
    settings = settings_of([run, other])
    shared = [place for place in settings if place[0] == run.pk and (other.pk, place[1]) in settings]
    differences = [settings_differ(settings, place, (other.pk, place[1])) for place in shared]
    return differences[0] if differences and all(differences) else []


def run_against(run: Run, baseline: Run, *, any_settings: bool = False) -> Json:
    """Compare every model and strategy that both have: A is the run, B the baseline. Raises EvaluationError without
    any.

    Pairs with other sampling settings are left out unless they are wanted; if no pair remains, the error names the
    differences. p is corrected for all these pairs. is_worse: the baseline is significantly better.
    """
    before = {(side.model.pk, side.strategy): side for side in sides_of(baseline)}
    both = [(side, other) for side in sides_of(run) if (other := before.get((side.model.pk, side.strategy)))]
    differs = [[] if any_settings else sides_differ(a, b) for a, b in both]
    if both and all(differs):
        compare_sides(*both[0])
    both = [pair for pair, difference in zip(both, differs, strict=True) if not difference]
    comparisons = corrected([compare_sides(a, b, any_settings=any_settings) for a, b in both])
    pairs = [paired_figures(a, b, pair) for (a, b), pair in zip(both, comparisons, strict=True) if pair]
    if not pairs:
        raise EvaluationError(f"Runs {run.pk} and {baseline.pk} share no model with scored answers to the same tasks.")
    return {
        "run": run.pk,
        "baseline": baseline.pk,
        "suite": str(run.suite_version),
        "pairs": pairs,
        "is_worse": any(pair["is_worse"] for pair in pairs),
    }
