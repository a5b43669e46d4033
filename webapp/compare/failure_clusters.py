"""Clusters of equal errors among the answers that are compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache

from django.db.models import Q

from evaluations.models import VersionTally
from evaluations.queries.failure_causes import Cluster, Key, clusters, clusters_at
from webapp.compare.selection import Selection

OfRuns = tuple[tuple[int, tuple[int, ...]], ...]  # run to its models


def clusters_of(chosen: Selection, counted: Mapping[Key, Mapping[str, int]]) -> Sequence[Cluster]:
    """Return the clusters of these runs and models, and only of these tasks if filters narrow them."""
    of_run: dict[int, set[int]] = {}
    for entry in chosen.entries:
        of_run.setdefault(entry.run.pk, set()).add(entry.model.pk)
    models_of_runs = tuple((run, tuple(sorted(models))) for run, models in sorted(of_run.items()))
    if not chosen.is_narrowed:
        return clusters(_where(models_of_runs))
    judged = VersionTally.objects.filter(run__in=of_run).order_by("pk").values_list("n", "newest")
    state = (tuple(judged), tuple((key, *counts.values()) for key, counts in sorted(counted.items())))
    return _clusters_at(models_of_runs, tuple(task.pk for task in chosen.tasks), state)


@lru_cache(maxsize=16)  # they do not change after the run has ended, unless `state` changes
def _clusters_at(models_of_runs: OfRuns, tasks: tuple[int, ...], state: object) -> Sequence[Cluster]:
    return tuple(clusters_at(_where(models_of_runs), tasks))


def _where(models_of_runs: OfRuns) -> Q:
    condition = Q(pk__in=[])
    for run, models in models_of_runs:
        condition |= Q(run=run, model__in=models)
    return condition
