"""Changes the expected data of a workbook, for page and API."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from evaluations import workbooks
from evaluations.errors import StoredFileError, WorkbookError
from evaluations.models import Workbook
from evaluations.records import storable
from webapp.workbooks.expected_form import ExpectedForm
from webapp.workbooks.sheet_view import source_of


def take_table(row: Workbook, table: Mapping[str, str]) -> None:
    """Keep the expected data of that table, compared as before. Raises WorkbookError."""
    proposed = workbooks.propose_expected(
        row.name, source_of(row), sheet=table["sheet"], region=table["region"], reading=row.preview.get("reading")
    )
    if row.truth:
        before = workbooks.ExpectedData.from_json(row.truth)
        proposed = replace(proposed, dates=before.dates, blanks=before.blanks, shape=before.shape)
    row.truth = storable(proposed)
    row.save(update_fields=["truth"])


def save_expected(form: ExpectedForm) -> bool:
    """Read the table as the form says and store its expected data; False, with the form's errors, when that fails."""
    row = form.workbook
    if form.is_valid():
        try:
            row.truth = storable(_read_expected(row, form.cleaned_data))
        except (WorkbookError, StoredFileError) as exc:
            form.add_error("header_row", str(exc))
    if form.errors:
        return False
    row.save(update_fields=["truth"])
    return True


def _read_expected(row: Workbook, data: Mapping[str, Any]) -> workbooks.ExpectedData:
    expected_data = workbooks.propose_expected(
        row.name,
        source_of(row),
        sheet=data["sheet"],
        header_row=data["header_row"],
        columns=data["columns"],
        region=data["region"],
        reading=row.preview.get("reading"),
    )
    return replace(expected_data, dates=data["dates"], blanks=data["blanks"], shape=data["shape"])
