"""Which tasks an address leaves: `tag kind language`, on the pages of comparison and in the list of answers alike."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode

from django.http import QueryDict

from evaluations.models import Task

TASK_FILTERS = ("tag", "kind", "language")


def narrowed_by(asked: QueryDict) -> dict[str, str]:
    """The filters of tasks that are set."""
    return {name: value for name in TASK_FILTERS if (value := asked.get(name, "").replace("\0", "").strip())}


def fits(task: Task, wanted: dict[str, str]) -> bool:
    """Whether the filters leave this task."""
    return all(value in task.tags if name == "tag" else value == getattr(task, name) for name, value in wanted.items())


def tasks_of_runs(runs: Iterable[int], wanted: dict[str, str]) -> list[int]:
    """Numbers of the tasks of these runs that the filters leave."""
    tasks = Task.objects.filter(version__runs__in=runs).only("pk", *("tags", "kind", "language")).distinct()
    plain = {name: value for name, value in wanted.items() if name != "tag"}
    return [task.pk for task in tasks.filter(**plain) if fits(task, wanted)]


def to_query(wanted: dict[str, str]) -> str:
    """As the end of an address."""
    return f"&{urlencode(wanted)}" if wanted else ""
