"""The marks of one sheet, and the pieces in which a long part is searched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields
from typing import IO, TYPE_CHECKING

from evaluations.workbooks.cells.values import column_letter

if TYPE_CHECKING:
    from evaluations.records import Json

MAX_LISTED = 200
MAX_ERRORS = 20_000
MAX_MERGED = 500
CHUNK = 1 << 20
LONGEST_REST = 8 << 20


@dataclass(slots=True)
class Marks:
    """hidden_rows from 1; errors by row and column from 0; merged as top, left, bottom, right from 0.

    n_uncomputed: formulas without a stored value. dimension: the stated size, like A1:B20, where one is stated.
    """

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[str] = field(default_factory=list)
    n_formulas: int = 0
    n_uncomputed: int = 0
    dimension: str = ""
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def take(self, other: Marks) -> None:
        """Take the values of the other marks."""
        for mark_field in fields(self):
            setattr(self, mark_field.name, getattr(other, mark_field.name))

    def hide_rows(self, first: int, last: int | None = None) -> None:
        """Hide rows from 1, both included; no more than MAX_LISTED are kept."""
        room = MAX_LISTED - len(self.hidden_rows)
        self.hidden_rows.extend(range(first, min(first if last is None else last, first + room - 1) + 1))

    def hide_columns(self, first: int, last: int) -> None:
        """Hide columns from 0, both included; no more than MAX_LISTED are kept."""
        room = MAX_LISTED - len(self.hidden_columns)
        self.hidden_columns.extend(column_letter(at) for at in range(first, min(last, first + room - 1) + 1))

    def note_error(self, row: int, column: int, text: str) -> None:
        """Note an error cell, from 0."""
        if len(self.errors) < MAX_ERRORS:
            self.errors[row, column] = text

    def note_merged(self, top: int, left: int, bottom: int, right: int) -> None:
        """Note a merged range, from 0, both ends included."""
        if len(self.merged) < MAX_MERGED:
            self.merged.append((top, left, bottom, right))


@dataclass(slots=True)
class Pieces:
    """Takes bytes and returns pieces that are cut after `end`, or before a tag if no `end` comes for long."""

    end: bytes
    waiting: list[bytes] = field(default_factory=list)
    size: int = 0

    def add(self, some: bytes) -> bytes:
        """Return the next piece of CHUNK bytes or more; empty while there are fewer."""
        self.waiting.append(some)
        self.size += len(some)
        return self._cut() if self.size >= CHUNK else b""

    def end_of_part(self) -> tuple[bytes, bytes]:
        """Return the rest that was not passed on: up to the last `end`, and after it."""
        return self._cut(), b"".join(self.waiting)

    def _cut(self) -> bytes:
        text = b"".join(self.waiting)
        cut = text.rfind(self.end) + len(self.end)
        if cut < len(self.end):
            cut = max(text.rfind(b"<"), 0) if len(text) > LONGEST_REST else 0
        self.waiting, self.size = [text[cut:]], 0
        return text[:cut]


def texts(part: IO[bytes], end: bytes) -> Iterator[bytes]:
    """Yield a part in `Pieces`."""
    pieces = Pieces(end)
    while some := part.read(CHUNK):
        yield pieces.add(some)
    yield from pieces.end_of_part()


def with_errors(
    rows: Iterable[list[tuple[Json, str]]], start: int, errors: dict[tuple[int, int], str]
) -> Iterator[list[tuple[Json, str]]]:
    """Put error cells back, because calamine returns them as blank."""
    by_row: dict[int, dict[int, str]] = {}
    for (at, column), text in errors.items():
        by_row.setdefault(at, {})[column] = text
    for number, row in enumerate(rows, start):
        for column, text in by_row.get(number, {}).items():
            if column < len(row):
                row[column] = ({"error": text}, "General")
        yield row
