"""The sentences of an exact contract, and the promises of a prompt that contains them.

`prompt.py` writes a contract with these sentences; the comparison checks an answer against the sentences in its prompt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

CONTRACT_TYPES = {
    "number": "number",
    "text": "string",
    "boolean": "boolean",
    "time": 'string "HH:MM:SS"',
    "duration": 'string "H:MM:SS", hours may pass 24',
    "error": 'string such as "#N/A"',
    "blank": "null",
    "mixed": "string, number, boolean or null, as the cell has it",
}
CONTRACT_DATES = {
    "text": 'string "YYYY-MM-DD", with a time of day "YYYY-MM-DDTHH:MM:SS"',
    "date": "Date at that moment in UTC",
    "serial": "number, Excel's serial number of the date",
}
CONTRACT_SHAPES = {
    "records": "an array with an object for each row of data, in order, with the value of each column under",
    "columns": "an object with an array for each column, its values in order, under",
    "rows": "an array with an array for each row of data, in order, values as in the table below, without",
    "rows_with_header": "an array of arrays: first the headers, then the values of each row of data, in order, as in",
}
TABLE_HEAD = ("| column | key | value |", "| --- | --- | --- |")
CALLED_ONCE = "once, with one argument: "
BLANK_CELLS = "A blank cell is null."
BLANK_ROWS = {"skip_rows": "Rows without any value are left out.", "keep_rows": "Rows without any value are kept."}
ERROR_TEXTS = "An error cell is given as its text"
USE_THE_KEY = "use the key above"
PROP = "onParsed"
PROMISED_PROP = re.compile(r"\bprop `([A-Za-z_$][\w$]{0,60})`")
TABLE_ROW = re.compile(r"\| ([A-Z]{1,3}) \| (.*) \| ([^|]*) \|")
FORMS = {words: kind for kind, words in CONTRACT_TYPES.items()} | {
    words: f"{kind} date" for kind, words in CONTRACT_DATES.items()
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnContract:
    """The key and the form that a prompt promises for a column.

    form: a key of CONTRACT_TYPES, or "text date", "date date", "serial date"; empty for other words.
    """

    key: str
    form: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """The promises of a prompt, word by word. Without its sentence a point is open.

    once: one call with one argument, in the promised shape. null_blanks: a blank cell is null, not "" and not a missing
    key. no_blank_rows: rows without any value are left out. error_texts: an error cell is its text.
    strict_keys: spaces in a key count too. columns: by the column's letter.
    """

    once: bool = False
    null_blanks: bool = False
    no_blank_rows: bool = False
    error_texts: bool = False
    strict_keys: bool = False
    columns: Mapping[str, ColumnContract] = field(default_factory=dict)


OPEN_CONTRACT = Contract()


def contract_of(prompt: str) -> Contract:
    """Read the contract out of a prompt; `OPEN_CONTRACT` when the prompt has none of its sentences."""
    return Contract(
        once=any(CALLED_ONCE + shape in prompt for shape in CONTRACT_SHAPES.values()),
        null_blanks=BLANK_CELLS in prompt,
        no_blank_rows=BLANK_ROWS["skip_rows"] in prompt,
        error_texts=ERROR_TEXTS in prompt,
        strict_keys=USE_THE_KEY in prompt,
        columns=dict(_columns(prompt)),
    )


def _columns(prompt: str) -> Iterator[tuple[str, ColumnContract]]:
    lines = iter(prompt.splitlines())
    if TABLE_HEAD[0] not in lines:  # `in` moves the iterator behind the line
        return
    next(lines, None)
    for line in lines:
        row = TABLE_ROW.fullmatch(line.rstrip())
        if row is None:
            return
        yield row[1], ColumnContract(key=row[2].replace("\\|", "|"), form=FORMS.get(row[3], ""))


def table_cell(text: str) -> str:
    """Return a text for a cell of a Markdown table: on one line."""
    return " ".join(text.replace("|", "\\|").split())


def promises_of(prompt: str) -> Mapping[str, str]:
    """Return the promises of a prompt by the contract's own sentences: prop, shape and dates, if it names them.

    Without a promise, any prop that is called with values counts, and every shape is accepted.
    """
    return dict(_promises(prompt))


def _promises(prompt: str) -> Iterator[tuple[str, str]]:
    if match := PROMISED_PROP.search(prompt):
        yield "prop", match[1]
    # The longest sentence comes first, because one sentence may begin like another.
    for shape, sentence in sorted(CONTRACT_SHAPES.items(), key=lambda item: -len(item[1])):
        if sentence in prompt:
            yield "shape", shape
            break
    for dates, words in CONTRACT_DATES.items():
        if f"| {words} |" in prompt:
            yield "dates", dates
            break
