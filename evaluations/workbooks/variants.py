"""Variants of the upload: they test more than reading the file once. They change no verdict.

A variant executes the same answer once more. It tests behaviour that everybody expects of an upload. The prompt did not
ask for it, so it is shown beside the verdict.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from struct import pack
from typing import Any, Literal

from evaluations.records import Checks, Json, to_json
from evaluations.workbooks.checks import captured_calls, check_file
from evaluations.workbooks.comparing.cell_compare import is_nothing
from evaluations.workbooks.comparing.comparison import Comparison, compare_calls
from evaluations.workbooks.comparing.expected import ExpectedData
from evaluations.workbooks.comparing.table_detection import tables
from evaluations.workbooks.writing import generate

N_ROWS = 12_000
NOTHING_MS, ONE_FILE_MS, LONG_MS = 400, 3000, 7000
EMPTY, PICTURE, LONG, SHORT = "empty", "picture.png", "long", "short"
Status = Literal["held", "not_held", "not_offered", "unscored"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One variant. rule: the expected behaviour. before, files: the uploads in order; "file" is the file itself."""

    name: str
    title: str
    rule: str
    files: tuple[str, ...]
    before: tuple[str, ...] = ()
    wait_ms: int = ONE_FILE_MS
    needs_input: bool = False
    is_timed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class VariantResult:
    """The result of a variant. says: one sentence; showed: the new text on the page."""

    name: str
    title: str
    status: Status
    says: str
    rule: str = ""
    showed: str = ""
    alerts: tuple[str, ...] = field(default=())


VARIANTS = {
    variant.name: variant
    for variant in (
        Variant(
            name="again",
            title="Second upload",
            before=(SHORT,),
            files=("file",),
            rule="after another workbook of the same layout, the file is read as it was alone, without its values",
        ),
        Variant(
            name="cancel",
            title="Cancel",
            before=("file",),
            files=(),
            wait_ms=NOTHING_MS,
            needs_input=True,
            rule="choosing no file, after the file was read, throws nothing, and the page stays",
        ),
        Variant(
            name="wrong_type",
            title="Wrong file type",
            files=(PICTURE,),
            wait_ms=NOTHING_MS,
            rule="a picture gives no values, throws nothing, and the page stays",
        ),
        Variant(
            name="empty_sheet",
            title="Empty sheet",
            files=(EMPTY,),
            wait_ms=NOTHING_MS,
            rule="the same sheets without a cell give no row, throw nothing, and the page stays",
        ),
        Variant(
            name="rows_12000",
            title="12,000 rows",
            files=(LONG,),
            wait_ms=LONG_MS,
            is_timed=True,
            rule="the file's rows, repeated up to 12,000 or 200,000 cells, are read within 7 s, as the file was",
        ),
        Variant(
            name="two_files",
            title="Two files at once",
            files=(SHORT, "file"),
            rule="where the input takes several files, the file's values are among those given, as they were alone",
        ),
    )
}


def variant_checks(
    expected_data: ExpectedData, content: bytes, name: str, *, fixture: str, entry: str, entry_point: str | None = None
) -> tuple[Checks, dict[str, bytes]]:
    """Return the check file of a variant, and the files it uploads. content: the file itself; fixture: its name."""
    variant = VARIANTS[name]
    names = {
        "file": fixture,
        SHORT: _name_beside(fixture, "other"),
        LONG: _name_beside(fixture, "long"),
        EMPTY: _name_beside(fixture, "empty"),
        PICTURE: PICTURE,
    }
    makers: dict[str, Callable[[], bytes]] = {
        "file": lambda: content,
        PICTURE: _picture,
        EMPTY: lambda: _make(expected_data, EMPTY, content),
        SHORT: lambda: _make(expected_data, SHORT, content),
        LONG: lambda: _make(expected_data, LONG, content),
    }
    settings = {
        "file": fixture,
        "entryPoint": entry_point,
        "prop": expected_data.prop,
        "variant": name,
        "waitMs": variant.wait_ms,
        "before": [names[what] for what in variant.before],
        "files": [names[what] for what in variant.files],
        "needsInput": variant.needs_input,
        "isTimed": variant.is_timed,
    }
    files = {names[what]: makers[what]() for what in (*variant.before, *variant.files)}
    return check_file("variants.ts", settings, entry), files


def _name_beside(fixture: str, word: str) -> str:
    stem, dot, ending = fixture.rpartition(".")
    return f"{stem}-{word}{dot}{ending}" if dot else f"{fixture}-{word}"


class _Key:
    """Expected data as a key of a cache, by its content. Making the long file takes a second."""

    def __init__(self, expected_data: ExpectedData, like: bytes) -> None:
        self.expected_data, self.like = expected_data, like
        self.digest = hashlib.sha256(json.dumps(to_json(expected_data), sort_keys=True).encode() + like).digest()

    def __hash__(self) -> int:
        return hash(self.digest)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.digest == self.digest


def _make(expected_data: ExpectedData, what: str, like: bytes) -> bytes:
    return _make_cached(_Key(expected_data, like), what)


@lru_cache(maxsize=24)
def _make_cached(key: _Key, what: str) -> bytes:
    if what == EMPTY:
        return generate.empty_file_of(key.expected_data)
    expected_data = generate.longer(key.expected_data, N_ROWS) if what == LONG else generate.shorter(key.expected_data)
    return generate.file_of(expected_data, key.like)


def _picture() -> bytes:
    """Return a PNG of one grey pixel."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return pack(">I", len(body)) + kind + body + pack(">I", zlib.crc32(kind + body))

    header = pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0\x80")) + chunk(b"IEND", b"")
    )


def grade_variant(
    expected_data: ExpectedData,
    name: str,
    captured: Mapping[str, Json],
    *,
    alone: Comparison | None = None,
    problem: str = "",
) -> VariantResult:
    """Judge the captured facts of a variant.

    alone: how the file was read by itself: a fault of that reading is not reported again as a fault of the variant.
    problem: why the variant was cut short (its verdict's cause), else empty.
    """
    variant, facts = VARIANTS[name], captured.get("facts")
    own_facts: Mapping[str, Any] = facts if isinstance(facts, dict) else {}
    if own_facts:
        status, says = _graded(expected_data, variant, own_facts, captured, alone)
    else:
        status, says = "not_held", problem or "It did not come to an end."
    before, after, alerts = (
        str(own_facts.get("before", "")),
        str(own_facts.get("screen", "")),
        own_facts.get("alerts", []),
    )
    return VariantResult(
        name=name,
        title=variant.title,
        status=status,
        says=says,
        rule=variant.rule,
        showed=after[:600] if after != before else "",
        alerts=tuple(str(text)[:300] for text in alerts[:5]) if isinstance(alerts, list) else (),
    )


def not_tried(name: str, why: str) -> VariantResult:
    """Return a variant without a result, which is not the answer's fault."""
    variant = VARIANTS[name]
    return VariantResult(name=name, title=variant.title, status="unscored", says=why, rule=variant.rule)


def _graded(
    expected_data: ExpectedData,
    variant: Variant,
    facts: Mapping[str, Any],
    captured: Mapping[str, Json],
    alone: Comparison | None,
) -> tuple[Status, str]:
    if not facts.get("is_offered"):
        why = "takes one file at a time" if variant.name == "two_files" else "has no file input"
        return "not_offered", f"The component {why}."
    if not facts.get("stands"):
        return "not_held", "The page went blank."
    calls = captured_calls(captured)
    if variant.wait_ms == NOTHING_MS:
        outcome = _empty_result(expected_data, variant, calls)
    else:
        outcome = _of_files(expected_data, variant, calls, captured, alone)
    errors = facts.get("errors")
    if isinstance(errors, list) and errors and (outcome[0] == "held" or not calls):
        return "not_held", f"It threw: {errors[0]}"
    return outcome


def _empty_result(
    expected_data: ExpectedData, variant: Variant, calls: Sequence[Mapping[str, Json]]
) -> tuple[Status, str]:
    """Return the result of variants after which no rows can be read."""
    n = max((_n_rows(expected_data, call) for call in calls), default=0)
    if n and variant.name != "cancel":
        return "not_held", f"The callback got {n:,} row{'' if n == 1 else 's'}."
    return "held", "The callback got no row." if calls else "The callback was not called."


def _n_rows(expected_data: ExpectedData, call: Mapping[str, Json]) -> int:
    """Return the number of rows that are not empty, in the reading of a call that has most of them."""
    args = call.get("args")
    readings = (table.rows for arg in (args if isinstance(args, list) else []) for table in tables(arg, expected_data))
    return max((sum(not all(map(is_nothing, row)) for row in rows) for rows in readings), default=0)


def _of_files(
    expected_data: ExpectedData,
    variant: Variant,
    calls: Sequence[Mapping[str, Json]],
    captured: Mapping[str, Json],
    alone: Comparison | None,
) -> tuple[Status, str]:
    if not calls:
        return "not_held", "No callback was called with values."
    expected = generate.longer(expected_data, N_ROWS) if LONG in variant.files else expected_data
    if variant.name == "two_files":  # no prompt says how many calls two files lead to
        expected = replace(expected, contract=replace(expected.contract, once=False))
    # After a second upload the newest values count. The first ones may be passed again, but not mixed with them.
    comparison = compare_calls(expected, calls[-1:] if variant.name == "again" else calls)
    is_known = (
        not comparison.is_equal
        and alone is not None
        and not comparison.error
        and set(comparison.whys) <= set(alone.whys)
    )
    is_longer = alone is not None and variant.is_timed
    if not comparison.is_equal and not (
        is_known and alone is not None and (is_longer or comparison.n_equal >= alone.n_equal)
    ):
        return "not_held", comparison.summary or comparison.error
    says = "The result is the same as for the file alone." if is_known else comparison.summary
    return "held", _timing(len(expected.rows), says, captured) if variant.is_timed else says


def _timing(n_rows: int, says: str, captured: Mapping[str, Json]) -> str:
    ms, n, longest = (captured.get(name) for name in ("ms", "n_frames", "longest_frame_ms"))
    if not isinstance(ms, int | float):
        return says
    frames = f"; {n} frames, the longest {longest:,.0f} ms" if isinstance(longest, int | float) and n else ""
    return f"{says} {n_rows:,} rows came {ms / 1000:.1f} s after the file{frames}."
