"""Checks an uploaded workbook and makes its preview. A limited process reads the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import IO, Any

from evaluations.records import Json, to_json
from evaluations.workbooks.reading import layout
from evaluations.workbooks.reading.display import display_preview
from evaluations.workbooks.reading.subprocess_reader import DEFAULT_LIMITS, Limits, Source, call

MAX_NAMED = 3
FLAG_SENTENCES = {
    "macros": "It contains macros. They are never run here.",
    "external_links": "It refers to other files or addresses{}. Nothing is fetched; stored values are used.",
    "embedded_files": "It contains embedded files. They are not opened.",
    "hidden_sheets": "It has hidden sheets.",
    "damaged_parts": "Some of its parts are damaged{}; what could be read is shown.",
}


def flag_sentences(check: Mapping[str, Any]) -> list[str]:
    """Return a sentence for each flag of an UploadCheck as plain data, with the names concerned where known."""
    about = {"external_links": check.get("links", ()), "damaged_parts": check.get("damaged_parts", ())}
    return [
        FLAG_SENTENCES[flag].format(_name_list(about.get(flag, ())))
        for flag in check.get("flags", ())
        if flag in FLAG_SENTENCES
    ]


def _name_list(names: Sequence[str]) -> str:
    more = f" and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else ""
    return f": {', '.join(names[:MAX_NAMED])}{more}" if names else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadCheck:
    """A file that may be used. flags: keys of FLAG_SENTENCES; links: other files and addresses that it names."""

    format: str
    size_bytes: int
    sheets: tuple[str, ...]
    flags: tuple[str, ...] = ()
    damaged_parts: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def warnings(self) -> tuple[str, ...]:
        """A sentence for each flag, and the reader's own notes."""
        return (*flag_sentences(to_json(self)), *self.notes)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> UploadCheck:
        """Return the record of the limited process's answer."""
        lists = ("sheets", "flags", "damaged_parts", "notes", "links")
        return cls(**{**data, **{name: tuple(data[name]) for name in lists}})


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewCell:
    """value as in evaluations.workbooks.cells.values; text as a spreadsheet program shows it."""

    value: Json
    text: str
    formula: str | None = None
    number_format: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewColumn:
    """name: empty without a header. type: number text boolean date time duration error blank mixed.

    formats: number formats of the shown rows' values, most used first, at most three. notation, evidence: how a text
    file writes the column (`notation.CHOICES`), and the reason; empty for workbooks.
    """

    letter: str
    name: str
    type: str
    counts: Mapping[str, int]
    formats: tuple[str, ...] = ()
    notation: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPreview:
    """One sheet: its size, its first rows and its special features.

    kind: worksheet, chartsheet, …; visibility: visible, hidden, very_hidden. header_row: from 1, or None.
    n_uncomputed: formulas without a stored value. dimension: the size that the sheet states, like A1:B20.
    n_typed_rows: the number of rows from which the columns' types are taken; all rows, except in the longest sheets.
    disagreements: cells that openpyxl and calamine read differently. error: why it cannot be read, else empty.
    """

    name: str
    kind: str
    visibility: str
    n_rows: int
    n_columns: int
    rows: tuple[tuple[PreviewCell, ...], ...]
    columns: tuple[PreviewColumn, ...]
    header_row: int | None
    merged: tuple[str, ...] = ()
    n_merged: int = 0
    formulas: int = 0
    n_uncomputed: int = 0
    dimension: str = ""
    n_typed_rows: int = 0
    hidden_rows: tuple[int, ...] = ()
    hidden_columns: tuple[str, ...] = ()
    reader: str = ""
    error: str = ""
    disagreements: tuple[Mapping[str, Json], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """The content of a workbook. date_system: 1900 or 1904.

    tables: possible ones, the likeliest first (`table_choices.TableChoice` as plain data); empty if there is only one.
    encoding: codec of a text file, else empty. reading: a person's choices; see `text_table.read`.
    """

    name: str
    format: str
    size_bytes: int
    date_system: int
    sheets: tuple[SheetPreview, ...]
    flags: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    tables: tuple[Mapping[str, str], ...] = ()
    encoding: str = ""
    reading: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> Json:
        """Return JSON-ready data. A sheet's error is stored as "trouble": the release before 2026-11-30 reads
        nothing else.
        """
        data = to_json(self)
        for sheet in data["sheets"]:
            sheet["trouble"] = sheet.pop("error")
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Preview:
        """Return the record that `to_json` made."""
        sheets = tuple(_sheet(sheet) for sheet in data["sheets"])
        lists = {name: tuple(data.get(name, ())) for name in ("flags", "notes", "tables")}
        return cls(**{**data, "sheets": sheets, **lists})


def _sheet(data: Mapping[str, Any]) -> SheetPreview:
    lists = ("merged", "hidden_rows", "hidden_columns", "disagreements")
    fields = {**data, **{name: tuple(data[name]) for name in lists}, "error": layout.sheet_error(data)}
    fields.pop("trouble", None)
    fields["rows"] = tuple(tuple(PreviewCell(**cell) for cell in row) for row in data["rows"])
    fields["columns"] = tuple(
        PreviewColumn(**{**column, "formats": tuple(column.get("formats", ()))}) for column in data["columns"]
    )
    return SheetPreview(**fields)


def check_upload(name: str, content: Source, limits: Limits = DEFAULT_LIMITS) -> UploadCheck:
    """Check whether a file may be used. Raises WorkbookError with the sentence to show and a `reason` for programs.

    content: bytes, or the path of a file. reason: empty too_large wrong_type mismatch bomb entities encrypted corrupt
    over_memory over_time.
    """
    return UploadCheck.from_json(call(name, content, {"op": "check"}, limits))


def read_preview(
    name: str,
    content: Source,
    *,
    n_rows: int = 50,
    reading: Mapping[str, Json] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> Preview:
    """Read all sheets with their first n_rows rows of typed cells. Raises WorkbookError.

    reading: how a person chose to read a text file; see `text_table.read`.
    """
    order: dict[str, Json] = {"op": "preview", "rows": n_rows, "reading": dict(reading or {})}
    data = call(name, content, order, limits)
    display_preview(data)
    return Preview.from_json(data)


def read_first_rows(name: str, content: Source, limits: Limits = DEFAULT_LIMITS) -> Json:
    """Return the sheet and the texts of the first rows of a large file, before all of it is read; None for some files.

    Only the shown part is checked. Raises WorkbookError at the limits.
    """
    return call(name, content, {"op": "first_rows"}, limits)


def read_rows(
    name: str,
    content: Source,
    sheet: str,
    *,
    start: int = 0,
    count: int = 200,
    is_fast: bool = False,
    max_cells: int = 200_000,
    reading: Mapping[str, Json] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> tuple[tuple[Json, ...], ...]:
    """Read the plain values of `count` rows of a sheet from row `start` (from 0), for paging. Raises WorkbookError.

    is_fast: by calamine, which shows error cells as blank: openpyxl takes seconds to get to the end of a long sheet.
    """
    order: dict[str, Json] = {
        "op": "rows",
        "sheet": sheet,
        "start": start,
        "count": count,
        "max_cells": max_cells,
        "is_fast": is_fast,
        "reading": dict(reading or {}),
    }
    return tuple(tuple(row) for row in call(name, content, order, limits)["rows"])


def write_pages(
    name: str,
    content: Source,
    sheet: str,
    target: IO[bytes],
    *,
    max_cells: int,
    reading: Mapping[str, Json] | None = None,
    limits: Limits = DEFAULT_LIMITS,
) -> bool:
    """Write the first max_cells of a long sheet into a file as pages (`row_pages`). Return whether it succeeded.

    No person waits for it, so it runs with low priority. Raises WorkbookError.
    """
    order: dict[str, Json] = {
        "op": "pages",
        "sheet": sheet,
        "max_page_cells": max_cells,
        "is_cut": True,
        "niceness": 10,
        "reading": dict(reading or {}),
    }
    return bool(call(name, content, order, limits, pages=target)["has_pages"])
