"""Files of JSON lines, plain or gzip: objects with the place they stand at."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TextIO, cast

from evaluations.errors import EvaluationError, SuiteError

LONGEST_LINE = 4_000_000  # characters
ENDINGS = ("*.jsonl", "*.jsonl.gz")
Row = dict[str, Any]


class BadLine(EvaluationError):
    """A line that is no task: what is wrong, without a full stop; the reader adds place and cure."""


def rows(path: Path, complain: Callable[[str], None]) -> Iterator[tuple[str, Row]]:
    """Place ("tasks.jsonl, line 3") and object of each line; what is no object is named to `complain`.

    A folder stands for all its *.jsonl. Raises SuiteError when a file cannot be opened or is not what its name says.
    """
    files = sorted(file for ending in ENDINGS for file in path.glob(ending)) if path.is_dir() else [path]
    if not files:
        raise SuiteError(f"{path} holds no file of JSON lines ({', '.join(ENDINGS)}). Name the file itself.")
    for file in files:
        try:
            with _open(file) as lines:
                yield from _objects(file, lines, complain)
        except (OSError, EOFError, UnicodeDecodeError) as exc:
            raise SuiteError(f"{file} cannot be read ({exc}). Give a file of JSON lines, plain UTF-8 or gzip.") from exc


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return cast(TextIO, gzip.open(path, "rt", encoding="utf-8"))
    return path.open(encoding="utf-8-sig")


def _objects(file: Path, lines: TextIO, complain: Callable[[str], None]) -> Iterator[tuple[str, Row]]:
    number = 0
    while line := lines.readline(LONGEST_LINE + 1):
        number += 1
        place = f"{file.name}, line {number}"
        if len(line) > LONGEST_LINE:
            complain(f"{place}: more than {LONGEST_LINE} characters. The rest of the file was left out.")
            return
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as exc:
            complain(f"{place}: not JSON ({exc}). The line was left out; correct it and import again.")
            continue
        if isinstance(row, dict):
            yield place, row
        else:
            complain(f"{place}: not a JSON object. The line was left out; correct it and import again.")


def text(row: Row, name: str, default: str | None = None) -> str:
    """A field that is text. Raises BadLine when it is missing (and has no default) or something else."""
    value = row.get(name, default)
    if value is None and default is not None:
        return default
    if not isinstance(value, str):
        raise BadLine(f'"{name}" is {"missing" if name not in row else "not text"}')
    return value


def texts(row: Row, name: str) -> list[str]:
    """A field that is a list of texts; empty when it is missing."""
    value = row.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise BadLine(f'"{name}" is not a list of texts')
    return value


def files(row: Row, name: str) -> dict[str, str]:
    """A field that maps paths to sources; empty when it is missing."""
    value = row.get(name) or {}
    if not isinstance(value, dict) or not all(isinstance(item, str) for item in value.values()):
        raise BadLine(f'"{name}" does not map paths to texts')
    for path in value:
        inside(path)
    return value


def inside(path: str) -> str:
    """A path that stays in the task's own folder. Raises BadLine."""
    if not path or path.startswith("/") or "\\" in path or "\0" in path or ".." in path.split("/"):
        raise BadLine(f'path "{path}" leaves the task')
    return path


def task_id(row: Row, prefix: str) -> str:
    """The id; upstream files count some of their tasks without a prefix."""
    value = row.get("task_id")
    if isinstance(value, int):
        return f"{prefix}/{value}"
    return text(row, "task_id")


def number(row: Row) -> int | None:
    """Problem number of the original: `n`, else the digits at the end of the id. None when there are none."""
    if isinstance(row.get("n"), int):
        return int(row["n"])
    match = re.search(r"(\d+)$", str(row.get("task_id", "")))
    return int(match[1]) if match else None


def slug_of(name: str) -> str:
    """A task's id as a slug: "JavaScript/0" becomes "javascript-0"."""
    slug = re.sub(r"[^a-z0-9_]+", "-", name.lower()).strip("-")[:120]
    if not slug:
        raise BadLine(f'"{name[:80]}" has no letter or digit to name the task by')
    return slug


def fenced(source: str, language: str) -> str:
    """A fenced block; the fence is longer than any in the source."""
    fence = "```"
    while fence in source:
        fence += "`"
    return f"{fence}{language}\n{source.strip(chr(10))}\n{fence}"
