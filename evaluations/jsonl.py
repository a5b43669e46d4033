"""Lines of JSON: every file of suites, answers, preferences and archives is read here, one object per line."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, TextIO, cast

from evaluations.errors import SuiteError

LONGEST_LINE = 4_000_000  # characters


class InvalidLine(ValueError):
    """A line that is not a JSON object; the message has no full stop."""


def parse_object(line: str | bytes) -> dict[str, Any]:
    """Return the object of one line. Raises InvalidLine."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as exc:
        raise InvalidLine(f"not JSON ({exc})") from exc
    if not isinstance(value, dict):
        raise InvalidLine("not a JSON object")
    return value


def read_objects(path: Path, complain: Callable[[str], None]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number and object of each line of a file, plain or gzip, in constant memory; blank lines are skipped.

    A line that is not an object is named to `complain` and left out; a line that is too long ends the reading.
    Raises SuiteError when the file cannot be opened or is not what its name says.
    """
    try:
        with _open(path) as lines:
            yield from _objects(path.name, lines, complain)
    except (OSError, EOFError, UnicodeDecodeError) as exc:
        raise SuiteError(f"{path} cannot be read ({exc}). Give a file of JSON lines, plain UTF-8 or gzip.") from exc


def objects_of(name: str, file: IO[bytes], longest: int = LONGEST_LINE) -> Iterator[dict[str, Any]]:
    """Yield the object of each line of a file that Bakeoff wrote, in constant memory.

    longest: bytes of a line. Raises InvalidLine, which names the file and the line, for one that is not an object.
    """
    number = 0
    while line := file.readline(longest + 1):
        number += 1
        if len(line) > longest:
            raise InvalidLine(f"{name}, line {number}: more than {longest:,} bytes")
        try:
            row = parse_object(line)
        except InvalidLine as exc:
            raise InvalidLine(f"{name}, line {number}: {exc}") from exc
        yield row


def _open(path: Path) -> TextIO:
    if path.suffix == ".gz":
        return cast(TextIO, gzip.open(path, "rt", encoding="utf-8-sig"))
    return path.open(encoding="utf-8-sig")


def _objects(name: str, lines: TextIO, complain: Callable[[str], None]) -> Iterator[tuple[int, dict[str, Any]]]:
    number = 0
    while line := lines.readline(LONGEST_LINE + 1):
        number += 1
        if len(line) > LONGEST_LINE:
            complain(f"{name}, line {number}: more than {LONGEST_LINE} characters. The rest of the file was left out.")
            return
        if not line.strip():
            continue
        try:
            yield number, parse_object(line)
        except InvalidLine as exc:
            complain(line_error(name, number, exc))


def line_error(name: str, number: int, error: object) -> str:
    """Return the sentence about a line that was left out; error: what is wrong with it, without a full stop."""
    return f"{name}, line {number}: {error}. The line was left out; correct it and import again."
