"""The work of a model: how many answers, how long its prompts are and what its answers are allowed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from statistics import fmean

from django.db.models import Count

from evaluations.models import Task
from evaluations.records import Kind, Sampling
from evaluations.statistics.answer_lengths import CHARS_PER_TOKEN, usual_tokens

MOST_CACHED = 200  # versions of suites whose sizes are kept in memory
DEFAULT_SAMPLING = Sampling()
Key = tuple[int, datetime, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskSize:
    """Tokens of one task. usual: of a usual answer. most: what it allows its answer. prompt: of its plain prompt."""

    usual: float
    most: int
    prompt: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """The work of a model in a run. sizes: of the tasks. n_answers: None for one per task.

    version: the id of the suite's version; None for a prompt that has not been sent. longest_prompt: the most tokens
    that the longest prompt is likely to have, where it is known.
    """

    sizes: tuple[TaskSize, ...]
    version: int | None = None
    n_answers: int | None = None
    longest_prompt: int | None = None
    sampling: Sampling = DEFAULT_SAMPLING

    @property
    def total(self) -> int:
        """How many answers are asked for."""
        return len(self.sizes) if self.n_answers is None else self.n_answers

    @property
    def mean_prompt(self) -> float:
        """Tokens of a mean prompt."""
        return fmean(size.prompt for size in self.sizes) if self.sizes else 0.0

    @property
    def mean_usual(self) -> float:
        """Tokens of a usual answer to a mean task."""
        return fmean(size.usual for size in self.sizes) if self.sizes else usual_tokens(0, Kind.FREE)


_task_size_cache: dict[Key, tuple[TaskSize, ...]] = {}


def task_sizes(versions: Collection[int]) -> dict[int, tuple[TaskSize, ...]]:
    """Return the sizes of each version's tasks, in their order; two queries, and one where all are known.

    They are kept in memory, because a version never changes. The moment it was made tells it from a removed one.
    """
    tasks = Task.objects.filter(version__in=versions).order_by()
    counted = tasks.values_list("version", "version__created_at").annotate(n=Count("pk"))
    keys: dict[int, Key] = {version: (version, made_at, n) for version, made_at, n in counted}
    sizes = {version: _task_size_cache[key] for version, key in keys.items() if key in _task_size_cache}
    if missing := keys.keys() - sizes.keys():
        read = _read_task_sizes(missing)
        if len(_task_size_cache) + len(read) > MOST_CACHED:
            _task_size_cache.clear()
        _task_size_cache.update({keys[version]: rows for version, rows in read.items()})
        sizes |= read
    return {version: sizes.get(version, ()) for version in versions}


def _read_task_sizes(versions: Collection[int]) -> dict[int, tuple[TaskSize, ...]]:
    rows = Task.objects.filter(version__in=versions).order_by("version", "position")
    fields = ("version", "kind", "spec__reference", "spec__max_tokens", "spec__prompt", "spec__context")
    sizes: dict[int, list[TaskSize]] = {}
    for version, kind, reference, most, prompt, context in rows.values_list(*fields):
        size = TaskSize(
            usual=usual_tokens(_chars(reference), kind),
            most=most,
            prompt=(len(prompt) + _chars(context)) / CHARS_PER_TOKEN,
        )
        sizes.setdefault(version, []).append(size)
    return {version: tuple(row) for version, row in sizes.items()}


def _chars(files: dict[str, str] | None) -> int:
    return sum(map(len, (files or {}).values()))
