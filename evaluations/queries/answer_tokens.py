"""Token counts of stored answers, from which the length of a model's answers to a suite's tasks is predicted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from django.db.models import Count, Sum

from evaluations.models import LanguageModel, ModelProbe, SuiteVersion, Tally, Task, Team
from evaluations.queries.time_estimate import Pace
from evaluations.statistics.answer_lengths import LengthRatio, Observed, length_ratio, usual_tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSize:
    """usual: tokens of a usual answer. most: what the task allows its answer."""

    usual: float
    most: int


@lru_cache(maxsize=16)
def _sizes(version: int, made_at: datetime, n_tasks: int) -> tuple[TaskSize, ...]:
    rows = Task.objects.filter(version=version).order_by("position")
    return tuple(
        TaskSize(usual=usual_tokens(sum(map(len, (reference or {}).values())), kind), most=most)
        for kind, reference, most in rows.values_list("kind", "spec__reference", "spec__max_tokens")
    )


def task_sizes(version: SuiteVersion) -> tuple[TaskSize, ...]:
    """Return the sizes of a version's tasks, in their order; cached, because a version never changes."""
    return _sizes(version.pk, version.created_at, version.tasks.count())


def length_ratios(
    team: Team,
    version: SuiteVersion,
    models: Sequence[LanguageModel],
    probes: Mapping[int, ModelProbe],
    known: Mapping[int, Pace],
) -> dict[int, LengthRatio]:
    """Return for each model how much longer than usual its answers to this version's tasks will be."""
    here = _answers_here(team, version)
    other_versions = {pace.version for pace in known.values()} - {version.pk}
    usual = {row.pk: _mean_usual(row) for row in SuiteVersion.objects.filter(pk__in=other_versions)}
    n_tasks = max(1, len(task_sizes(version)))
    ratios = {}
    for model in models:
        pace, probe = known.get(model.pk), probes.get(model.pk)
        elsewhere = None
        if pace and pace.version in usual:
            elsewhere = Observed(tokens=pace.tokens, usual=usual[pace.version], n=pace.n_tasks)
        ratios[model.pk] = length_ratio(
            n_tasks,
            probe=observed_by(probe) if probe else (),
            elsewhere=elsewhere,
            here=here.get(model.pk),
            others=[answers for pk, answers in here.items() if pk != model.pk],
        )
    return ratios


def observed_by(probe: ModelProbe) -> list[Observed]:
    """Return the answers to the questions of a probe that ask for code."""
    return [
        Observed(tokens=answer["tokens"], usual=answer["usual"], is_cut=answer["is_cut"]) for answer in probe.answers
    ]


def _answers_here(team: Team, version: SuiteVersion) -> dict[int, Observed]:
    """Model to the answers of the team to this version's tasks."""
    rows = Tally.objects.filter(run__team=team, run__suite_version=version, n_answers__gt=0, completion_tokens__gt=0)
    sums = rows.order_by().values_list("model")
    usual = _mean_usual(version)
    return {
        model: Observed(tokens=tokens / n, usual=usual, n=n_tasks)
        for model, tokens, n, n_tasks in sums.annotate(
            tokens=Sum("completion_tokens"), total=Sum("n_answers"), n_tasks=Count("task", distinct=True)
        )
    }


def _mean_usual(version: SuiteVersion) -> float:
    sizes = task_sizes(version)
    return sum(size.usual for size in sizes) / len(sizes) if sizes else usual_tokens(0, "free")
