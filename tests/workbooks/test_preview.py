"""Previews as they are stored: also those of the release before, and readable by it."""

from __future__ import annotations

import json

import pytest

from evaluations.workbooks import Preview
from evaluations.workbooks.reading import layout
from evaluations.workbooks.reading.preview import SheetPreview

BROKEN = SheetPreview(
    name="Broken",
    kind="worksheet",
    visibility="visible",
    n_rows=0,
    n_columns=0,
    rows=(),
    columns=(),
    header_row=None,
    error="The sheet cannot be read.",
)
PREVIEW = Preview(name="a.xlsx", format="xlsx", size_bytes=9, date_system=1900, sheets=(BROKEN,))


@pytest.mark.parametrize("key", ["error", "trouble"])
def test_stored_preview_is_read_under_the_new_and_the_old_name_of_its_error(key: str) -> None:
    stored = json.loads(json.dumps(PREVIEW.to_json()))
    (sheet,) = stored["sheets"]
    sheet[key] = sheet.pop("trouble")
    assert layout.sheet_error(sheet) == BROKEN.error
    assert layout.first_sheet([sheet]) is None
    assert Preview.from_json(stored) == PREVIEW


def test_preview_is_stored_as_the_release_before_reads_it() -> None:
    """Its `SheetPreview` refuses a key that it does not know."""
    (sheet,) = PREVIEW.to_json()["sheets"]
    assert sheet["trouble"] == BROKEN.error
    assert "error" not in sheet
