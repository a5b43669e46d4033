"""Workbooks in the API: what is asked for and what is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from evaluations.limits import MAX_HEADER_ROW
from evaluations.sampling import LIMITS
from webapp.api.schemas import (
    Body,
    ErrorOut,
    ItemFilter,
    Json,
    Word,
)


class WorkbookOut(Schema):
    """A workbook as in the list. flags: special features, like macros or hidden sheets."""

    id: int
    name: str
    url: str
    format: str
    size_bytes: int
    summary: str
    flags: list[str]
    uploaded_by: str | None
    created_at: datetime
    is_new: bool = False


class SheetOut(ErrorOut):
    """One sheet, by its first rows. error: why it cannot be read."""

    name: str
    n_rows: int
    n_columns: int


class TableOut(Schema):
    """A possible table: a sheet, a block of a sheet, an Excel table or a named range, with the reason for its
    position.
    """

    sheet: str
    region: str
    kind: Literal["sheet", "block", "table", "range"]
    name: str
    reason: str


class WorkbookDetail(WorkbookOut):
    """A workbook with its sheets. notes: remarks of its readers."""

    sheets: list[SheetOut]
    notes: list[str]
    has_expected: bool
    has_truth: bool = Field(description="Old name of has_expected.", deprecated=True)
    tables: list[TableOut] = Field(description="Tables that may count, the likeliest first; empty without a choice.")
    question: str = Field(description="What to answer by choosing the header row before models are asked; else empty.")


class ColumnReadingOut(Schema):
    """How a column of a text file is read. chosen: the notation that a person chose; empty: the notation that was
    found.
    """

    sheet: str
    letter: str
    name: str
    notation: str
    evidence: str
    chosen: str


class ReadingOfText(Schema):
    """How a text file (.csv, HTML table) is read. encoding: a codec; empty with no columns for a workbook."""

    encoding: str
    columns: list[ColumnReadingOut]


class ReadingIn(Body):
    """encoding: a codec; empty for the detected one. columns: by sheet and letter a notation; left out: as found."""

    encoding: Word = ""
    columns: dict[str, dict[str, Word]] = {}


class Rows(Schema):
    """Rows of a sheet from number `first`: for each cell text, type, and formula, number format, stored value.

    The text is what a spreadsheet program shows. Empty parts at the end of a cell are left out.
    """

    first: int
    rows: list[list[list[str]]]


class ExpectedOut(Schema):
    """The values that a correct parser returns; null for a workbook without a table."""

    expected: dict[str, Json] | None


class TruthOut(Schema):
    """The expected data in its old form, for the old address."""

    truth: dict[str, Json] | None


class ExpectedIn(Body):
    """Which table counts and how values are compared. columns: letters; all when left out."""

    sheet: Word
    region: str = Field(
        "", max_length=20, description="A range like A3:D20, header included; empty for the whole sheet."
    )
    header_row: int = Field(1, ge=0, le=MAX_HEADER_ROW)
    columns: list[Word] = []
    dates: Literal["any", "date", "text", "serial"] = "any"
    blanks: Literal["skip_rows", "keep_rows"] = "skip_rows"
    shape: Literal["any", "records", "columns", "rows", "rows_with_header"] = "any"


class Wording(Schema):
    """A prompt that the workbook suggests."""

    prompt: str


class WordingFilters(Schema):
    """wording: seed is short, contract is exact about the result, layout is the layout alone. model: its context is the
    limit.
    """

    wording: Literal["seed", "contract", "layout"] = "seed"
    model: list[Word] = []
    max_tokens: int = Field(1024, ge=1, le=LIMITS["max_tokens"].high)


class ReadingOut(Schema):
    """The result of one model's best answer. comparison: null when nothing could be compared."""

    candidate: int
    model: str
    verdict: str
    summary: str
    comparison: dict[str, Json] | None


class WorkbookFilters(ItemFilter):
    """q: part of the name. show: "" for all but archived ones."""

    q: Word = ""


class Piece(Schema):
    """sheet, and piece of 200 rows; both count from 0."""

    sheet: int = Field(0, ge=0, le=99_999)
    piece: int = Field(0, ge=0, le=9_999_999)
