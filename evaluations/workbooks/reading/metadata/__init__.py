"""A sheet's marks beside its cells: hidden rows and columns, number of formulas, stated size, error cells.

openpyxl gives these only when it loads every cell into memory, calamine never. So each format is searched for exactly
these marks. Only for the limited process.
"""

from __future__ import annotations

from typing import Any

from evaluations.workbooks.reading.metadata import ods, xls, xlsb, xlsx
from evaluations.workbooks.reading.metadata.marks import Marks, with_errors

__all__ = ["Marks", "read_metadata", "with_errors", "xlsb"]


def read_metadata(book: Any, sheet: str, index: int) -> Marks:
    """Return the marks of the sheet with this index; empty if the format has none or they cannot be read."""
    marks = Marks()
    try:
        if book.format in ("xlsx", "xlsm"):
            xlsx.look(book, sheet, marks)
        elif book.format == "xls":
            xls.look(book.file, index, marks)
        elif book.format == "xlsb":
            xlsb.look(book.file, sheet, marks)
        elif book.format == "ods":
            ods.look(book.file, index, marks)
    except MemoryError:
        raise
    except Exception:  # the cells were read, and a missing mark is no reason to refuse a file
        return marks
    return marks
