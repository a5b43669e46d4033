"""Lists the tables of a workbook: sheets, blocks of a sheet, Excel's tables and named ranges, the likeliest first."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from evaluations.workbooks.cells.values import column_letter, column_number
from evaluations.workbooks.reading import table_end
from evaluations.workbooks.reading.header import guess_header, names_values
from evaluations.workbooks.reading.layout import first_sheet, range_name, sheet_error
from evaluations.workbooks.reading.metadata.tables import NamedRange

if TYPE_CHECKING:
    from evaluations.records import Json

MAX_CHOICES = 40
MAX_BLOCKS = 12
BLOCK_ROWS = 50  # the rows that are searched for several tables
NUMBERS_SUMMARY = "exported from Numbers"
COVER_NAMES = re.compile(
    r"cover( ?(page|sheet))?|title( ?page)?|read ?me|about|info|index|(table of )?contents|toc|notes?|legend|"
    r"instructions|home|start|menu|export summary|deckblatt|titelblatt|inhalt(sverzeichnis)?|hinweise|erläuterungen|"
    r"übersicht|legende|sommaire|lisez-moi|légende|portada|índice|indice|leggimi|inhoud|voorblad",
    re.IGNORECASE,
)
Rows = Sequence[Sequence["Json"]]
Block = tuple[int, int, int, int]  # top, left, bottom, right from 0, both ends included


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChoice:
    """A table that may count. region: like A3:D20, empty for the whole sheet. kind: sheet, block, table or range.

    reason: for its place in the list, in words.
    """

    sheet: str
    region: str
    kind: str
    name: str
    reason: str


def is_cover(sheet: Mapping[str, Any], names: Collection[str] = ()) -> bool:
    """Return whether a sheet only describes others: Numbers' summary of an export, text under a name like Cover, or a
    list.

    names: those of all sheets.
    """
    rows = [[cell["value"] for cell in row] for row in sheet["rows"]]
    texts = [value for row in rows for value in row if isinstance(value, str)]
    if any(NUMBERS_SUMMARY in text for text in texts[:20]):
        return True
    is_text = all(value is None or isinstance(value, str) for row in rows for value in row)
    if is_text and _lists_sheets(texts, set(names) - {str(sheet["name"])}):
        return True
    return bool(COVER_NAMES.fullmatch(str(sheet["name"]).strip())) and not _has_table(rows)


def _lists_sheets(texts: Sequence[str], others: Collection[str]) -> bool:
    """Return whether texts name most other sheets once each; Numbers' summary in other languages may name a single
    one.
    """
    n_listed = sum(texts.count(name) == 1 for name in others)
    return n_listed * 2 >= len(others) and (
        n_listed > 1 or (n_listed == 1 and any("Numbers" in text for text in texts))
    )


def _has_table(rows: Rows) -> bool:
    """Return whether a header row is above values."""
    at = guess_header(rows).row
    return at is not None and names_values(rows[at - 1], rows[at:])


def likeliest_sheet(sheets: Sequence[Mapping[str, Any]]) -> str | None:
    """Return the name of `layout.first_sheet`, after cover sheets where another visible sheet has a table."""
    names = [str(sheet["name"]) for sheet in sheets]
    others = [sheet for sheet in sheets if not (sheet["rows"] and is_cover(sheet, names))]
    has_table = any(
        sheet["visibility"] == "visible" and _has_table([[cell["value"] for cell in row] for row in sheet["rows"]])
        for sheet in others
    )
    return first_sheet(others if has_table else sheets)


def find_choices(
    sheets: Sequence[Mapping[str, Any]], named: Sequence[NamedRange], all_rows: Mapping[str, Rows] | None = None
) -> list[Json]:
    """Return the tables of a workbook as plain data, the likeliest first. Empty when there is only one whole sheet.

    all_rows: all rows of a sheet by its name, where more than the first rows were read.
    """
    rated: list[tuple[float, TableChoice]] = []
    names = [str(sheet["name"]) for sheet in sheets]
    for sheet in sheets:
        if sheet["kind"] == "worksheet" and sheet["n_rows"] and not sheet_error(sheet):
            rated += _of_sheet(sheet, names, (all_rows or {}).get(str(sheet["name"])))
    for at, named_range in enumerate(named):
        is_table = named_range.kind == "table"
        what = f'Excel table "{named_range.name}"' if is_table else f'named range "{named_range.name}"'
        choice = TableChoice(
            sheet=named_range.sheet,
            region=named_range.region,
            kind=named_range.kind,
            name=named_range.name,
            reason=f"{what} in {named_range.region}",
        )
        rated.append(((80 if is_table else 30) - at / 100, choice))
    rated.sort(key=lambda pair: -pair[0])
    return [asdict(choice) for _, choice in rated[:MAX_CHOICES]] if len(rated) > 1 else []


def _of_sheet(
    sheet: Mapping[str, Any], names: Collection[str], all_rows: Rows | None
) -> list[tuple[float, TableChoice]]:
    rows = [[cell["value"] for cell in row] for row in sheet["rows"]]
    name, is_hidden = str(sheet["name"]), sheet["visibility"] != "visible"
    rating, why = _rate_sheet(sheet, names, rows)
    choices = [(rating, TableChoice(sheet=name, region="", kind="sheet", name=name, reason=why))]
    blocks = tables_on(rows)
    if len(blocks) > 1:
        choices += _of_blocks(name, rows, blocks[:MAX_BLOCKS], int(sheet["n_rows"]))
    elif all_rows is not None or len(rows) >= sheet["n_rows"]:
        choices += _of_ends(name, rows if all_rows is None else all_rows)
    return [(rating - 40 * is_hidden, choice) for rating, choice in choices]


def _of_blocks(sheet: str, rows: Rows, blocks: Sequence[Block], n_rows: int) -> list[tuple[float, TableChoice]]:
    choices: list[tuple[float, TableChoice]] = []
    for at, (top, left, bottom, right) in enumerate(blocks, 1):
        region = range_name(top, left, n_rows - 1 if bottom == len(rows) - 1 else bottom, right)
        reason = f"table {at} of {len(blocks)} on the sheet, {region}"
        rating = 70 + min(10, (bottom - top) * (right - left + 1) / 20) - at / 10
        choices.append((rating, TableChoice(sheet=sheet, region=region, kind="block", name=region, reason=reason)))
    return choices


def _of_ends(sheet: str, rows: Rows) -> list[tuple[float, TableChoice]]:
    """Return the table without the notes below it, and without its totals."""
    header = guess_header(rows).row
    if header is None:
        return []
    notes = notes_on(rows, header)
    total = table_end.total_at_end(rows, header, notes.last if notes else table_end.last_filled(rows))
    choices: list[tuple[float, TableChoice]] = []
    for end, rating, what in ((notes, 65 if notes and notes.is_certain else 55, "notes"), (total, 45, "totals")):
        if end is not None:
            region = region_to(rows, header, end.last)
            reason = f"the table in {region} without {what}: {end.reason}"
            choices.append((rating, TableChoice(sheet=sheet, region=region, kind="block", name=region, reason=reason)))
    return choices


def notes_on(rows: Rows, header: int) -> table_end.TableEnd | None:
    """Return the end of a sheet's only table before its notes. None for several tables or without notes."""
    return table_end.notes_below(rows, header) if len(tables_on(rows[:BLOCK_ROWS])) < 2 else None


def region_to(rows: Rows, header: int, last: int) -> str:
    """Return the range from the header row to row `last`, both from 1, over the columns that are filled there."""
    filled = [at for row in rows[header - 1 : last] for at, value in enumerate(row) if value is not None]
    return range_name(header - 1, min(filled), last - 1, max(filled))


def _rate_sheet(sheet: Mapping[str, Any], names: Collection[str], rows: Rows) -> tuple[float, str]:
    if is_cover(sheet, names):
        is_summary = any(NUMBERS_SUMMARY in str(value) for row in rows for value in row)
        if is_summary:
            return 1, "Apple Numbers' summary of the export"
        is_list = not is_cover(sheet)
        return 1, "lists other sheets" if is_list else "text only: looks like a cover sheet"
    if _has_table(rows):
        return 60, f"a whole sheet with its header in row {guess_header(rows).row} above values"
    return (40, "a whole sheet") if guess_header(rows).row else (35, "a whole sheet without a header row")


def tables_on(rows: Rows) -> list[Block]:
    """Return the blocks of cells with a header above values, separated by blank rows and columns, in reading order."""
    return [block for block in _blocks(rows) if _is_table(rows, block)]


def _blocks(rows: Rows) -> list[Block]:
    blocks: list[Block] = []
    start = None
    for at in range(len(rows) + 1):
        is_blank = at == len(rows) or all(value is None for value in rows[at])
        if start is None and not is_blank:
            start = at
        elif start is not None and is_blank:
            blocks += _side_by_side(rows, start, at - 1)
            start = None
    return blocks


def _side_by_side(rows: Rows, top: int, bottom: int) -> list[Block]:
    width = max(len(row) for row in rows[top : bottom + 1])
    filled = [any(at < len(row) and row[at] is not None for row in rows[top : bottom + 1]) for at in range(width)]
    blocks: list[Block] = []
    start = None
    for at, is_filled in enumerate([*filled, False]):
        if is_filled and start is None:
            start = at
        elif not is_filled and start is not None:
            blocks.append((top, start, bottom, at - 1))
            start = None
    return blocks


def _is_table(rows: Rows, block: Block) -> bool:
    top, left, bottom, right = block
    part = [list(row[left : right + 1]) for row in rows[top : bottom + 1]]
    return bottom > top and right > left and _has_table(part)


def corners_of(region: str) -> Block:
    """Return top, left, bottom, right from 0 of A3:D20. Raises ValueError for other text."""
    match = re.fullmatch(r"([A-Z]{1,3})([1-9]\d{0,6}):([A-Z]{1,3})([1-9]\d{0,6})", region)
    if match is None:
        raise ValueError(f'"{region[:40]}" is not a range like A3:D20.')
    top, left, bottom, right = int(match[2]) - 1, column_number(match[1]), int(match[4]) - 1, column_number(match[3])
    if top > bottom or left > right:
        raise ValueError(f"{region} ends before it begins. Write its upper left cell first.")
    return top, left, bottom, right


def letters_of(region: str) -> list[str]:
    """Return the letters of a range's columns."""
    _, left, _, right = corners_of(region)
    return [column_letter(at) for at in range(left, right + 1)]
