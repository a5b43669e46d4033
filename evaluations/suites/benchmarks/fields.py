"""Reads the rows of a file of tasks and checks the type of each field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from evaluations.errors import EvaluationError, SuiteError
from evaluations.jsonl import read_objects

ENDINGS = ("*.jsonl", "*.jsonl.gz")
Row = dict[str, Any]


class InvalidRow(EvaluationError):
    """A line is not a valid task. The text says what is wrong, without a full stop; the reader adds place and hint."""


def rows(path: Path, complain: Callable[[str], None]) -> Iterator[tuple[str, int, Row]]:
    """Yield file name, line number and object of each line; of all *.jsonl when the path is a folder.

    Raises SuiteError when a file cannot be opened or is not what its name says.
    """
    files = sorted(file for ending in ENDINGS for file in path.glob(ending)) if path.is_dir() else [path]
    if not files:
        raise SuiteError(f"{path} contains no file of JSON lines ({', '.join(ENDINGS)}). Name the file itself.")
    for file in files:
        for number, row in read_objects(file, complain):
            yield file.name, number, row


def text(row: Row, name: str, default: str | None = None) -> str:
    """Return a text field. Raises InvalidRow when it is no text, or missing without a default."""
    value = row.get(name, default)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise InvalidRow(f'"{name}" is {"missing" if name not in row else "not text"}')
    return value


def texts(row: Row, name: str) -> list[str]:
    """Return a field that is a list of texts; empty when it is missing."""
    value = row.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise InvalidRow(f'"{name}" is not a list of texts')
    return value


def files(row: Row, name: str) -> dict[str, str]:
    """Return a field that maps paths to sources; empty when it is missing."""
    value = row.get(name) or {}
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise InvalidRow(f'"{name}" does not map paths to texts')
    for path in value:
        inside(path)
    return value


def inside(path: str) -> str:
    """Check that the path stays in the task's own folder. Raises InvalidRow."""
    if not path or path.startswith("/") or "\\" in path or "\0" in path or ".." in path.split("/"):
        raise InvalidRow(f'path "{path}" leaves the task')
    return path


def task_id(row: Row, prefix: str) -> str:
    """Return the id; upstream files count some of their tasks without a prefix."""
    value = row.get("task_id")
    if isinstance(value, int):
        return f"{prefix}/{value}"
    return text(row, "task_id")


def number(row: Row) -> int | None:
    """Return problem number of the original: `n`, else the digits at the end of the id. None when there are none."""
    if isinstance(row.get("n"), int):
        return int(row["n"])
    match = re.search(r"(\d+)$", str(row.get("task_id", "")))
    return int(match[1]) if match else None


def slug_of(name: str) -> str:
    """Return a task's id as a slug: "JavaScript/0" becomes "javascript-0"."""
    slug = re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-")[:120]
    if not slug:
        raise InvalidRow(f'"{name[:80]}" has no letter or digit to name the task by')
    return slug


def fenced(source: str, language: str) -> str:
    """Return a fenced block; the fence is longer than any in the source."""
    fence = "```"
    while fence in source:
        fence += "`"
    return f"{fence}{language}\n{source.strip(chr(10))}\n{fence}"
