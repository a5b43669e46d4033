"""Which rows and columns of a sheet are hidden: openpyxl says so only when it loads every cell into memory."""

from __future__ import annotations

import zipfile
from typing import Any
from xml.etree.ElementTree import Element

from defusedxml.ElementTree import iterparse

from evaluations.workbooks.values import column_letter

MAX_LISTED = 200


def of(book: Any, sheet: str) -> tuple[list[int], list[str]]:
    """Hidden rows from 1 and hidden column letters, at most 200 each; empty where the format does not say."""
    rich = book.rich.get(True)
    if book.format not in ("xlsx", "xlsm") or rich is None or sheet not in rich.sheetnames:
        return [], []
    path = getattr(rich[sheet], "_worksheet_path", None)
    if not path:
        return [], []
    rows: list[int] = []
    columns: list[str] = []
    try:
        with zipfile.ZipFile(book.file) as archive, archive.open(path) as part:
            for _, element in iterparse(part, events=("end",)):
                _note(element, rows, columns)
    except Exception:  # the cells were read; a missing mark of hidden rows refuses no file
        return rows, columns
    return rows, columns


def _note(element: Element, rows: list[int], columns: list[str]) -> None:
    tag = element.tag.rpartition("}")[2]
    if tag not in ("row", "col"):
        return
    if element.get("hidden") in ("1", "true"):
        if tag == "row" and len(rows) < MAX_LISTED:
            rows.append(int(element.get("r", "0")))
        if tag == "col":
            first, last = int(element.get("min", "1")), int(element.get("max", "1"))
            columns.extend(column_letter(at - 1) for at in range(first, min(last, first + MAX_LISTED) + 1))
            del columns[MAX_LISTED:]
    element.clear()
