"""Reading: each model at a suite and at its renamed variant, task by task: the effect of knowing it by heart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluations.models import LanguageModel, Run, SuiteVersion, Tally, Team
from evaluations.queries.comparable import settings_differ, settings_of
from evaluations.queries.counts import counts_by, latest_runs
from evaluations.queries.entry_conditions import compared_tallies
from evaluations.statistics import Count, PairedComparison, compare_paired

PLAIN = "plain"
MOST_VARIANTS = 3  # shown beside their original


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantDifference:
    """One model. comparison: the original is A, the variant B, over the tasks of both; None where they share none.

    differs: in which settings the two runs were not sampled alike; where there are any, nothing is compared.
    """

    model: LanguageModel
    original: Run
    variant: Run
    comparison: PairedComparison | None
    differs: Sequence[str]


def variant_with_seed(version: SuiteVersion, seed: int) -> SuiteVersion | None:
    """Return the renamed variant of a version that was made with this seed; None if it does not exist."""
    slug = variant_slug(version.suite.slug, seed)
    return version.variants.filter(suite__slug=slug).select_related("suite").order_by("-number").first()


def newest_variants(version: SuiteVersion) -> list[SuiteVersion]:
    """Return the newest renamed variants of a version."""
    return list(version.variants.select_related("suite", "variant_of__suite").order_by("-created_at")[:MOST_VARIANTS])


def variant_slug(slug: str, seed: int) -> str:
    """Return the address of a suite's renamed variant."""
    return f"{slug[:60]}-renamed-{seed}"


def variant_differences(team: Team, variant: SuiteVersion) -> list[VariantDifference]:
    """Return models with something scored on both, by their newest runs and the strategy plain; empty for another
    suite.
    """
    original = variant.variant_of
    if original is None:
        return []
    first, second = latest_runs(team, original), latest_runs(team, variant)
    both = sorted(set(first) & set(second))
    runs = Run.objects.select_related("suite_version").in_bulk({*first.values(), *second.values()})
    models = LanguageModel.objects.select_related("server").in_bulk(both)
    settings = settings_of(runs.values())
    rows = []
    for pk in both:
        a, b = runs[first[pk]], runs[second[pk]]
        differs = settings_differ(settings, (a.pk, pk), (b.pk, pk))
        comparison = None if differs else compare_paired(_passes(a, pk), _passes(b, pk))
        rows.append(VariantDifference(model=models[pk], original=a, variant=b, comparison=comparison, differs=differs))
    return sorted(rows, key=lambda row: row.model.model_id)


def _passes(run: Run, model: int) -> Mapping[str, Count]:
    """Map each task's name to (scored, passed): the two suites have the same names."""
    rows = compared_tallies(Tally.objects.filter(run=run, model=model, strategy=PLAIN), [run.suite_version])
    return {task: (counts.n_scored, counts.n_passed) for (task,), counts in counts_by(rows, "task__slug").items()}
