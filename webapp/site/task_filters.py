"""Filters of tasks in the query string: `tag kind language tasks`, on the pages of comparison and in the list of
answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlencode

from django.utils.datastructures import MultiValueDict

from evaluations.models import Task

TASK_FILTERS = ("tag", "kind", "language", "tasks")
RANGE = re.compile(r"(\d{1,15})(?:-(\d{1,15}))?")
MOST_TEXT = 400  # characters of `tasks` in an address: a page contains hundreds of addresses


def narrowed_by(params: MultiValueDict[str, str]) -> dict[str, str]:
    """Return the filters of tasks that are set."""
    return {name: value for name in TASK_FILTERS if (value := params.get(name, "").replace("\0", "").strip())}


def matches(task: Task, filters: dict[str, str]) -> bool:
    """Return whether the filters leave this task."""
    return all(_matches_filter(task, name, value) for name, value in filters.items())


def _matches_filter(task: Task, name: str, value: str) -> bool:
    if name == "tag":
        return value in task.tags
    if name == "tasks":
        return any(first <= task.pk <= last for first, last in _ranges(value))
    return bool(value == getattr(task, name))


def tasks_text(numbers: Iterable[int]) -> str:
    """Return numbers of tasks as they are written in an address: 3-5.9 is 3, 4, 5 and 9. Empty when it would be too
    long.
    """
    ranges: list[list[int]] = []
    for number in sorted(numbers):
        if ranges and ranges[-1][1] == number - 1:
            ranges[-1][1] = number
        else:
            ranges.append([number, number])
    text = ".".join(f"{first}-{last}" if first < last else str(first) for first, last in ranges)
    return text if len(text) <= MOST_TEXT else ""


@lru_cache(maxsize=64)
def _ranges(text: str) -> list[tuple[int, int]]:
    """Return the ranges that tasks_text wrote; text that is not a range names no task."""
    matches = (RANGE.fullmatch(part) for part in text.split("."))
    return [(int(match[1]), int(match[2] or match[1])) for match in matches if match]


def tasks_of_runs(runs: Iterable[int], filters: dict[str, str]) -> list[int]:
    """Return numbers of the tasks of these runs that the filters leave."""
    tasks = Task.objects.filter(version__runs__in=runs).only("pk", *("tags", "kind", "language")).distinct()
    lookups = {name: value for name, value in filters.items() if name not in ("tag", "tasks")}
    return [task.pk for task in tasks.filter(**lookups) if matches(task, filters)]


def to_query(filters: dict[str, str]) -> str:
    """Return it as the end of an address."""
    return f"&{urlencode(filters)}" if filters else ""
