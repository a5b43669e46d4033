"""The formats of a run as a file: page, API and command write the same bytes under the same name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO

from evaluations.exports import html_report, run_rows
from evaluations.exports.junit import to_junit
from evaluations.exports.run_xlsx import write_run
from evaluations.models import Run


@dataclass(frozen=True, slots=True)
class Format:
    """How a run is written as one kind of file. write: returns how many rows or documents were written.

    is_text: it is UTF-8 and can go to a terminal.
    """

    ending: str
    media_type: str
    write: Callable[[Run, IO[bytes]], int]
    is_text: bool = True

    def file_name(self, run: Run) -> str:
        """Return the name under which the file is offered for download."""
        return f"run-{run.pk}.{self.ending}"


def write_texts(texts: Iterable[str], target: IO[bytes]) -> int:
    """Write texts as UTF-8 and return how many. Half of a surrogate pair has no UTF-8: it becomes a question mark."""
    n = 0
    for n, text in enumerate(texts, 1):  # noqa: B007  # the count is the result
        target.write(text.encode(errors="replace"))
    return n


def _rows(make: Callable[[Iterator[run_rows.Row], Run], Iterator[str]], run: Run, target: IO[bytes]) -> int:
    return write_texts(make(run_rows.rows_of(run), run), target)


def _jsonl(run: Run, target: IO[bytes]) -> int:
    return write_texts(run_rows.to_jsonl(run_rows.rows_of(run, with_thinking=True)), target)


def _workbook(run: Run, target: IO[bytes]) -> int:
    return write_run(run, target)  # type: ignore[arg-type]  # IO[bytes] is what openpyxl's BinaryIO means


def _report(run: Run, target: IO[bytes]) -> int:
    html_report.write(run, target)
    return 1


FORMATS = {
    "jsonl": Format("jsonl", "application/jsonl", _jsonl),
    "csv": Format("csv", "text/csv", partial(_rows, lambda rows, run: run_rows.to_csv(rows))),
    "junit": Format("junit.xml", "application/xml", partial(_rows, lambda rows, run: to_junit(rows, str(run)))),
    "xlsx": Format(
        "xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook, is_text=False
    ),
    "html": Format("html", "text/html", _report),
}
