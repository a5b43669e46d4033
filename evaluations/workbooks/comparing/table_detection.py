"""Finds the table in the value that a callback received: records, columns, rows, by sheet, wrapped, as JSON text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from evaluations.records import Json
from evaluations.workbooks.comparing.contract import table_cell
from evaluations.workbooks.comparing.expected import ExpectedData, Shape
from evaluations.workbooks.reading.layout import header_text

MAX_DEPTH = 5
MAX_TABLES = 60
MAX_WIDTH = 20_000
MISSING = {"missing": True}
# How the sandbox writes values that JSON does not have; {"missing": true} is a cell that did not exist.
TAGS = (
    "$date",
    "$undefined",
    "$number",
    "$bigint",
    "$map",
    "$set",
    "$error",
    "$unsupported",
    "$cycle",
    "$cut",
    "missing",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One reading of a value: rows of cells, and the names of their columns (None: by position)."""

    rows: list[list[Json]]
    names: list[str] | None
    shape: Shape
    has_header_row: bool = False


def tables(value: Json, expected_data: ExpectedData) -> Iterator[Table]:
    """Yield every reading of a value as a table, the plainest first; at most MAX_TABLES."""
    for n, table in enumerate(_tables_in(value, expected_data, 0)):
        if n >= MAX_TABLES:
            return
        yield table


def promised_table(value: Json, expected_data: ExpectedData) -> Table | None:
    """Return the value itself as a table of the promised shape: not wrapped, not as text; None when it is anything
    else.
    """
    if isinstance(value, dict) and tag_of(value) is None:
        lists = {name: item for name, item in value.items() if isinstance(item, list)}
        if expected_data.shape != "columns" or len(lists) < len(value):
            return None
        length = max(map(len, lists.values()), default=0)
        rows = [[item[at] if at < len(item) else MISSING for item in lists.values()] for at in range(length)]
        return Table(rows=rows, names=list(lists), shape="columns")
    if not isinstance(value, list) or expected_data.shape == "columns":
        return None
    if expected_data.shape == "records":
        is_records = all(isinstance(item, dict) and not is_scalar(item) for item in value)
        table = next(_from_records(value, expected_data), None) if is_records and value else None
        return table if value else Table(rows=[], names=None, shape="records")
    if not all(isinstance(item, list) for item in value):
        return None
    if expected_data.shape == "rows" or not value:
        return Table(rows=value, names=None, shape=expected_data.shape)
    names = [header_text(name) if isinstance(name, str) else "" for name in value[0]]
    return Table(rows=value[1:], names=names, shape="rows_with_header", has_header_row=True)


def described(value: Json) -> str:
    """Describe a value in a few words."""
    if isinstance(value, list):
        kinds = {
            "objects"
            if isinstance(item, dict) and not is_scalar(item)
            else "arrays"
            if isinstance(item, list)
            else "single values"
            for item in value
        }
        return f"an array of {' and '.join(sorted(kinds))}" if kinds else "an empty array"
    if isinstance(value, dict) and tag_of(value) is None:
        names = [str(name)[:40] for name in list(value)[:5]]
        return f"an object with {', '.join(names)}{' …' if len(value) > 5 else ''}" if names else "an empty object"
    words = {"$map": "a Map", "$set": "a Set", "$date": "a Date"}
    return "text" if isinstance(value, str) else words.get(tag_of(value) or "", "no table")


def is_scalar(value: Json) -> bool:
    """Return whether a value can be a cell: JSON's own scalars and the tagged ones."""
    return not isinstance(value, list | dict) or tag_of(value) is not None


def tag_of(value: Json) -> str | None:
    """Return the tag of a tagged value; None for any other."""
    if isinstance(value, dict) and len(value) == 1:
        tag = next(iter(value))
        return tag if tag in TAGS else None
    return None


def _tables_in(value: Json, expected_data: ExpectedData, depth: int) -> Iterator[Table]:
    if depth > MAX_DEPTH:
        return
    if isinstance(value, str) and value.lstrip()[:1] in ("[", "{"):
        try:
            yield from _tables_in(json.loads(value), expected_data, depth + 1)
        except (ValueError, RecursionError):
            return
    elif isinstance(value, list):
        yield from _from_list(value, expected_data, depth)
    elif isinstance(value, dict) and tag_of(value) is None:
        yield from _from_object(value, expected_data, depth)
    elif tag_of(value) == "$map" and isinstance(value["$map"], list):
        pairs = [pair for pair in value["$map"] if isinstance(pair, list) and len(pair) == 2]
        yield from _tables_in({str(key): item for key, item in pairs}, expected_data, depth + 1)
    elif tag_of(value) == "$set" and isinstance(value["$set"], list):
        yield from _tables_in(value["$set"], expected_data, depth + 1)


def _from_list(value: list[Json], expected_data: ExpectedData, depth: int) -> Iterator[Table]:
    if not value:
        yield Table(rows=[], names=None, shape="rows")
        return
    if all(isinstance(item, dict) and not is_scalar(item) for item in value):
        yield from _from_records(value, expected_data)
    if all(isinstance(item, list) for item in value):
        yield from _from_lists(value, expected_data)
    if all(is_scalar(item) for item in value):
        yield Table(rows=[[item] for item in value], names=None, shape="rows")
        if 1 < len(value) <= MAX_WIDTH:
            yield Table(rows=[value], names=None, shape="rows")
        return
    yield from _tables_in_wrapper(value, expected_data, depth)


def _tables_in_wrapper(items: list[Json], expected_data: ExpectedData, depth: int) -> Iterator[Table]:
    """Yield tables inside a wrapping object or list. A row of cells is not a wrapper."""
    for item in items[:MAX_TABLES]:
        inner = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
        if isinstance(item, str) or tag_of(item) or not all(is_scalar(cell) for cell in inner):
            yield from _tables_in(item, expected_data, depth + 1)


def _from_records(value: list[Json], expected_data: ExpectedData) -> Iterator[Table]:
    names: dict[str, None] = {}
    for record in value:
        names.update(dict.fromkeys(record))
    if not names and expected_data.rows:
        return
    rows = [[record.get(name, MISSING) for name in names] for record in value]
    yield Table(rows=rows, names=list(names), shape="records")


def _from_lists(value: list[Json], expected_data: ExpectedData) -> Iterator[Table]:
    headers = {_plain_name(column.header or column.name) for column in expected_data.columns}
    width = max(map(len, value))
    padded = [[*row, *[MISSING] * (width - len(row))] for row in value] if width <= MAX_WIDTH else value
    first = [item for item in value[0] if isinstance(item, str)]
    if (
        first
        and len(first) * 2 > len(value[0])
        and sum(_plain_name(name) in headers for name in first) * 2 > len(headers)
    ):
        names = [header_text(name) if isinstance(name, str) else "" for name in padded[0]]
        yield Table(rows=padded[1:], names=names, shape="rows_with_header", has_header_row=True)
    yield Table(rows=padded, names=None, shape="rows")
    if len(value) == len(expected_data.columns):
        across = [[row[at] for row in padded] for at in range(width)] if width <= MAX_WIDTH else []
        yield Table(rows=across, names=None, shape="columns")


def _from_object(value: dict[str, Json], expected_data: ExpectedData, depth: int) -> Iterator[Table]:
    items = list(value.values())
    if not items:
        yield Table(rows=[], names=None, shape="records")
    lists = {name: item for name, item in value.items() if isinstance(item, list)}
    if lists and all(is_scalar(cell) for item in lists.values() for cell in item):
        length = max(map(len, lists.values()))
        rows = [[item[at] if at < len(item) else MISSING for item in lists.values()] for at in range(length)]
        yield Table(rows=rows, names=list(lists), shape="columns")
    if items and all(is_scalar(item) for item in items):
        yield Table(rows=[items], names=list(value), shape="records")
        return
    if items and all(isinstance(item, dict) and not is_scalar(item) for item in items):
        yield from _from_records(items, expected_data)
    if items and all(isinstance(item, list) for item in items):
        yield from _from_lists(items, expected_data)
    for item in items[:MAX_TABLES]:
        if not is_scalar(item) or isinstance(item, str):
            yield from _tables_in(item, expected_data, depth + 1)


def _plain_name(name: str) -> str:
    return "".join(name.split()).casefold()


def column_order(table: Table, expected_data: ExpectedData) -> list[int | None]:
    """Return for each column of the expected data the index of the table's column that has its values; None without
    one.

    A column with a promised key is found by that key. The others are found by exact name, then by name without case and
    spaces. The remaining ones are found by position, if their number is right.
    """
    n = len(expected_data.columns)
    width = len(table.names) if table.names is not None else max(map(len, table.rows), default=0)
    if table.names is None:
        return [at if at < width else None for at in range(n)]
    order = _promised_order(table.names, expected_data)
    free = {i: name for i, name in enumerate(table.names) if i not in order}
    open_columns = [
        at for at, column in enumerate(expected_data.columns) if column.letter not in expected_data.contract.columns
    ]
    for normal in (str, _plain_name, _letters):
        for at in open_columns:
            column = expected_data.columns[at]
            if order[at] is None:
                accepted_names = {normal(column.name), normal(column.header or column.name)}
                match = next((i for i, name in free.items() if normal(name) in accepted_names), None)
                order[at] = match
                free.pop(match, None) if match is not None else None
    by_letter = {expected_data.columns[at].letter: at for at in open_columns}
    for i, name in list(free.items()):
        if (at_letter := by_letter.get(name.upper())) is not None and order[at_letter] is None:
            order[at_letter] = i
            del free[i]
    unmatched = [at for at in open_columns if order[at] is None]
    if unmatched and (len(free) == len(unmatched) or len(unmatched) == n):
        for at, i in zip(unmatched, sorted(free), strict=False):
            order[at] = i
    return order


def _promised_order(names: list[str], expected_data: ExpectedData) -> list[int | None]:
    """Return for each column whose key is promised the place of that key among the names; None for all others."""
    contract = expected_data.contract
    positions = {name: i for i, name in reversed(list(enumerate(names)))}
    spaced = (
        positions if contract.strict_keys else {header_text(n): i for n, i in reversed(positions.items())} | positions
    )
    order: list[int | None] = []
    for column in expected_data.columns:
        promised = contract.columns.get(column.letter)
        order.append(spaced.get(_key(promised.key, column.name)) if promised else None)
    return order


def _key(promised: str, name: str) -> str:
    """Return the column's name if the table in the prompt shows it, else the key that a person wrote there."""
    shown = table_cell(name).replace("\\|", "|")
    is_cut = promised.endswith("…") and shown.startswith(promised[:-1])
    return name if promised == shown or is_cut else promised


def _letters(name: str) -> str:
    """Make firstName, first_name and "First name" equal. A name without letters stays unchanged."""
    return "".join(c for c in name.casefold() if c.isalnum()) or name
