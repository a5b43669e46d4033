"""Whether stored answers to an earlier version of a task can get another verdict by a later version."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from evaluations.models import SuiteVersion, Task
from evaluations.queries.version_changes import differing_fields
from evaluations.records import Kind
from evaluations.task_digests import WITHOUT_VERDICT, answer_digest

# Fields that a model saw. An answer to other ones is no answer to the new version of the task.
PROMPT_FIELDS = frozenset({"kind", "prompt", "context", "language", "entry", "entry_point", "turns"})
NO_VERDICT = frozenset(WITHOUT_VERDICT) - {"fixtures"}  # answer_digest adds the fixtures' own digests


def is_asked_otherwise(old: Task, new: Task) -> bool:
    """Return whether the models saw another prompt."""
    differing = set(differing_fields(old, new))
    if old.spec.get("turns", []) != new.spec.get("turns", []):
        return True
    shows_files = new.kind in (Kind.VISUAL, Kind.EXCEL)  # the prompt describes them
    return bool(differing & PROMPT_FIELDS) or (shows_files and "fixtures" in differing)


def has_other_checks(old: Task, new: Task) -> bool:
    """Return whether the same prompt is graded otherwise: by other checks, limits or files."""
    if not new.is_checked or is_asked_otherwise(old, new) or set(differing_fields(old, new)) <= NO_VERDICT:
        return False
    before, after = (answer_digest(task.to_spec(with_files=False), task.fixtures) for task in (old, new))
    return before != after


def can_grade_earlier_answers(version: SuiteVersion) -> bool:
    """Return whether the version has other checks for a prompt of an earlier version; of texts and tags alone, no."""
    return _can_grade(version.pk, version.created_at)


@lru_cache(maxsize=64)  # the content of a version never changes; two of 500 tasks take 0.1 s
def _can_grade(version: int, made_at: datetime) -> bool:
    """Look at the versions from the newest to the oldest. made_at distinguishes a version from a removed one."""
    row = SuiteVersion.objects.get(pk=version)
    present = {task.slug: task for task in Task.objects.filter(version=version, is_checked=True)}
    earlier = row.suite.versions.filter(number__lt=row.number).order_by("-number")
    return any(
        has_other_checks(old, present[old.slug])
        for before in earlier
        for old in Task.objects.filter(version=before, slug__in=present)
    )
