"""Workbooks: let in, shown, turned into a truth and a prompt, and compared cell by cell with what a component read.

Everything that opens an uploaded file runs in a process of its own under limits (`limited`, `reader`).
"""

from evaluations.workbooks.limited import DEFAULT_LIMITS, Limits
from evaluations.workbooks.preview import (
    FLAG_SENTENCES,
    Preview,
    PreviewCell,
    PreviewColumn,
    SheetPreview,
    UploadCheck,
    check_upload,
    read_preview,
    read_rows,
)

__all__ = [
    "DEFAULT_LIMITS",
    "FLAG_SENTENCES",
    "Limits",
    "Preview",
    "PreviewCell",
    "PreviewColumn",
    "SheetPreview",
    "UploadCheck",
    "check_upload",
    "read_preview",
    "read_rows",
]
