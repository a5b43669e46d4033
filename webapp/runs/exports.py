"""Exports of a run as a file."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO

from django.http import FileResponse

from evaluations.exports import html_report, run_rows
from evaluations.exports.junit import to_junit
from evaluations.exports.run_xlsx import write_run
from evaluations.models import Run


@dataclass(frozen=True, slots=True)
class Format:
    """How a run is written as one kind of file."""

    ending: str
    media_type: str
    write: Callable[[Run, IO[bytes]], None]


def _lines(
    make: Callable[[Iterator[run_rows.Row], Run], Iterator[str]],
    run: Run,
    target: IO[bytes],
    *,
    with_thinking: bool = False,
) -> None:
    for line in make(run_rows.rows_of(run, with_thinking=with_thinking), run):
        target.write(line.encode(errors="replace"))


def _workbook(run: Run, target: IO[bytes]) -> None:
    write_run(run, target)  # type: ignore[arg-type]  # IO[bytes] is what openpyxl's BinaryIO means


FORMATS = {
    "jsonl": Format(
        "jsonl", "application/jsonl", partial(_lines, lambda rows, run: run_rows.to_jsonl(rows), with_thinking=True)
    ),
    "csv": Format("csv", "text/csv", partial(_lines, lambda rows, run: run_rows.to_csv(rows))),
    "junit": Format("junit.xml", "application/xml", partial(_lines, lambda rows, run: to_junit(rows, str(run)))),
    "xlsx": Format("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _workbook),
    "html": Format("html", "text/html", partial(html_report.write)),
}


def export(run: Run, name: str) -> FileResponse:
    """The run in a format of FORMATS, as a download."""
    form = FORMATS[name]
    target = tempfile.TemporaryFile()  # noqa: SIM115  # FileResponse closes it
    form.write(run, target)
    target.seek(0)
    return FileResponse(
        target, as_attachment=True, filename=f"run-{run.pk}.{form.ending}", content_type=form.media_type
    )
