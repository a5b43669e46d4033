"""An opened workbook, inside the limited process. openpyxl knows what cells mean; calamine is fast and reads the rest.

For .xlsx and .xlsm of ordinary size the cells come from openpyxl, which knows number formats and formulas; where it
refuses a file that calamine reads, calamine's cells are used and `notes` says so. calamine gives error cells as empty
text: `marks` puts them back.
"""

from __future__ import annotations

import contextlib
import io
import itertools
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, BinaryIO

import python_calamine as calamine

from evaluations.errors import WorkbookError
from evaluations.workbooks.cells.values import MAX_TEXT, plain_value, shown
from evaluations.workbooks.reading import archive, cell_texts, compound, excerpt, formats, layout, metadata, text_table

if TYPE_CHECKING:
    from evaluations.records import Json

HEAVY = 40 << 20  # bytes of XML above which openpyxl takes tens of seconds
MAX_COLUMNS = 16_384
MAX_CELLS_READ = 300_000
MAX_CELLS_KEPT = 6_000_000
MAX_NOTATIONS_SHOWN = 12
MAX_CHARS_READ = 8_500_000
Row = list["Json"]
VISIBILITY = {"Visible": "visible", "Hidden": "hidden", "VeryHidden": "very_hidden"}


@dataclass(slots=True)
class Book:
    """The facts about an uploaded file after its checks."""

    name: str
    file: BinaryIO
    format: str
    size_bytes: int
    flags: set[str] = field(default_factory=set)
    damaged: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    is_1904: bool = False
    is_heavy: bool = False
    fast: Any = None
    error_fast: str = ""
    error_rich: str = ""
    rich: dict[bool, Any] = field(default_factory=dict)
    texts: dict[str, text_table.TextTable] = field(default_factory=dict)
    encoding: str = ""
    reading: Mapping[str, Any] = field(default_factory=dict)
    marks: dict[str, metadata.Marks] = field(default_factory=dict)
    scanned: dict[str, metadata.Marks] = field(default_factory=dict)
    first_rows: BinaryIO | None = None
    parsed: dict[str, _FastSheet] = field(default_factory=dict)


def let_in(
    file: BinaryIO,
    name: str,
    size_bytes: int,
    reading: Mapping[str, Any] | None = None,
    *,
    only_first_rows: bool = False,
) -> Book:
    """Make all checks, in order, and then open the file. Raises WorkbookError.

    reading: how a person chose to read a text file; see `text_table.read`. only_first_rows: of long sheets no more rows
    are needed than a preview and expected data hold (`excerpt`).
    """
    if size_bytes == 0:
        raise WorkbookError(f"{name} is empty: it has 0 bytes. Choose the file again.", reason="empty")
    declared, head = formats.declared_format(name), formats.opening(file)
    if head.startswith((formats.ZIP, formats.EMPTY_ZIP)):
        book = _let_in_zip(file, name, size_bytes, only_first_rows=only_first_rows)
    elif head.startswith(formats.OLE2):
        inspection = compound.inspect_compound(file, name)
        book = Book(
            name,
            file,
            "xls",
            size_bytes,
            flags=set(inspection.flags),
            is_1904=inspection.is_1904,
            links=[*inspection.links],
        )
    else:
        book = Book(name, file, formats.text_kind(name, head, declared), size_bytes)
    note = formats.name_note(name, declared, book.format)
    book.notes.extend([note] if note else [])
    book.reading = reading or {}
    _open(book)
    return book


def _let_in_zip(file: BinaryIO, name: str, size_bytes: int, *, only_first_rows: bool) -> Book:
    cutters = _cutters(file, name) if only_first_rows else None
    inspection = archive.inspect(file, name, cutters)
    declared = formats.declared_format(name)
    kind = archive.zip_format(file, inspection, declared)
    if kind == "ods" and archive.is_encrypted_ods(file, inspection):
        raise archive.encrypted(name)
    book = Book(
        name,
        file,
        kind,
        size_bytes,
        flags=archive.flags_of(inspection),
        damaged=inspection.damaged,
        links=list(inspection.links),
        is_1904=metadata.xlsb.is_1904(file) if kind == "xlsb" else archive.is_1904(file, inspection),
        is_heavy=sum(size for part, size in inspection.parts.items() if part.startswith("xl/")) > HEAVY,
    )
    if cutters is not None and book.is_heavy and kind in ("xlsx", "xlsm"):
        with contextlib.suppress(zipfile.BadZipFile, OSError, EOFError, KeyError, NotImplementedError, ValueError):
            book.first_rows = excerpt.excerpt(book, inspection, cutters)
    return book


def _cutters(file: BinaryIO, name: str) -> excerpt.Cutters | None:
    """Return the cutters for the long sheets of a workbook with large parts."""
    entries = archive.open_zip(file, name).infolist()
    declared = sum(entry.file_size for entry in entries if archive.key_of(entry).startswith("xl/"))
    return excerpt.Cutters() if declared > HEAVY else None


def _open(book: Book) -> None:
    """Open the file with calamine, or report which part is damaged."""
    if book.format in formats.TEXT_FORMATS:
        book.texts, book.encoding = text_table.read(book.file, book.name, book.format, book.reading)
        book.notes.extend(text_table.notes(book.texts, book.encoding, book.reading)[:MAX_NOTATIONS_SHOWN])
        return
    if book.first_rows is not None:
        with contextlib.suppress(Exception):  # then the file itself is opened, and its error is reported
            book.fast = calamine.CalamineWorkbook.from_filelike(book.first_rows)
            return
    try:
        book.fast = calamine.CalamineWorkbook.from_filelike(_rewound(book.file))
    except calamine.PasswordError as exc:
        raise archive.encrypted(book.name) from exc
    except Exception as exc:
        book.error_fast = f"{type(exc).__name__}: {exc}"
        if "Cannot detect" in book.error_fast:  # calamine's message for any container that it cannot read
            broken = compound.broken_at(book.file) if book.format == "xls" else ""
            book.error_fast = broken or "its parts cannot be followed to their end"
        if not _is_rich(book) or _rich(book, values=True) is None:
            raise corrupt(book, book.error_fast) from exc
        book.notes.append(f"calamine cannot open this file ({book.error_fast}); the cells are those of openpyxl.")


def _rewound(file: BinaryIO) -> BinaryIO:
    file.seek(0)
    return file


def corrupt(book: Book, why: str) -> WorkbookError:
    """Return the sentence for a damaged workbook. It names the damaged part, if that is known."""
    part = f" in {', '.join(book.damaged[:3])}" if book.damaged else ""
    return WorkbookError(
        f"{book.name} is damaged{part}: {why[:200]}. Open it in your spreadsheet program, let it repair the file, and "
        "save it again.",
        reason="corrupt",
    )


def _is_rich(book: Book) -> bool:
    return book.format in ("xlsx", "xlsm") and not book.is_heavy


def _rich(book: Book, *, values: bool) -> Any:
    """Return openpyxl's workbook, with cached values or with formulas; None when openpyxl refuses the file."""
    if values not in book.rich:
        content = io.BytesIO(_rewound(book.file).read())
        try:
            book.rich[values] = cell_texts.open_workbook(content, values=values)
        except Exception as exc:
            book.rich[values] = None
            book.error_rich = f"{type(exc).__name__}: {exc}"[:200]
    return book.rich[values]


def sheet_list(book: Book) -> list[dict[str, Json]]:
    """Return the name, kind and visibility of every sheet, in order."""
    if book.texts:
        return [{"name": name, "kind": "worksheet", "visibility": "visible"} for name in book.texts]
    if book.fast is not None:
        return [
            {"name": s.name, "kind": _word(s.typ).lower(), "visibility": VISIBILITY.get(_word(s.visible), "visible")}
            for s in book.fast.sheets_metadata
        ]
    states = {"veryHidden": "very_hidden"}
    return [
        {"name": s.title, "kind": "worksheet", "visibility": states.get(s.sheet_state, s.sheet_state)}
        for s in _rich(book, values=True).worksheets
    ]


def marks_of(book: Book, sheet: str) -> metadata.Marks:
    """Return the sheet's marks beside its cells. They are searched for once."""
    if sheet not in book.marks:
        names = [listed["name"] for listed in sheet_list(book)]
        book.marks[sheet] = metadata.read_metadata(book, sheet, names.index(sheet))
    return book.marks[sheet]


def _word(member: object) -> str:
    return str(member).rpartition(".")[2]


@dataclass(slots=True, kw_only=True)
class Grid:
    """One sheet: cells from A1 on. n_rows, n_columns: what calamine found; None when only openpyxl reads it."""

    rows: Iterable[list[tuple[Json, str]]]
    n_rows: int | None
    n_columns: int | None
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    reader: str = "calamine"
    sheet: Any = None
    text: text_table.TextTable | None = None


def grid(book: Book, sheet: str, *, start: int = 0, count: int | None = None, is_fast: bool = False) -> Grid:
    """Return rows start … start + count of a sheet, each cell its plain value and number format. Raises WorkbookError.

    is_fast: calamine's cells where it opens the sheet, also of a file that openpyxl could read.
    """
    stop = None if count is None else start + count
    if text := book.texts.get(sheet):
        rows = ([(value, "General") for value in text.values(row)] for row in text.rows[start:stop])
        return Grid(rows=rows, n_rows=len(text.rows), n_columns=text.width, reader=book.format, text=text)
    fast = _fast_sheet(book, sheet)
    result = Grid(rows=(), n_rows=None, n_columns=None)
    if fast is not None:
        result = Grid(rows=(), n_rows=fast.total_rows, n_columns=fast.total_columns, merged=fast.merged, sheet=fast)
    if _is_rich(book) and not (is_fast and fast is not None):
        rich = _rich_rows(book, sheet, start, stop, values=True)
        if rich is not None:
            result.rows, result.reader = rich, "openpyxl"
            return result
        note = f"openpyxl cannot read this file ({book.error_rich}): number formats and formulas are not shown."
        if note not in book.notes:
            book.notes.append(note)
    if fast is None:
        raise corrupt(book, f'sheet "{sheet}" cannot be read: {book.error_fast or book.error_rich}')
    result.rows = metadata.with_errors(fast_rows(fast, start, stop), start, marks_of(book, sheet).errors)
    return result


def is_long(book: Book, sheet: str) -> bool:
    """Return whether the sheet has more cells than openpyxl should read."""
    if text := book.texts.get(sheet):
        return layout.is_long(len(text.rows), text.width)
    fast = _fast_sheet(book, sheet)
    return fast is not None and layout.is_long(fast.total_rows, fast.total_columns)


@dataclass(slots=True, kw_only=True)
class _FastSheet:
    sheet: Any
    total_rows: int
    total_columns: int
    left: int
    merged: list[tuple[int, int, int, int]]
    has_durations_as_text: bool = False


def _fast_sheet(book: Book, name: str) -> _FastSheet | None:
    """Return the sheet as calamine reads it. It is parsed whole (2 s for 49 MB), so sheets are kept up to
    MAX_CELLS_KEPT.
    """
    if name not in book.parsed:
        parsed = _parsed(book, name)
        n_kept = sum(sheet.total_rows * sheet.total_columns for sheet in book.parsed.values())
        if parsed is None or n_kept + parsed.total_rows * parsed.total_columns > MAX_CELLS_KEPT:
            return parsed
        book.parsed[name] = parsed
    return book.parsed[name]


def _parsed(book: Book, name: str) -> _FastSheet | None:
    if book.fast is None:
        return None
    try:
        sheet = book.fast.get_sheet_by_name(name)
        merged = [(a, b, c, d) for (a, b), (c, d) in (sheet.merged_cell_ranges or [])]
    except Exception as exc:
        book.error_fast = f"{type(exc).__name__}: {exc}"[:200]
        return None
    if sheet.start is None:
        return _FastSheet(sheet=None, total_rows=0, total_columns=0, left=0, merged=merged)
    left, (bottom, right) = sheet.start[1], sheet.end
    return _FastSheet(
        sheet=sheet,
        total_rows=bottom + 1,
        total_columns=right + 1,
        left=left,
        merged=merged,
        has_durations_as_text=book.format == "ods",
    )


def fast_rows(fast: _FastSheet, start: int, stop: int | None) -> Iterator[list[tuple[Json, str]]]:
    if fast.sheet is None:
        return
    end = fast.total_rows if stop is None else min(stop, fast.total_rows)
    padding: list[tuple[Json, str]] = [(None, "General")] * fast.left
    # calamine's iter_rows gives the empty rows above the first cell, but not the empty columns before it.
    for row in itertools.islice(fast.sheet.iter_rows(), start, max(start, end)):
        values = map(cell_texts.with_duration, row) if fast.has_durations_as_text else row
        yield [*padding, *((plain_value(value), "General") for value in values)]


def _rich_rows(
    book: Book, name: str, start: int, stop: int | None, *, values: bool
) -> list[list[tuple[Json, str]]] | None:
    opened = _rich(book, values=values)
    if opened is None:
        return None
    try:
        sheet = opened[name]
        if not hasattr(sheet, "reset_dimensions"):
            return []  # a chart sheet has no cells
        sheet.reset_dimensions()  # the stated dimensions may be wrong
        rows = sheet.iter_rows(min_row=start + 1, max_row=stop, max_col=None)
        return _limited_cells(rows)
    except MemoryError:
        raise
    except Exception as exc:
        book.error_rich = f"{type(exc).__name__}: {exc}"[:200]
        return None


def _limited_cells(rows: Iterable[Any]) -> list[list[tuple[Json, str]]]:
    """Return cells of the rows, up to a limit above what any caller keeps: with shared strings a small file can hold
    huge texts.
    """
    bounded_rows: list[list[tuple[Json, str]]] = []
    n_cells = n_chars = 0
    for row in rows:
        bounded_rows.append([_rich_cell(cell) for cell in row[:MAX_COLUMNS]])
        n_cells += len(row)
        n_chars += sum(len(value) for value, _ in bounded_rows[-1] if isinstance(value, str))
        if n_cells > MAX_CELLS_READ or n_chars > MAX_CHARS_READ:
            break
    return bounded_rows


def _rich_cell(cell: Any) -> tuple[Json, str]:
    value = cell.value
    value = getattr(value, "text", value)  # an array formula is an object
    if isinstance(value, str):
        value = cell_texts.unescaped(value[: MAX_TEXT + 1])
    return plain_value(value, is_error=cell.data_type == "e"), cell.number_format or "General"


def formulas(book: Book, sheet: str, count: int) -> dict[tuple[int, int], str]:
    """Return formulas of the first rows, by row and column from 0; empty if the format's reader gives none."""
    rows = _rich_rows(book, sheet, 0, count, values=False) if _is_rich(book) else None
    return {
        (at, column): value
        for at, row in enumerate(rows or [])
        for column, (value, _) in enumerate(row)
        if isinstance(value, str) and value.startswith("=") and len(value) > 1
    }


def text_of(value: Json, number_format: str) -> str:
    """Return display text, cut to the length that a page can show."""
    return shown(value, number_format)[:1000]
