"""The tasks of a version that fit the filters of its page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any, TypedDict

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.http import QueryDict

from evaluations.models import SuiteVersion, Task
from evaluations.queries.entry_conditions import STATES, EntryConditions, conditions_of_tasks
from evaluations.queries.text_search import matching
from evaluations.records import Kind

TASKS_PER_PAGE = 100


class TaskList(TypedDict):
    """The tasks that fit the filters. kind, state (of the conditions), tag, query: the filters, empty without one.

    tags, kinds: with counts over all tasks. conditions: by task. n_outdated: tasks of this page that were tried with
    an older version of the checks.
    """

    page: Page[Task]
    kind: str
    state: str
    tag: str
    query: str
    tags: list[tuple[str, int]]
    n_tasks: int
    kinds: Iterable[tuple[str, int]]
    conditions: dict[int, EntryConditions]
    n_outdated: int


def task_list(version: SuiteVersion, params: QueryDict) -> TaskList:
    """Return the tasks that fit the query string, one page of them, with what the filters offer."""
    all_tasks = version.tasks.order_by("position")
    kind, tag, query = (params.get(name, "").strip() for name in ("kind", "tag", "q"))
    state = params.get("conditions", "")
    tags = Counter(t for tags_of_task in all_tasks.values_list("tags", flat=True) for t in tags_of_task)
    rows = _filtered_tasks(all_tasks, kind=kind, tag=tag, query=query, state=state)
    page = Paginator(rows, TASKS_PER_PAGE).get_page(params.get("page"))
    conditions = conditions_of_tasks(page.object_list)
    return {
        "page": page,
        "kind": kind,
        "state": state,
        "tag": tag,
        "query": query,
        "tags": tags.most_common(40),
        "n_tasks": all_tasks.count(),
        "kinds": all_tasks.order_by("kind").values_list("kind").annotate(n=Count("pk")),
        "conditions": conditions,
        "n_outdated": sum(task_conditions.is_outdated for task_conditions in conditions.values()),
    }


def _filtered_tasks(tasks: QuerySet[Task], *, kind: str, tag: str, query: str, state: str) -> Any:
    """Return the tasks that match; a kind or a state of the conditions that does not exist matches all."""
    chosen = matching(tasks.filter(kind=kind) if kind in list(Kind) else tasks, query)
    # Tags are JSON, which SQLite cannot search inside; a suite has hundreds of tasks at most.
    rows: Any = [task for task in chosen if tag in task.tags] if tag else chosen
    if state not in STATES:
        return rows
    states = conditions_of_tasks(rows)
    return [task for task in rows if states[task.pk].state == state]
