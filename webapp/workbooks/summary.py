"""What is in a workbook, in a few words."""

from __future__ import annotations

from evaluations.models import Workbook


def summary_of(workbook: Workbook) -> str:
    """Return a short summary of the content."""
    n_sheets, n_rows = len(workbook.upload_check.get("sheets", ())), workbook.upload_check.get("n_rows", 0)
    return f"{n_sheets} sheet{'' if n_sheets == 1 else 's'}, {n_rows:,} row{'' if n_rows == 1 else 's'}"
