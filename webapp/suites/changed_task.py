"""What differs between a task and the same task in the version before, for its page."""

from __future__ import annotations

from typing import TypedDict

from evaluations.models import SuiteVersion, Task
from evaluations.queries.other_checks import has_other_checks
from evaluations.queries.version_changes import differing_fields, previous_version


class ChangedTask(TypedDict):
    """before: the previous version, if it has the task; changed: fields that differ from there.

    has_other_checks: stored answers to the earlier task can get another verdict.
    """

    before: SuiteVersion | None
    changed: list[str]
    has_other_checks: bool


def changed_task(version: SuiteVersion, row: Task) -> ChangedTask:
    """Return what differs from the same task in the previous version."""
    before = previous_version(version)
    old = before.tasks.filter(slug=row.slug).first() if before else None
    if old is None:
        return {"before": None, "changed": [], "has_other_checks": False}
    return {"before": before, "changed": differing_fields(old, row), "has_other_checks": has_other_checks(old, row)}
