"""Reads the posted form of a task's draft into fields."""

from __future__ import annotations

from typing import Any

from django.http import QueryDict

from evaluations.actions.task_fields import FIELDS, FILE_LISTS

LABELLED = 3  # texts of a row that has a name, a path and a text


def columns_of(name: str) -> tuple[str, ...]:
    """Return the names of the form's inputs for one row of a list of files."""
    parts = ("name", "path", "text") if FILE_LISTS[name] == LABELLED else ("path", "text")
    return tuple(f"{name}_{part}" for part in parts)


def changes_of(data: QueryDict) -> dict[str, Any]:
    """Return the fields in the form. A list of files is there when `lists` names it, also without any row."""
    changes: dict[str, Any] = {name: data[name] for name in FIELDS if name in data and name not in FILE_LISTS}
    for name in data.getlist("lists"):
        if name in FILE_LISTS:
            columns = [data.getlist(column) for column in columns_of(name)]
            changes[name] = [list(row) for row in zip(*columns, strict=False)]
    return changes


def revision_of(data: QueryDict) -> int:
    """Return the revision that the person saw; 0, the oldest, if it is not a number."""
    text = data.get("revision", "")
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0
