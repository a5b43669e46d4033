"""The changes of a suite's version from an earlier one: which tasks, which fields, and both texts of each."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from evaluations.models import SuiteVersion, Task
from evaluations.records import Json

IGNORED = ("turns",)
# The fields that a reader looks at first, in this order.
FIRST = ("prompt", "checks", "reference")
FILES, NAMED_FILES = ("context", "reference"), ("mutants", "alternatives")


@dataclass(frozen=True, slots=True, kw_only=True)
class VersionChanges:
    """Slugs of tasks; changed: slug to the names of the fields that differ."""

    number: int
    before: int
    added: Sequence[str] = ()
    removed: Sequence[str] = ()
    changed: dict[str, list[str]] = field(default_factory=dict)
    is_reordered: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TextChange:
    """One text of a task in both versions. name: the field, with the file's path; before or after may be empty."""

    name: str
    before: str
    after: str


def previous_version(version: SuiteVersion) -> SuiteVersion | None:
    """Return the version before this one; None for the first one."""
    return version.suite.versions.filter(number__lt=version.number).order_by("-number").first()


def changes_of(version: SuiteVersion, before: SuiteVersion | None = None) -> VersionChanges | None:
    """Return the differences from another version, by default the previous one; None for the first one."""
    before = before or previous_version(version)
    if before is None:
        return None
    differences = _differences(before.pk, version.pk, (before.created_at, version.created_at))
    return replace(differences, number=version.number, before=before.number)


@lru_cache(maxsize=64)  # the content of a version never changes; two of 500 tasks take 0.1 s
def _differences(before: int, version: int, made_at: tuple[datetime, datetime]) -> VersionChanges:
    """Return the differences, without the numbers. The times distinguish versions from removed ones."""
    old, new = _tasks(before), _tasks(version)
    in_both = [slug for slug in new if slug in old]
    changed = {slug: names for slug in in_both if (names := differing_fields(old[slug], new[slug]))}
    return VersionChanges(
        number=0,
        before=0,
        added=[slug for slug in new if slug not in old],
        removed=[slug for slug in old if slug not in new],
        changed=changed,
        is_reordered=in_both != [slug for slug in old if slug in new],
    )


def _tasks(version: int) -> dict[str, Task]:
    return {task.slug: task for task in Task.objects.filter(version=version).order_by("position")}


def text_changes(old: Task, new: Task) -> list[TextChange]:
    """Return the texts that differ: prompt, checks and reference first, then the other fields by name."""
    names = sorted(
        differing_fields(old, new), key=lambda name: (FIRST.index(name) if name in FIRST else len(FIRST), name)
    )
    changes = []
    for name in names:
        before, after = _texts(old, name), _texts(new, name)
        changes += [
            TextChange(name=key, before=before.get(key, ""), after=after.get(key, ""))
            for key in dict.fromkeys([*before, *after])
            if before.get(key, "") != after.get(key, "")
        ]
    return changes


def _texts(task: Task, name: str) -> dict[str, str]:
    """Return the texts of a field by what they are called: one, or one for each file."""
    value: Any = task.spec.get(name)
    if name == "fixtures":
        return {name: "".join(f"{file}: SHA-256 {digest}\n" for file, digest in sorted(task.fixtures.items()))}
    if name == "checks":
        return {f"checks: {value['path']}": value["source"]} if value else {}
    if name in FILES:
        return {f"{name}: {path}": source for path, source in (value or {}).items()}
    if name in NAMED_FILES:
        rows = ((label, path, text) for label, files in (value or {}).items() for path, text in files.items())
        return {f"{name}, {label}: {path}": text for label, path, text in rows}
    return {name: _plain_text(value)}


def _plain_text(value: Json) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)


def differing_fields(old: Task, new: Task) -> list[str]:
    """Return the names of the fields that differ."""
    names = sorted({*old.spec, *new.spec} - set(IGNORED))
    differing = [name for name in names if _value(old.spec, name) != _value(new.spec, name)]
    return [*differing, *(["fixtures"] if old.fixtures != new.fixtures else [])]


def _value(spec: dict[str, Any], name: str) -> Any:
    """Return the field's value; an empty one equals a missing one, because older tasks do not have the field."""
    return spec.get(name) or None
