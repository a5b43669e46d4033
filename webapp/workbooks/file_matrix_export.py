"""The matrix of models × files as a workbook, and for programs."""

from __future__ import annotations

import io
from typing import Any

from django.http import FileResponse

from evaluations import workbooks as workbook_tools
from webapp.workbooks.file_matrix import FileMatrix


def as_workbook(shown_matrix: FileMatrix) -> FileResponse:
    """Return the matrix, differences coloured and listed."""
    target = io.BytesIO()
    workbook_tools.export_matrix(
        shown_matrix.cells, [(column.model.model_id, column.summary) for column in shown_matrix.columns], target
    )
    target.seek(0)
    return FileResponse(target, as_attachment=True, filename="models by files.xlsx")


def matrix_to_json(shown_matrix: FileMatrix) -> dict[str, Any]:
    """Return the matrix for programs."""
    return {
        "models": [
            {
                "model": column.model.model_id,
                "summary": column.summary,
                "n_right": column.n_right,
                "n_files": column.n_read,
            }
            for column in shown_matrix.columns
        ],
        "cells": [
            {
                "file": cell.file,
                "model": cell.model,
                "verdict": cell.verdict,
                "summary": cell.summary,
                "comparison": workbook_tools.comparison_to_json(cell.comparison) if cell.comparison else None,
            }
            for cell in shown_matrix.cells
        ],
    }
