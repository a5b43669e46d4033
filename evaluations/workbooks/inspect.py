"""Everything the site wants of an uploaded file, by one limited process: may it be used, what is in it, its truth."""

from __future__ import annotations

from dataclasses import dataclass

from evaluations.records import Json
from evaluations.workbooks.comparing.expected import MAX_CELLS, Truth, truth_of
from evaluations.workbooks.reading.preview import Preview, UploadCheck
from evaluations.workbooks.reading.subprocess_reader import DEFAULT_LIMITS, Limits, Source, call


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """A file that may be used. truth is None for a workbook without a sheet that could have one."""

    check: UploadCheck
    preview: Preview
    truth: Truth | None


def admit(name: str, content: Source, *, n_rows: int = 50, limits: Limits = DEFAULT_LIMITS) -> Admission:
    """`check_upload`, `read_preview` and `propose_truth` at once: the file is opened and unpacked a single time.

    Raises WorkbookError with the sentence to show.
    """
    order: dict[str, Json] = {"op": "admit", "rows": n_rows, "max_cells": MAX_CELLS}
    plain = call(name, content, order, limits)
    table, sheet = plain["table"], plain["sheet"]
    return Admission(
        check=UploadCheck.from_plain(plain["check"]),
        preview=Preview.from_plain(plain["preview"]),
        truth=truth_of(name, sheet, table) if table is not None else None,
    )
