"""The changes of a suite's version from the previous one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from evaluations.models import SuiteVersion, Task

IGNORED = ("turns",)


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionChanges:
    """Slugs of tasks; changed: slug to the names of the fields that differ."""

    number: int
    before: int
    added: Sequence[str] = ()
    removed: Sequence[str] = ()
    changed: dict[str, list[str]] = field(default_factory=dict)
    is_reordered: bool = False


def changes_of(version: SuiteVersion) -> VersionChanges | None:
    """The differences from the previous version; None for the first one."""
    before = version.suite.versions.filter(number__lt=version.number).order_by("-number").first()
    if before is None:
        return None
    old, new = _tasks(before), _tasks(version)
    kept = [slug for slug in new if slug in old]
    changed = {slug: names for slug in kept if (names := _differing(old[slug], new[slug]))}
    return VersionChanges(
        number=version.number,
        before=before.number,
        added=[slug for slug in new if slug not in old],
        removed=[slug for slug in old if slug not in new],
        changed=changed,
        is_reordered=kept != [slug for slug in old if slug in new],
    )


def _tasks(version: SuiteVersion) -> dict[str, Task]:
    return {task.slug: task for task in version.tasks.order_by("position")}


def _differing(old: Task, new: Task) -> list[str]:
    names = sorted({*old.spec, *new.spec} - set(IGNORED))
    differing = [name for name in names if _value(old.spec, name) != _value(new.spec, name)]
    return [*differing, *(["fixtures"] if old.fixtures != new.fixtures else [])]


def _value(spec: dict[str, Any], name: str) -> Any:
    """Return the field's value; an empty one equals a missing one, because older tasks do not have the field."""
    return spec.get(name) or None
