"""Checks that an equal value also has the form that the prompt's contract promises."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from evaluations.records import Json
from evaluations.workbooks.cells.values import clock, type_of
from evaluations.workbooks.comparing.cell_compare import cell_difference, clock_s, is_nothing
from evaluations.workbooks.comparing.contract import Contract
from evaluations.workbooks.comparing.expected import ExpectedData
from evaluations.workbooks.comparing.table_detection import tag_of

MIDNIGHT = "T00:00:00"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How the cells of one column are judged. has_times: some of its dates have a time of day."""

    expected_data: ExpectedData
    form: str = ""
    has_times: bool = False

    def difference(self, expected: Json, got: Json) -> str:
        """Return empty text when the two are equal and the form is the promised one, else a few words."""
        if type(expected) is type(got) and type(expected) is not dict and expected == got:
            return ""
        why = cell_difference(expected, got, self.expected_data)
        return (form_fault(expected, got, self) or "") if why is None else why


def rules_of(expected_data: ExpectedData) -> Sequence[Rule]:
    """Return the rule of each column of the expected table."""
    rules = []
    for at, column in enumerate(expected_data.columns):
        promised = expected_data.contract.columns.get(column.letter)
        form = promised.form if promised else ""
        has_times = form == "text date" and any(_has_time(row[at]) for row in expected_data.rows)
        rules.append(Rule(expected_data=expected_data, form=form, has_times=has_times))
    return rules


def _has_time(value: Json) -> bool:
    return isinstance(value, dict) and "T" in str(value.get("date", ""))


def form_fault(expected: Json, got: Json, rule: Rule) -> str | None:
    """Return None when a value that is equal to the expected one has the promised form, else a few words."""
    kind, contract = type_of(expected), rule.expected_data.contract
    if kind == "blank":
        return _blank_fault(got, contract)
    if kind == "error":
        is_told = contract.error_texts or rule.form == "error"
        return "blank for error" if is_told and is_nothing(got) else None
    if kind == "number" and rule.form == "number":
        return None if isinstance(got, int | float) else "bigint for number"
    if kind == "text" and rule.form == "text":
        return None if isinstance(got, str) else f"{'date' if tag_of(got) else 'number'} for text"
    texts = TEXTS.get((kind, rule.form))
    if texts is None or (isinstance(got, str) and got in texts(expected, rule)):
        return None
    return _other_form(kind, expected, got)


def _blank_fault(got: Json, contract: Contract) -> str | None:
    if not contract.null_blanks or got is None or not is_nothing(got):
        return None
    return {"missing": "no key for null", "$undefined": "undefined for null"}.get(tag_of(got) or "", '"" for null')


def _other_form(kind: str, expected: Json, got: Json) -> str:
    """Say that the form differs, or that the value differs by a second, which `cell_difference` accepts."""
    if not isinstance(got, str):
        return f"{'Date' if tag_of(got) else 'number'} for text"
    assert isinstance(expected, dict)
    seconds = _seconds(kind, got) - _seconds(kind, expected[kind])
    if abs(seconds) >= 0.5:
        return f"{kind} a second {'late' if seconds > 0 else 'early'}"
    return f"{kind} in another form"


def _seconds(kind: str, value: Json) -> float:
    if kind == "date":
        moment = dt.datetime.fromisoformat(str(value).strip().replace(" ", "T", 1).removesuffix("Z"))
        return (moment.replace(tzinfo=None) - dt.datetime.min).total_seconds()
    return value if isinstance(value, float | int) else clock_s(str(value)) or 0.0


def _date_texts(expected: Json, rule: Rule) -> set[str]:
    """Return the accepted texts of a date. A whole day has no time of day. In a column with times it may be written
    as midnight.
    """
    assert isinstance(expected, dict)
    text = str(expected["date"])
    if "T" not in text:
        return {text, text + MIDNIGHT} if rule.has_times else {text}
    moment = dt.datetime.fromisoformat(text)
    return {(moment + part).isoformat(timespec="seconds") for part in _roundings(moment.microsecond)}


def _roundings(microsecond: int) -> Sequence[dt.timedelta]:
    """Return the accepted roundings: a fraction of a second may be cut off or rounded up, because no form can
    express it.
    """
    return (dt.timedelta(), dt.timedelta(seconds=1)) if microsecond else (dt.timedelta(),)


def _time_texts(expected: Json, rule: Rule) -> set[str]:
    assert isinstance(expected, dict)
    moment = dt.datetime.combine(dt.date(2000, 1, 1), dt.time.fromisoformat(str(expected["time"])))
    return {(moment + part).strftime("%H:%M:%S") for part in _roundings(moment.microsecond)}


def _duration_texts(expected: Json, rule: Rule) -> set[str]:
    assert isinstance(expected, dict)
    seconds = float(expected["duration"])
    return {clock(seconds)} if seconds.is_integer() else {clock(seconds // 1), clock(seconds // 1 + 1)}


TEXTS: dict[tuple[str, str], Callable[[Json, Rule], set[str]]] = {
    ("date", "text date"): _date_texts,
    ("time", "time"): _time_texts,
    ("duration", "duration"): _duration_texts,
}
