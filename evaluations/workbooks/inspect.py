"""Everything the site wants of an uploaded file, by one limited process: check, preview and expected data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from evaluations.records import Json
from evaluations.workbooks.comparing.expected import MAX_CELLS, ExpectedData, expected_of
from evaluations.workbooks.reading.display import display_preview
from evaluations.workbooks.reading.preview import Preview, UploadCheck
from evaluations.workbooks.reading.subprocess_reader import DEFAULT_LIMITS, Limits, Source, call


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """A file that may be used. truth is None for a workbook without a sheet that could have one."""

    check: UploadCheck
    preview: Preview
    truth: ExpectedData | None


def admit(
    name: str,
    content: Source,
    *,
    n_rows: int = 50,
    reading: Mapping[str, Json] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Admission:
    """`check_upload`, `read_preview` and `propose_expected` at once: the file is opened and unpacked a single time.

    reading: how a person chose to read a text file; see `text_table.read`.
    Raises WorkbookError with the sentence to show.
    """
    order: dict[str, Json] = {"op": "admit", "rows": n_rows, "max_cells": MAX_CELLS, "reading": dict(reading or {})}
    plain = call(name, content, order, limits)
    display_preview(plain["preview"])
    table, sheet = plain["table"], plain["sheet"]
    return Admission(
        check=UploadCheck.from_plain(plain["check"]),
        preview=Preview.from_plain(plain["preview"]),
        truth=expected_of(name, sheet, table) if table is not None else None,
    )
