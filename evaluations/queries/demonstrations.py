"""Answers that exist before any model is asked: our own demonstrations, and stored answers of well-known models."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from evaluations.models import Candidate, Run, State, Task, Team
from evaluations.queries.pictures import REASONS

# Folders of suites/demonstrations, by the slug of the conversation that is made of each.
DEMONSTRATIONS = {"demonstration-stopwatch": "stopwatch", "demonstration-todo-list": "todo-list"}
DEMONSTRATION_MODEL = "demonstration-"  # beginning of the model name of our own answers
STORED_SUITE, STORED_TASK = "can-ai-code", "flatten-zero-shot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Demonstration:
    """A prompt of our own with its answers. pictures: answers that have a screenshot, the right ones first."""

    run: Run
    name: str
    n_answers: int
    n_open: int
    pictures: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredComparison:
    """Answers of well-known models to one task of a shipped suite."""

    run: Run
    task: Task
    n_models: int


def own_demonstrations() -> Q:
    """Return a condition on runs: they contain Bakeoff's own answers."""
    return Q(suite_version__suite__slug__in=DEMONSTRATIONS, origin=Run.Origin.STORED, created_by=None)


def demonstrations(team: Team) -> list[Demonstration]:
    """Return the newest run of each demonstration that the team has."""
    rows = Run.objects.filter(own_demonstrations(), team=team).select_related("suite_version__suite").order_by("pk")
    runs = {run.suite_version.suite.slug: run for run in rows}
    return [_demonstration(runs[slug], name) for slug, name in DEMONSTRATIONS.items() if slug in runs]


def _demonstration(run: Run, name: str) -> Demonstration:
    answers = list(Candidate.objects.filter(run=run).order_by("-score", "pk").values_list("pk", "state"))
    shot = Candidate.objects.filter(run=run, gradings__is_current=True, gradings__screenshot__isnull=False)
    pictures = shot.exclude(verdict__in=list(REASONS)).order_by("-score", "pk").values_list("pk", flat=True)
    return Demonstration(
        run=run,
        name=name.replace("-", " "),
        n_answers=len(answers),
        n_open=sum(state != State.DONE for _, state in answers),
        pictures=tuple(pictures[:3]),
    )


def stored_comparison(team: Team) -> StoredComparison | None:
    """Return the task whose stored answers the first page offers; None if the team has no such task."""
    runs = Run.objects.filter(team=team, origin=Run.Origin.STORED, suite_version__suite__slug=STORED_SUITE)
    run = runs.filter(created_by=None).exclude(import_key="").order_by("-pk").first()
    task = Task.objects.filter(version=run.suite_version_id, slug=STORED_TASK).first() if run else None
    if run is None or task is None:
        return None
    n_models = run.tallies.filter(task=task, n__gt=0).values("model").distinct().count()
    return StoredComparison(run=run, task=task, n_models=n_models) if n_models else None
