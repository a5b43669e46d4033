"""One limited process makes all that the site needs of an uploaded file: check, preview and expected data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO

from evaluations.records import Json
from evaluations.workbooks.comparing.expected import MAX_CELLS, ExpectedData, proposal_of
from evaluations.workbooks.reading.display import display_preview
from evaluations.workbooks.reading.preview import Preview, UploadCheck
from evaluations.workbooks.reading.subprocess_reader import DEFAULT_LIMITS, Limits, Source, Tell, call

MAX_PAGE_CELLS = 1_000_000  # 1 to 3 s more for an upload; longer sheets are read in the background


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """A file that may be used. expected_data is None for a workbook without a sheet that could have one.

    has_pages: whether the rows of the sheet that counts were written as pages.
    """

    check: UploadCheck
    preview: Preview
    expected_data: ExpectedData | None
    has_pages: bool = False


def admit(
    name: str,
    content: Source,
    *,
    n_rows: int = 50,
    reading: Mapping[str, Json] | None = None,
    limits: Limits = DEFAULT_LIMITS,
    pages: IO[bytes] | None = None,
    tell: Tell | None = None,
) -> Admission:
    """Return `check_upload`, `read_preview` and `propose_expected` at once: the file is opened and unpacked a single
    time.

    reading: how a person chose to read a text file; see `text_table.read`. pages: takes the rows of the sheet that
    counts (`row_pages`), if it is a long one of at most MAX_PAGE_CELLS. tell: see `subprocess_reader.call`.
    Raises WorkbookError with the sentence to show.
    """
    order: dict[str, Json] = {"op": "admit", "rows": n_rows, "max_cells": MAX_CELLS, "reading": dict(reading or {})}
    order |= {"max_page_cells": MAX_PAGE_CELLS, "is_cut": False}
    result = call(name, content, order, limits, pages=pages, tell=tell)
    display_preview(result["preview"])
    table, sheet = result["table"], result["sheet"]
    return Admission(
        check=UploadCheck.from_json(result["check"]),
        preview=Preview.from_json(result["preview"]),
        expected_data=proposal_of(name, sheet, table) if table is not None else None,
        has_pages=result["has_pages"],
    )
